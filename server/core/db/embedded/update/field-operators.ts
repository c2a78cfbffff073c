import { Timestamp } from 'bson';
import { badValue, StoreError, typeMismatch, unsupported } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { cloneValue, type Document, getField, isDocument, type Value } from '../values/document.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';
import { showValue } from '../values/show.ts';
import { placesOf, removeAt, setAt, type UpdateContext, valueAt } from './places.ts';

/** Changes a document in place at a path. */
export type UpdateOperator = (
  document: Document,
  path: string,
  argument: Value,
  context: UpdateContext,
) => void;

const set: UpdateOperator = (document, path, argument, context) => {
  for (const place of placesOf(document, path, context, true)) setAt(place, cloneValue(argument));
};

export const fieldOperators: Record<string, UpdateOperator> = {
  $set: set,
  $setOnInsert: (document, path, argument, context) => {
    if (context.isInsert) set(document, path, argument, context);
  },
  $unset: (document, path, _argument, context) => {
    for (const place of placesOf(document, path, context, false)) removeAt(place);
  },
  $inc: increment,
  $min: keepOutermost(-1),
  $max: keepOutermost(1),
  $rename: rename,
  $currentDate: (document, path, argument, context) => {
    const value = currentDate(argument, context.now);
    for (const place of placesOf(document, path, context, true)) setAt(place, value);
  },
};

function increment(document: Document, path: string, argument: Value, context: UpdateContext): void {
  if (!isNumber(argument)) {
    throw typeMismatch(`Cannot increment with non-numeric argument: {${path}: ${showValue(argument)}}`);
  }
  for (const place of placesOf(document, path, context, true)) {
    const value = valueAt(place);
    if (value !== undefined && !isNumber(value)) {
      const id = showValue(document._id);
      const field = path.split('.').at(-1) ?? path;
      throw typeMismatch(
        `Cannot apply $inc to a value of non-numeric type. {_id: ${id}} has the field '${field}' of non-numeric type ${typeName(value)}`,
      );
    }
    const sum = (value === undefined ? 0 : numberOf(value)) + numberOf(argument);
    if (Number.isInteger(sum) && !Number.isSafeInteger(sum))
      throw unsupported('An integer beyond 2^53 ($inc)');
    setAt(place, sum);
  }
}

function keepOutermost(direction: 1 | -1): UpdateOperator {
  return (document, path, argument, context) => {
    for (const place of placesOf(document, path, context, true)) {
      const value = valueAt(place);
      if (value === undefined || compareValues(argument, value) * direction > 0)
        setAt(place, cloneValue(argument));
    }
  };
}

function rename(document: Document, path: string, argument: Value, context: UpdateContext): void {
  if (typeof argument !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${path}`);
  for (const name of [path, argument]) {
    if (name.includes('$'))
      throw badValue(`The source and target field for $rename may not be dynamic: ${name}`);
    if (meetsArray(document, name)) {
      throw badValue(`The source and target field for $rename cannot be an array element: '${name}'`);
    }
  }
  const [place] = placesOf(document, path, context, false);
  const value = place === undefined ? undefined : valueAt(place);
  if (place === undefined || value === undefined) return;
  removeAt(place);
  set(document, argument, value, context);
}

function meetsArray(document: Document, path: string): boolean {
  let inner: Value = document;
  for (const part of path.split('.').slice(0, -1)) {
    inner = isDocument(inner) ? getField(inner, part) : undefined;
    if (Array.isArray(inner)) return true;
  }
  return false;
}

function currentDate(argument: Value, now: Date): Value {
  if (typeof argument === 'boolean') return now;
  const type = isDocument(argument) && Object.keys(argument).length === 1 ? argument.$type : undefined;
  if (type === 'date') return now;
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  throw new StoreError(
    'BadValue',
    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
  );
}
