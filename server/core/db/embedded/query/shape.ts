import { type Document, isDocument, type Value } from '../values/document.ts';
import type { SortField } from './sort-order.ts';

/** A filter's field names and operators without any value: what may stand in a log. */
export function shapeOf(filter: Document): string {
  const fields = Object.entries(filter).map(([field, value]) => `${field}: ${shapeOfValue(value)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function shapeOfValue(value: Value): string {
  if (isDocument(value) && Object.keys(value).some((field) => field.startsWith('$'))) return shapeOf(value);
  if (!Array.isArray(value)) return '?';
  const shapes = value.filter(isDocument).map(shapeOf);
  return shapes.length === 0 ? '[?]' : `[${[...new Set(shapes)].join(', ')}]`;
}

export function shapeOfSort(sort: readonly SortField[]): string {
  return `{ ${sort.map(({ path, direction }) => `${path}: ${direction}`).join(', ')} }`;
}
