import { decodeDocument } from '../values/codec.ts';
import { type Document, isDocument } from '../values/document.ts';
import { MalformedMessage } from './frames.ts';
import { splitList } from './lists.ts';

/** A command as a message brought it. */
export interface Message {
  requestId: number;
  body: Document;
  sequences: Map<string, Buffer[]>;
  /** How it wants to be answered; `none` for unacknowledged writes. */
  answer: 'message' | 'legacy' | 'none';
}

const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** Flags that a server must understand or refuse. */
const REQUIRED_FLAGS = 0xffff;
const CHECKSUM_BYTES = 4;
const SMALLEST_DOCUMENT = 5;

/**
 * Reads a message: OP_MSG, or OP_QUERY with which drivers begin.
 * @throws MalformedMessage for anything else
 */
export function readMessage(frame: Buffer): Message {
  const operation = frame.readInt32LE(12);
  try {
    if (operation === OP_MSG) return readOpMsg(frame);
    if (operation === OP_QUERY) return readOpQuery(frame);
  } catch (error) {
    throw new MalformedMessage(String(error));
  }
  throw new MalformedMessage(`operation ${operation}`);
}

function readOpMsg(frame: Buffer): Message {
  const flags = frame.readUInt32LE(16);
  if (flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME))
    throw new MalformedMessage(`flags ${flags}`);
  const end = frame.length - (flags & CHECKSUM_PRESENT ? CHECKSUM_BYTES : 0);
  const sequences = new Map<string, Buffer[]>();
  let body: Document | undefined;
  let position = 20;
  while (position < end) {
    const kind = frame.readUInt8(position);
    const size = frame.readInt32LE(position + 1);
    const section = slice(frame, position + 1, size, end);
    if (kind === 0 && body === undefined) body = readBody(section, sequences);
    else if (kind === 1) readSequence(section, sequences);
    else throw new MalformedMessage(`section ${kind}`);
    position += 1 + size;
  }
  if (body === undefined) throw new MalformedMessage('no body');
  return {
    requestId: frame.readInt32LE(4),
    body,
    sequences,
    answer: flags & MORE_TO_COME ? 'none' : 'message',
  };
}

/** Reads a command but for the documents it writes, which are left in bytes. */
function readBody(section: Buffer, sequences: Map<string, Buffer[]>): Document {
  const split = splitList(section);
  if (split === undefined) return decodeDocument(section);
  sequences.set(split.name, split.list);
  return decodeDocument(split.rest);
}

function slice(frame: Buffer, start: number, size: number, end: number): Buffer {
  if (size < SMALLEST_DOCUMENT || start + size > end) throw new MalformedMessage(`size ${size}`);
  return frame.subarray(start, start + size);
}

function readSequence(section: Buffer, sequences: Map<string, Buffer[]>): void {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new MalformedMessage('a sequence without a name');
  const documents: Buffer[] = [];
  let position = nameEnd + 1;
  while (position < section.length) {
    const document = slice(section, position, section.readInt32LE(position), section.length);
    if (document.at(-1) !== 0) throw new MalformedMessage('a document without an end');
    documents.push(document);
    position += document.length;
  }
  sequences.set(section.toString('utf8', 4, nameEnd), documents);
}

/** Drivers greet with OP_QUERY on `admin.$cmd` before they know that OP_MSG is understood. */
function readOpQuery(frame: Buffer): Message {
  const nameEnd = frame.indexOf(0, 20);
  if (nameEnd < 0) throw new MalformedMessage('a query without a name');
  const start = nameEnd + 9;
  const query = decodeDocument(slice(frame, start, frame.readInt32LE(start), frame.length));
  const body = isDocument(query.$query) ? query.$query : query;
  return {
    requestId: frame.readInt32LE(4),
    body: { ...body, $db: 'admin' },
    sequences: new Map(),
    answer: 'legacy',
  };
}
