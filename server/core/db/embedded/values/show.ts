import { ObjectId } from 'bson';
import { type Document, isDocument, type Value } from './document.ts';

/** A value as MongoDB's messages write it. */
export function showValue(value: Value): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Array.isArray(value)) return `[ ${value.map(showValue).join(', ')} ]`;
  return isDocument(value) ? showDocument(value) : String(value);
}

export function showDocument(document: Document): string {
  const fields = Object.entries(document).map(([field, value]) => `${field}: ${showValue(value)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
