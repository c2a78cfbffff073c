import { failedToParse, typeMismatch } from '../errors.ts';
import { type Document, getField, isDocument, setField, type Value } from '../values/document.ts';
import { typeName } from '../values/rank.ts';
import { type Operators, withArguments } from './operator.ts';
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
  $getField: (argument, compile) => {
    const spec =
      isDocument(argument) && 'field' in argument ? argument : { field: argument, input: '$$CURRENT' };
    const { field } = spec;
    if (typeof field !== 'string') throw failedToParse('$getField requires a constant field name');
    const input = compile(spec.input ?? '$$CURRENT');
    return (scope) => {
      const value = input(scope);
      return isDocument(value) ? getField(value, field) : undefined;
    };
  },
};

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
