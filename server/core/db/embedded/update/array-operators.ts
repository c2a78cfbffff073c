import { BSONRegExp } from 'bson';
import { badValue, failedToParse } from '../errors.ts';
import { compileFilter } from '../query/match.ts';
import { compareDocumentsBy } from '../query/sort-order.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { cloneValue, type Document, isDocument, isOperatorDocument, type Value } from '../values/document.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';
import { showValue } from '../values/show.ts';
import type { UpdateOperator } from './field-operators.ts';
import { type Place, placesOf, setAt, type UpdateContext, valueAt } from './places.ts';

export const arrayOperators: Record<string, UpdateOperator> = {
  $push: (document, path, argument, context) => {
    const modifiers = isDocument(argument) && '$each' in argument ? argument : { $each: [argument] };
    checkModifiers(modifiers);
    for (const place of placesOf(document, path, context, true)) {
      setAt(place, push(arrayToGrow(place, path, document), modifiers));
    }
  },
  $addToSet: (document, path, argument, context) => {
    const values = valuesToAdd(argument);
    for (const place of placesOf(document, path, context, true)) {
      const array = arrayToGrow(place, path, document);
      for (const value of values) {
        if (!array.some((element) => equalValues(element, value))) array.push(cloneValue(value));
      }
      setAt(place, array);
    }
  },
  $pull: (document, path, argument, context) => {
    const isPulled = compilePull(argument);
    keepElements(document, path, context, (element) => !isPulled(element));
  },
  $pullAll: (document, path, argument, context) => {
    if (!Array.isArray(argument)) throw badValue('$pullAll requires an array argument');
    keepElements(
      document,
      path,
      context,
      (element) => !argument.some((value) => equalValues(element, value)),
    );
  },
  $pop: (document, path, argument, context) => {
    const end = isNumber(argument) ? numberOf(argument) : 0;
    if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${showValue(argument)}`);
    for (const place of placesOf(document, path, context, false)) {
      const array = existingArray(place, path, '$pop');
      if (array !== undefined) setAt(place, end < 0 ? array.slice(1) : array.slice(0, -1));
    }
  },
};

/** The array at a place, a new one where there is nothing. */
function arrayToGrow(place: Place, path: string, document: Document): Value[] {
  const value = valueAt(place);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  const id = showValue(document._id);
  throw badValue(
    `The field '${path}' must be an array but is of type ${typeName(value)} in document {_id: ${id}}`,
  );
}

function existingArray(place: Place, path: string, operator: string): Value[] | undefined {
  const value = valueAt(place);
  if (value === undefined || Array.isArray(value)) return value;
  throw badValue(
    `Cannot apply ${operator} to a non-array value: the field '${path}' is of type ${typeName(value)}`,
  );
}

function valuesToAdd(argument: Value): Value[] {
  if (!isDocument(argument) || !('$each' in argument)) return [argument];
  const [other] = Object.keys(argument).filter((modifier) => modifier !== '$each');
  if (other !== undefined) throw badValue(`Found unexpected fields after $each in $addToSet: ${other}`);
  if (Array.isArray(argument.$each)) return argument.$each;
  throw badValue('The argument to $each in $addToSet must be an array');
}

function checkModifiers(modifiers: Document): void {
  for (const modifier of Object.keys(modifiers)) {
    if (!['$each', '$slice', '$sort', '$position'].includes(modifier)) {
      throw badValue(`Unrecognized clause in $push: ${modifier}`);
    }
  }
  if (!Array.isArray(modifiers.$each)) throw badValue('The argument to $each in $push must be an array');
  for (const modifier of ['$slice', '$position']) {
    const value = modifiers[modifier];
    if (value !== undefined && !(isNumber(value) && Number.isInteger(numberOf(value)))) {
      throw badValue(`The value for ${modifier} must be an integer value`);
    }
  }
}

function push(array: Value[], { $each, $position, $sort, $slice }: Document): Value[] {
  const added = Array.isArray($each) ? $each.map(cloneValue) : [];
  const position = $position === undefined ? array.length : numberOf($position);
  const start = position < 0 ? Math.max(0, array.length + position) : position;
  const grown = [...array.slice(0, start), ...added, ...array.slice(start)];
  if ($sort !== undefined) grown.sort(orderOf($sort));
  if ($slice === undefined) return grown;
  const length = numberOf($slice);
  if (length >= 0) return grown.slice(0, length);
  return grown.slice(Math.max(0, grown.length + length));
}

function orderOf(sort: Value): (left: Value, right: Value) => number {
  if (isDocument(sort)) return compareDocumentsBy(sort);
  const direction = isNumber(sort) ? numberOf(sort) : 0;
  if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1');
  return (left, right) => compareValues(left, right) * direction;
}

/** Which elements `$pull` means: those equal to a value, those an operator holds for, or those with such fields. */
function compilePull(argument: Value): (element: Value) => boolean {
  if (argument instanceof BSONRegExp || isOperatorDocument(argument)) {
    const matches = compileFilter({ element: argument });
    return (element) => matches({ element });
  }
  if (!isDocument(argument)) return (element) => equalValues(element, argument);
  const matches = compileFilter(argument);
  return (element) => isDocument(element) && matches(element);
}

function keepElements(
  document: Document,
  path: string,
  context: UpdateContext,
  keep: (element: Value) => boolean,
): void {
  for (const place of placesOf(document, path, context, false)) {
    const array = existingArray(place, path, '$pull');
    if (array !== undefined) setAt(place, array.filter(keep));
  }
}
