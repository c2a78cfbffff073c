import { deserialize, serialize } from 'bson';
import type { Document } from './document.ts';

/** UTF-8 is not checked (a stored document must stay readable); patterns keep MongoDB's own options. */
const READING = { validation: { utf8: false as const }, bsonRegExp: true };

/** Reads a BSON document. @throws BSONError where the bytes are no BSON */
export function decodeDocument(bytes: Uint8Array): Document {
  return deserialize(bytes, READING) as Document;
}

/** Writes a document as BSON, leaving out what is missing. */
export function encodeDocument(document: Document): Buffer {
  const bytes = serialize(document, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
