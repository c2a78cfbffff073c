import { failedToParse, typeMismatch } from '../errors.ts';
import { type Document, getField, isDocument, setField, type Value } from '../values/document.ts';
import { typeName } from '../values/rank.ts';
import { fieldsOf, type Operators, withArguments } from './operator.ts';
import type { Evaluate } from './scope.ts';
import { isNothing } from './truth.ts';

export const objects: Operators = {
  $mergeObjects: (argument, compile) => {
    const items = (Array.isArray(argument) ? argument : [argument]).map((item) => compile(item));
    return (scope) => {
      const values = items.map((item) => item(scope));
      const [only] = values;
      return mergeObjects(values.length === 1 && Array.isArray(only) ? only : values);
    };
  },
  $objectToArray: withArguments(1, 1, ([value]) => {
    if (isNothing(value)) return null;
    if (!isDocument(value))
      throw typeMismatch(`$objectToArray requires a document input, found: ${typeName(value)}`);
    return Object.entries(value).map(([k, v]) => ({ k, v }));
  }),
  $arrayToObject: withArguments(1, 1, ([value]) => (isNothing(value) ? null : arrayToObject(value))),
  $setField: (argument, compile, name) => {
    const { field, input, value } = fieldsOf(argument, name, ['field', 'input', 'value'], []);
    return setFieldOf(constantName(field, name), compile(input), compile(value));
  },
  $unsetField: (argument, compile, name) => {
    const { field, input } = fieldsOf(argument, name, ['field', 'input'], []);
    return setFieldOf(constantName(field, name), compile(input), () => undefined);
  },
  $getField: (argument, compile) => {
    const spec =
      isDocument(argument) && 'field' in argument ? argument : { field: argument, input: '$$CURRENT' };
    const field = constantName(spec.field, '$getField');
    const input = compile(spec.input ?? '$$CURRENT');
    return (scope) => {
      const value = input(scope);
      return isDocument(value) ? getField(value, field) : undefined;
    };
  },
};

/** Names with dots and dollars are reached by these operators only, so they are never paths. */
function constantName(field: Value, operator: string): string {
  const name = isDocument(field) && Object.keys(field).join() === '$literal' ? field.$literal : field;
  if (typeof name === 'string' && (name === field ? !name.startsWith('$') : true)) return name;
  throw failedToParse(`${operator} requires 'field' to evaluate to a constant text`);
}

/** A missing value takes the field away. */
function setFieldOf(field: string, input: Evaluate, value: Evaluate): Evaluate {
  return (scope) => {
    const document = input(scope);
    if (isNothing(document)) return null;
    if (!isDocument(document)) throw typeMismatch(`$setField requires 'input' to evaluate to type Object`);
    const { [field]: _, ...others } = document;
    const set = value(scope);
    if (set === undefined) return others;
    const changed = { ...document };
    setField(changed, field, set);
    return changed;
  };
}

/** Several documents laid over each other, later fields winning; null and missing ones are passed over. */
export function mergeObjects(values: Value[]): Document {
  const merged: Document = {};
  for (const value of values) {
    if (isNothing(value)) continue;
    if (!isDocument(value))
      throw typeMismatch(`$mergeObjects requires object inputs, but input is of type ${typeName(value)}`);
    for (const [field, inner] of Object.entries(value)) setField(merged, field, inner);
  }
  return merged;
}

function arrayToObject(value: Value): Document {
  if (!Array.isArray(value))
    throw typeMismatch(`$arrayToObject requires an array input, found: ${typeName(value)}`);
  const result: Document = {};
  for (const item of value) {
    const [field, inner] = Array.isArray(item) ? item : isDocument(item) ? [item.k, item.v] : [];
    if (typeof field !== 'string') throw typeMismatch('$arrayToObject requires keys that are texts');
    setField(result, field, inner ?? null);
  }
  return result;
}
