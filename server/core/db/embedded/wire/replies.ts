import type { Batch } from '../cursors.ts';
import { encodeDocument } from '../values/codec.ts';
import type { Document } from '../values/document.ts';

const OP_REPLY = 1;
const OP_MSG = 2013;
const AWAIT_CAPABLE = 8;

let lastRequestId = 0;

function writeHeader(message: Buffer, responseTo: number, operation: number): void {
  lastRequestId = (lastRequestId + 1) & 0x7fffffff;
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(lastRequestId, 4);
  message.writeInt32LE(responseTo, 8);
  message.writeInt32LE(operation, 12);
}

/** An answer as OP_MSG. */
export function messageReply(responseTo: number, document: Document): Buffer {
  return opMsg(responseTo, encodeDocument(document));
}

/** An answer to OP_QUERY, as OP_REPLY. */
export function legacyReply(responseTo: number, document: Document): Buffer {
  const body = encodeDocument(document);
  const message = Buffer.alloc(36 + body.length);
  message.writeInt32LE(AWAIT_CAPABLE, 16);
  message.writeInt32LE(1, 32);
  message.set(body, 36);
  writeHeader(message, responseTo, OP_REPLY);
  return message;
}

/** `{cursor: {id, ns, firstBatch | nextBatch}, ok: 1}`, with the documents' bytes put in as they are. */
export function batchReply(responseTo: number, field: 'firstBatch' | 'nextBatch', batch: Batch): Buffer {
  const array = bsonOf(batch.documents.flatMap((raw, index) => [element(0x03, String(index)), raw]));
  const id = Buffer.alloc(8);
  id.writeBigInt64LE(batch.cursorId);
  const cursor = bsonOf([
    element(0x04, field),
    array,
    element(0x12, 'id'),
    id,
    element(0x02, 'ns'),
    bsonText(batch.namespace),
  ]);
  const one = Buffer.alloc(8);
  one.writeDoubleLE(1);
  return opMsg(responseTo, bsonOf([element(0x03, 'cursor'), cursor, element(0x01, 'ok'), one]));
}

function element(type: number, name: string): Buffer {
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(name) + 2);
  bytes[0] = type;
  bytes.write(name, 1);
  bytes[bytes.length - 1] = 0;
  return bytes;
}

function bsonText(text: string): Buffer {
  const bytes = Buffer.alloc(Buffer.byteLength(text) + 5);
  bytes.writeInt32LE(bytes.length - 4, 0);
  bytes.write(text, 4);
  return bytes;
}

function bsonOf(parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  const start = Buffer.allocUnsafe(4);
  start.writeInt32LE(length, 0);
  return Buffer.concat([start, ...parts, Buffer.alloc(1)], length);
}

function opMsg(responseTo: number, body: Buffer): Buffer {
  const message = Buffer.allocUnsafe(21 + body.length);
  writeHeader(message, responseTo, OP_MSG);
  message.fill(0, 16, 21);
  message.set(body, 21);
  return message;
}
