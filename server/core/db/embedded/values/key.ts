import { createHash } from 'node:crypto';
import { Binary, BSONRegExp, ObjectId, Timestamp } from 'bson';
import { bytesOf } from './compare.ts';
import { type Document, isDocument, type Value } from './document.ts';
import { numberOf, Rank, rankOf } from './rank.ts';

/** Stands in keys for an array without elements, which sorts before null. */
export const EMPTY_ARRAY = Symbol('empty array');
export type KeyPart = Value | typeof EMPTY_ARRAY;

/**
 * Values longer than this in a key, in bytes, are cut and end in a hash: LMDB's keys may have 1,978 bytes. Such a
 * key still tells equal from different, but no longer how two that begin alike are ordered.
 */
export const LONGEST_KEY_VALUE = 256;
/** The largest byte there is in a key's first place behind a value: `[key, key + AFTER)` is all that begins so. */
export const AFTER = 0xff;

/**
 * Writes values as bytes whose order is BSON's order of the values, so that LMDB's sorted keys are an index.
 * No value's bytes begin with another's, so several can stand in one key.
 */
export class KeyWriter {
  /** Whether a value of the key begun last had to be cut. */
  truncated = false;
  #buffer = Buffer.allocUnsafe(1 << 14);
  #length = 0;

  begin(prefix: Uint8Array): void {
    this.#length = 0;
    this.truncated = false;
    this.bytes(prefix);
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * @param direction negative where the index descends: every byte is turned round
   * @param longest cut the value to so many bytes and a hash where it is longer
   */
  value(value: KeyPart, direction: number, longest: number): void {
    const start = this.#length;
    if (value === EMPTY_ARRAY) this.#byte(Rank.emptyArray);
    else this.#value(value);
    if (this.#length - start > longest) this.#cut(start, longest);
    if (direction < 0) this.#invert(start);
  }

  finish(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  #cut(start: number, longest: number): void {
    const hash = createHash('sha256').update(this.#buffer.subarray(start, this.#length)).digest();
    this.#length = start + longest;
    this.bytes(hash);
    this.truncated = true;
  }

  #invert(start: number): void {
    for (let index = start; index < this.#length; index++) {
      this.#buffer[index] = (this.#buffer[index] ?? 0) ^ 0xff;
    }
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = byte;
  }

  #value(value: Value): void {
    const rank = rankOf(value);
    this.#byte(rank);
    if (value instanceof Date) this.#date(value.getTime());
    else if (value instanceof ObjectId) this.bytes(value.id);
    else if (Array.isArray(value)) this.#array(value);
    else if (value instanceof Binary) this.#binary(value);
    else if (value instanceof Timestamp) this.#timestamp(value);
    else if (value instanceof BSONRegExp) this.#regex(value);
    else if (isDocument(value)) this.#document(value);
    else if (rank === Rank.number) this.#number(numberOf(value));
    else if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'boolean') this.#byte(value ? 1 : 0);
    // The others have one value each, which their type says already.
  }

  /** IEEE 754, its sign turned so that bytes compare as numbers do; NaN before all. */
  #number(number: number): void {
    this.#reserve(8);
    if (Number.isNaN(number)) {
      this.#buffer.fill(0, this.#length, this.#length + 8);
    } else {
      const first = this.#length;
      // Minus zero is zero to MongoDB but has other bits.
      this.#buffer.writeDoubleBE(number === 0 ? 0 : number, first);
      const sign = this.#buffer[first] ?? 0;
      if (sign & 0x80) for (let index = first; index < first + 8; index++) this.#turn(index);
      else this.#buffer[first] = sign | 0x80;
    }
    this.#length += 8;
  }

  #turn(index: number): void {
    this.#buffer[index] = (this.#buffer[index] ?? 0) ^ 0xff;
  }

  #date(milliseconds: number): void {
    this.#reserve(8);
    const high = (Math.floor(milliseconds / 2 ** 32) ^ 0x80000000) >>> 0;
    this.#buffer.writeUInt32BE(high, this.#length);
    this.#buffer.writeUInt32BE(milliseconds >>> 0, this.#length + 4);
    this.#length += 8;
  }

  /** UTF-8 ended by a zero byte; a zero byte within is followed by 0xff so that it is not the end. */
  #text(text: string): void {
    this.#reserve(text.length * 3 + 1);
    const start = this.#length;
    this.#length += this.#buffer.write(text, start, 'utf8');
    if (text.includes('\0')) {
      const written = Buffer.from(this.#buffer.subarray(start, this.#length));
      this.#length = start;
      this.#reserve(written.length * 2 + 1);
      for (const byte of written) {
        this.#byte(byte);
        if (byte === 0) this.#byte(0xff);
      }
    }
    this.#byte(0);
  }

  #array(values: Value[]): void {
    for (const value of values) this.#value(value);
    this.#byte(0);
  }

  #document(document: Document): void {
    for (const field of Object.keys(document)) {
      const value = document[field];
      this.#byte(rankOf(value));
      this.#text(field);
      this.#value(value);
    }
    this.#byte(0);
  }

  #binary(value: Binary): void {
    const bytes = bytesOf(value);
    this.#reserve(5);
    this.#buffer.writeUInt32BE(bytes.length, this.#length);
    this.#buffer[this.#length + 4] = value.sub_type;
    this.#length += 5;
    this.bytes(bytes);
  }

  #timestamp(value: Timestamp): void {
    this.#reserve(8);
    this.#buffer.writeUInt32BE(value.t, this.#length);
    this.#buffer.writeUInt32BE(value.i, this.#length + 4);
    this.#length += 8;
  }

  #regex(value: BSONRegExp): void {
    this.#text(value.pattern);
    this.#text(value.options);
  }
}

const writer = new KeyWriter();
const NOTHING = new Uint8Array(0);

/** Values as one key, none of them cut: for sorting and grouping in memory. */
export function sortKey(values: readonly KeyPart[], directions: readonly number[]): Buffer {
  writer.begin(NOTHING);
  for (const [index, value] of values.entries()) writer.value(value, directions[index] ?? 1, Infinity);
  return writer.finish();
}

/** A text that is the same for equal values and different for different ones. */
export function identityOf(value: Value): string {
  if (typeof value === 'string') return `s${value}`;
  return sortKey([value], [1]).toString('latin1');
}
