import { BSONRegExp } from 'bson';
import { badValue } from '../errors.ts';
import {
  cloneValue,
  type Document,
  getField,
  isDocument,
  isOperatorDocument,
  setField,
  type Value,
} from '../values/document.ts';

/** What a filter says outright about a document: its equalities become the fields of the one an upsert makes. */
export function upsertBase(filter: Document): Document {
  const base: Document = {};
  collect(filter, base);
  return base;
}

function collect(filter: Document, base: Document): void {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and' || (path === '$or' && Array.isArray(condition) && condition.length === 1)) {
      for (const branch of Array.isArray(condition) ? condition : [])
        if (isDocument(branch)) collect(branch, base);
    } else if (path.startsWith('$') || condition instanceof BSONRegExp) {
      // Says nothing about a value.
    } else if (!isOperatorDocument(condition)) {
      setAtPath(base, path, condition);
    } else if ('$eq' in condition) {
      setAtPath(base, path, condition.$eq);
    } else {
      const [only] = [condition.$in, condition.$all].filter(
        (list) => Array.isArray(list) && list.length === 1,
      );
      const value = Array.isArray(only) ? only[0] : undefined;
      if (value !== undefined && !isOperatorDocument(value) && !(value instanceof BSONRegExp)) {
        setAtPath(base, path, value);
      }
    }
  }
}

function setAtPath(base: Document, path: string, value: Value): void {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let inner = base;
  for (const part of parts) {
    const existing = getField(inner, part);
    const next: Document = isDocument(existing) ? existing : {};
    setField(inner, part, next);
    inner = next;
  }
  if (Object.hasOwn(inner, last))
    throw badValue(`cannot infer query fields to set, path '${path}' is matched twice`);
  setField(inner, last, cloneValue(value));
}
