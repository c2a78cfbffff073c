import type { BSONValue } from 'bson';

/**
 * A value as the store works with it. A missing field is `undefined`. Numbers are JavaScript's: an integer keeps
 * its value, not whether it came as int, long or double (the driver and mongoose read all three as a number).
 */
export type Value = undefined | null | boolean | number | string | Date | BSONValue | Value[] | Document;

export interface Document {
  [field: string]: Value;
}

/** Whether a value is an embedded document (not an array, a date or one of BSON's own classes). */
export function isDocument(value: unknown): value is Document {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A field's own value; what every object inherits (`constructor`, `toString`) is missing. */
export function getField(document: Document, field: string): Value {
  return Object.hasOwn(document, field) ? document[field] : undefined;
}

/** Sets a field, also one called `__proto__`, which a plain assignment would lose. */
export function setField(document: Document, field: string, value: Value): void {
  if (field === '__proto__') {
    Object.defineProperty(document, field, { value, enumerable: true, configurable: true, writable: true });
  } else document[field] = value;
}

/** A copy that shares nothing changeable with the original. */
export function cloneValue(value: Value): Value {
  if (Array.isArray(value)) return value.map(cloneValue);
  return isDocument(value) ? cloneDocument(value) : value;
}

export function cloneDocument(document: Document): Document {
  const copy: Document = {};
  for (const field of Object.keys(document)) setField(copy, field, cloneValue(document[field]));
  return copy;
}

/** Whether a value is a document of operators, as `{$gt: 5}`. */
export function isOperatorDocument(value: Value): value is Document {
  return isDocument(value) && Object.keys(value)[0]?.startsWith('$') === true;
}

/** `path` as nested documents: `nest('a.b', 1)` is `{a: {b: 1}}`. */
export function nest(path: string, value: Value): Document {
  const document: Document = {};
  const fields = path.split('.');
  let inner = document;
  for (const field of fields.slice(0, -1)) {
    const next: Document = {};
    setField(inner, field, next);
    inner = next;
  }
  setField(inner, fields.at(-1) ?? '', value);
  return document;
}
