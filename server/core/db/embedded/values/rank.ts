import { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { unsupported } from '../errors.ts';
import { isDocument, type Value } from './document.ts';

/** The order of BSON's types among each other; also the first byte of a value in an index key. */
export const Rank = {
  minKey: 0x08,
  emptyArray: 0x09,
  null: 0x0a,
  number: 0x14,
  string: 0x1e,
  document: 0x28,
  array: 0x32,
  binary: 0x3c,
  objectId: 0x46,
  boolean: 0x50,
  date: 0x5a,
  timestamp: 0x5f,
  regex: 0x64,
  maxKey: 0xf0,
} as const;
export type Rank = (typeof Rank)[keyof typeof Rank];

/**
 * The type a value is compared as. A missing value counts as null.
 * @throws StoreError for types that Parley does not store (Decimal128, DBRef, code, symbols): comparing them
 * inexactly would give wrong results
 */
export function rankOf(value: Value): Rank {
  switch (typeof value) {
    case 'number':
      return Rank.number;
    case 'string':
      return Rank.string;
    case 'boolean':
      return Rank.boolean;
    case 'undefined':
      return Rank.null;
    default:
      return value === null ? Rank.null : rankOfObject(value);
  }
}

function rankOfObject(value: Exclude<Value, null | undefined | string | number | boolean>): Rank {
  if (Array.isArray(value)) return Rank.array;
  if (isDocument(value)) return Rank.document;
  if (value instanceof ObjectId) return Rank.objectId;
  if (value instanceof Date) return Rank.date;
  if (value instanceof Long || value instanceof Int32 || value instanceof Double) return Rank.number;
  if (value instanceof Binary) return Rank.binary;
  if (value instanceof Timestamp) return Rank.timestamp;
  if (value instanceof BSONRegExp) return Rank.regex;
  if (value instanceof MinKey) return Rank.minKey;
  if (value instanceof MaxKey) return Rank.maxKey;
  throw unsupported(`The type ${typeNameOfClass(value)}`);
}

function typeNameOfClass(value: object): string {
  return '_bsontype' in value ? String(value._bsontype) : value.constructor.name;
}

/**
 * The number a numeric value stands for.
 * @throws StoreError for 64-bit integers that JavaScript's numbers cannot hold
 */
export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (value instanceof Int32 || value instanceof Double) return value.valueOf();
  if (value instanceof Long) {
    const number = value.toNumber();
    if (Number.isSafeInteger(number)) return number;
    throw unsupported('A 64-bit integer beyond 2^53');
  }
  throw unsupported('A number of this type');
}

/** Whether a value is a number of any width. */
export function isNumber(value: Value): boolean {
  return typeof value === 'number' || (value !== undefined && rankOf(value) === Rank.number);
}

/** What MongoDB calls a value's type in `$type` and in its messages. */
export function typeName(value: Value): string {
  if (value === undefined) return 'missing';
  switch (rankOf(value)) {
    case Rank.minKey:
      return 'minKey';
    case Rank.emptyArray:
    case Rank.array:
      return 'array';
    case Rank.null:
      return 'null';
    case Rank.number:
      return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 ? 'int' : 'double';
    case Rank.string:
      return 'string';
    case Rank.document:
      return 'object';
    case Rank.binary:
      return 'binData';
    case Rank.objectId:
      return 'objectId';
    case Rank.boolean:
      return 'bool';
    case Rank.date:
      return 'date';
    case Rank.timestamp:
      return 'timestamp';
    case Rank.regex:
      return 'regex';
    case Rank.maxKey:
      return 'maxKey';
  }
}
