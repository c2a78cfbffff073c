import { Binary, BSONRegExp, ObjectId, Timestamp } from 'bson';
import { type Document, isDocument, type Value } from './document.ts';
import { numberOf, Rank, rankOf } from './rank.ts';

/**
 * Compares two values in BSON's order: first by type, then by value.
 * @returns negative, zero or positive
 */
export function compareValues(left: Value, right: Value): number {
  const rank = rankOf(left);
  const difference = rank - rankOf(right);
  return difference !== 0 ? difference : compareSameRank(rank, left, right);
}

/** Whether two values are the same to MongoDB: `1` is `1.0`, documents are equal with the same fields in the same order. */
export function equalValues(left: Value, right: Value): boolean {
  return left === right || compareValues(left, right) === 0;
}

function compareSameRank(rank: Rank, left: Value, right: Value): number {
  switch (rank) {
    case Rank.number:
      return compareNumbers(numberOf(left), numberOf(right));
    case Rank.boolean:
      return Number(left) - Number(right);
    case Rank.string:
      return compareStrings(String(left), String(right));
    case Rank.date:
      return left instanceof Date && right instanceof Date ? left.getTime() - right.getTime() : 0;
    case Rank.objectId:
      return left instanceof ObjectId && right instanceof ObjectId ? Buffer.compare(left.id, right.id) : 0;
    case Rank.array:
      return Array.isArray(left) && Array.isArray(right) ? compareArrays(left, right) : 0;
    case Rank.document:
      return isDocument(left) && isDocument(right) ? compareDocuments(left, right) : 0;
    case Rank.binary:
      return left instanceof Binary && right instanceof Binary ? compareBinaries(left, right) : 0;
    case Rank.timestamp:
      return left instanceof Timestamp && right instanceof Timestamp ? left.compare(right) : 0;
    case Rank.regex:
      return left instanceof BSONRegExp && right instanceof BSONRegExp ? compareRegexes(left, right) : 0;
    case Rank.minKey:
    case Rank.maxKey:
    case Rank.null:
    case Rank.emptyArray:
      return 0;
  }
}

function compareNumbers(left: number, right: number): number {
  if (left === right) return 0;
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  if (Number.isNaN(right)) return 1;
  return left < right ? -1 : 1;
}

/** By code point, which is the order of UTF-8's bytes; JavaScript's own order differs above U+D800. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const one = left.charCodeAt(index);
    const other = right.charCodeAt(index);
    if (one !== other) return inCodePointOrder(one) - inCodePointOrder(other);
  }
  return left.length - right.length;
}

/** Moves surrogates (which stand for U+10000 and above) behind U+E000 to U+FFFF. */
function inCodePointOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function compareArrays(left: Value[], right: Value[]): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = compareValues(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Field by field in order: the field's type, then its name, then its value. */
function compareDocuments(left: Document, right: Document): number {
  const leftFields = Object.keys(left);
  const rightFields = Object.keys(right);
  for (const [index, field] of leftFields.entries()) {
    const other = rightFields[index];
    if (other === undefined) return 1;
    const difference =
      rankOf(left[field]) - rankOf(right[other]) ||
      compareStrings(field, other) ||
      compareValues(left[field], right[other]);
    if (difference !== 0) return difference;
  }
  return leftFields.length - rightFields.length;
}

function compareBinaries(left: Binary, right: Binary): number {
  const one = bytesOf(left);
  const other = bytesOf(right);
  return one.length - other.length || left.sub_type - right.sub_type || Buffer.compare(one, other);
}

/** The bytes in use; a Binary's buffer may be longer than its content. */
export function bytesOf(value: Binary): Uint8Array {
  return value.buffer.subarray(0, value.position);
}

function compareRegexes(left: BSONRegExp, right: BSONRegExp): number {
  return compareStrings(left.pattern, right.pattern) || compareStrings(left.options, right.options);
}
