import { elementEnd, isNamed, nameEnd } from '../values/partial.ts';

const ARRAY = 0x04;
const DOCUMENT = 0x03;
/** The list that each write has, by the name of the command. */
const LISTS = new Map([
  ['insert', Buffer.from('documents')],
  ['update', Buffer.from('updates')],
  ['delete', Buffer.from('deletes')],
]);

/** A command's body without its list. */
interface Split {
  name: string;
  rest: Buffer;
  list: Buffer[];
}

/**
 * Takes the list of documents out of a write's body, as if it had come in a section of its own: only then can each
 * be stored without being read and written again.
 * @returns undefined where there is no such list, or it holds anything but documents
 */
export function splitList(body: Buffer): Split | undefined {
  const wanted = LISTS.get(body.toString('latin1', 5, nameEnd(body, 4)));
  if (wanted === undefined) return undefined;
  for (let position = 4; body[position] !== 0; ) {
    const end = nameEnd(body, position);
    const next = elementEnd(body, position, end);
    if (next >= body.length) return undefined;
    if (isNamed(body, position, end, wanted)) {
      const list = body[position] === ARRAY ? documentsOf(body.subarray(end + 1, next)) : undefined;
      return list && { name: wanted.toString(), rest: without(body, position, next), list };
    }
    position = next;
  }
  return undefined;
}

function documentsOf(array: Buffer): Buffer[] | undefined {
  const documents: Buffer[] = [];
  for (let position = 4; array[position] !== 0; ) {
    if (array[position] !== DOCUMENT) return undefined;
    const end = nameEnd(array, position);
    const next = elementEnd(array, position, end);
    if (next >= array.length || array[next - 1] !== 0) return undefined;
    documents.push(array.subarray(end + 1, next));
    position = next;
  }
  return documents.length === 0 ? undefined : documents;
}

function without(body: Buffer, start: number, end: number): Buffer {
  const rest = Buffer.concat([body.subarray(0, start), body.subarray(end)]);
  rest.writeInt32LE(rest.length, 0);
  return rest;
}
