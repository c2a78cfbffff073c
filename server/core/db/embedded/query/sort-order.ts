import { badValue, unsupported } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { EMPTY_ARRAY, type KeyPart, sortKey } from '../values/key.ts';
import { valuesAt } from '../values/path.ts';
import { isNumber, numberOf } from '../values/rank.ts';

/** One field of a sort, in the order of their weight. */
export interface SortField {
  path: string;
  direction: 1 | -1;
}

const MOST_FIELDS = 32;

/**
 * Reads a sort such as `{at: -1, _id: 1}`.
 * @throws StoreError where a direction is not 1 or -1
 */
export function parseSort(sort: Document | undefined): SortField[] {
  const fields = Object.entries(sort ?? {}).map(([path, direction]): SortField => {
    if (isDocument(direction)) throw unsupported(`Sorting by ${Object.keys(direction).join()}`);
    const number = isNumber(direction) ? numberOf(direction) : 0;
    if (number !== 1 && number !== -1) {
      throw badValue(`$sort key ordering must be 1 (for ascending) or -1 (for descending): ${path}`);
    }
    if (path.startsWith('$')) throw unsupported(`Sorting by ${path}`);
    if (path === '') throw badValue('FieldPath must not be empty');
    return { path, direction: number };
  });
  if (fields.length > MOST_FIELDS) throw badValue('too many compound keys');
  return fields;
}

/**
 * Gives documents keys whose bytes compare as the sort wants. An array sorts by its least element, descending by
 * its greatest.
 */
export function compileSortKey(fields: readonly SortField[]): (document: Document) => Buffer {
  const directions = fields.map(({ direction }) => direction);
  const readers = fields.map(({ path, direction }) => {
    const parts = path.split('.');
    return (document: Document) => outermost(valuesAt(document, parts), direction);
  });
  return (document) =>
    sortKey(
      readers.map((read) => read(document)),
      directions,
    );
}

function outermost(values: KeyPart[], direction: 1 | -1): KeyPart {
  return values.reduce((best, value) => (compareParts(value, best) * direction < 0 ? value : best));
}

function compareParts(left: KeyPart, right: KeyPart): number {
  if (left !== EMPTY_ARRAY && right !== EMPTY_ARRAY) return compareValues(left, right);
  return Number(left !== EMPTY_ARRAY) - Number(right !== EMPTY_ARRAY);
}

/** Compares two values by a sort on their fields, for arrays within documents; what is no document sorts as empty. */
export function compareDocumentsBy(sort: Document): (left: Value, right: Value) => number {
  const keyOf = compileSortKey(parseSort(sort));
  const read = (value: Value) => keyOf(isDocument(value) ? value : {});
  return (left, right) => Buffer.compare(read(left), read(right));
}
