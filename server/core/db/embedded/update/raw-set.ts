import { elementEnd, isNamed, nameEnd } from '../values/partial.ts';

/** An element of a document, in the bytes of the document it stands in. */
interface Element {
  name: Buffer;
  /** With its type and its name. */
  bytes: Buffer;
}

/** A `$set` of whole fields, ready for documents in bytes. */
export interface RawSet {
  /** In the order in which they were given. */
  elements: readonly Element[];
  /** The same in the order in which MongoDB adds those that are new. */
  byName: readonly Element[];
}

/** A document after a change, and which of its fields are not what they were. */
export interface Changed {
  bytes: Buffer;
  fields: Set<string>;
}

const DOCUMENT = 0x03;
const DOT = 0x2e;
const DOLLAR = 0x24;
const SET = Buffer.from('$set');
const ID = Buffer.from('_id');
/** More fields than a fold has: looking for each among all the others would take long. */
const MOST_ELEMENTS = 64;

/**
 * Makes an update ready that is nothing but a `$set` of whole fields. A fold that is written again and again is of
 * this kind: reading every value of it and of the document, only to write them again, takes most of its time.
 * @param update the update's own bytes
 * @returns undefined for any other update, also for one that has to be refused
 */
export function readRawSet(update: Buffer): RawSet | undefined {
  const end = nameEnd(update, 4);
  if (update[4] !== DOCUMENT || !isNamed(update, 4, end, SET)) return undefined;
  const behind = elementEnd(update, 4, end);
  if (update[behind] !== 0 || behind + 1 !== update.length) return undefined;
  const elements = readElements(update.subarray(end + 1, behind));
  if (elements === undefined) return undefined;
  return { elements, byName: [...elements].sort((one, other) => Buffer.compare(one.name, other.name)) };
}

function readElements(fields: Buffer): Element[] | undefined {
  const elements: Element[] = [];
  for (let position = 4; fields[position] !== 0; ) {
    const end = nameEnd(fields, position);
    const next = elementEnd(fields, position, end);
    if (next >= fields.length || elements.length === MOST_ELEMENTS) return undefined;
    const name = fields.subarray(position + 1, end);
    if (!isPlainName(name) || elements.some((other) => other.name.equals(name))) return undefined;
    elements.push({ name, bytes: fields.subarray(position, next) });
    position = next;
  }
  return elements.length === 0 ? undefined : elements;
}

/** A name that means the field itself, and not a way into it. */
function isPlainName(name: Buffer): boolean {
  return name.length > 0 && name[0] !== DOLLAR && !name.includes(DOT) && !name.equals(ID);
}

/**
 * Sets the fields in a document's bytes.
 * @returns undefined where all of them were as they should be
 */
export function applyRawSet({ elements, byName }: RawSet, raw: Buffer): Changed | undefined {
  const pieces: Buffer[] = [raw.subarray(0, 4)];
  const fields = new Set<string>();
  const met = new Set<Element>();
  let kept = 4;
  let expected = 0;
  let position = 4;
  while (raw[position] !== 0) {
    const end = nameEnd(raw, position);
    const next = elementEnd(raw, position, end);
    const place = find(elements, expected, raw, position, end);
    const element = place < 0 ? undefined : elements[place];
    if (element !== undefined) {
      expected = place + 1;
      met.add(element);
      const { bytes } = element;
      if (bytes.length !== next - position || bytes.compare(raw, position, next) !== 0) {
        pieces.push(raw.subarray(kept, position), bytes);
        kept = next;
        fields.add(element.name.toString());
      }
    }
    position = next;
  }
  pieces.push(raw.subarray(kept, position));
  if (met.size < elements.length) {
    for (const element of byName) {
      if (met.has(element)) continue;
      pieces.push(element.bytes);
      fields.add(element.name.toString());
    }
  }
  if (fields.size === 0) return undefined;
  pieces.push(raw.subarray(position, position + 1));
  const bytes = Buffer.concat(pieces);
  bytes.writeInt32LE(bytes.length, 0);
  return { bytes, fields };
}

/** Which of the elements has the name that stands at a position; the expected one is looked at first. */
function find(
  elements: readonly Element[],
  expected: number,
  raw: Buffer,
  position: number,
  end: number,
): number {
  const next = elements[expected];
  if (next !== undefined && isNamed(raw, position, end, next.name)) return expected;
  for (let place = 0; place < elements.length; place++) {
    const element = elements[place];
    if (element !== undefined && isNamed(raw, position, end, element.name)) return place;
  }
  return -1;
}
