import { unsupported } from '../errors.ts';
import { decodeDocument } from './codec.ts';
import type { Document } from './document.ts';

/** How many bytes a value has that does not say so itself, by BSON's type byte. */
const FIXED = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
]);

let scratch = Buffer.allocUnsafe(1 << 14);

/** Names of top-level fields, ready for `decodeFields`. */
export function fieldNames(names: Iterable<string>): Buffer[] {
  return [...names].map((name) => Buffer.from(name));
}

/**
 * Reads only some top-level fields of a stored document. Most of a scan's time is decoding, and a filter needs
 * few fields.
 */
export function decodeFields(raw: Buffer, names: readonly Buffer[]): Document {
  if (scratch.length < raw.length) scratch = Buffer.allocUnsafe(raw.length * 2);
  let written = 4;
  let position = 4;
  let left = names.length;
  while (raw[position] !== 0 && left > 0) {
    const end = nameEnd(raw, position);
    const next = elementEnd(raw, position, end);
    if (names.some((name) => isNamed(raw, position, end, name))) {
      raw.copy(scratch, written, position, next);
      written += next - position;
      left--;
    }
    position = next;
  }
  scratch[written++] = 0;
  scratch.writeInt32LE(written, 0);
  return decodeDocument(scratch.subarray(0, written));
}

/** Where the name of the element at a position ends. */
export function nameEnd(raw: Buffer, position: number): number {
  let end = position + 1;
  while (end < raw.length && raw[end] !== 0) end++;
  return end;
}

/** Where the element at a position ends, whose name ends at `end`. */
export function elementEnd(raw: Buffer, position: number, end: number): number {
  return end + 1 + valueLength(raw, raw[position] ?? 0, end + 1);
}

/** Whether the element at a position, whose name ends at `end`, has this name. */
export function isNamed(raw: Buffer, position: number, end: number, name: Buffer): boolean {
  const start = position + 1;
  if (name.length !== end - start) return false;
  for (let index = 0; index < name.length; index++) if (name[index] !== raw[start + index]) return false;
  return true;
}

function valueLength(raw: Buffer, type: number, position: number): number {
  const fixed = FIXED.get(type);
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 0x03: // document
    case 0x04: // array
    case 0x0f: // code with scope
      return raw.readInt32LE(position);
    case 0x02: // string
    case 0x0d: // code
    case 0x0e: // symbol
      return 4 + raw.readInt32LE(position);
    case 0x05: // binary
      return 5 + raw.readInt32LE(position);
    case 0x0c: // DBPointer
      return 16 + raw.readInt32LE(position);
    case 0x0b: // pattern, then options
      return raw.indexOf(0, raw.indexOf(0, position) + 1) + 1 - position;
    default:
      throw unsupported(`The BSON type ${type}`);
  }
}
