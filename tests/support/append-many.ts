import { randomUUID } from 'node:crypto';
import type { EntryDocument } from '../../server/conversations/model.ts';
import { guardedWrite } from '../../server/conversations/projection.ts';
import { isDuplicateKey } from '../../server/core/db/duplicate-key.ts';
import type { TestServer } from './start-server.ts';

/** One in so many is a note. */
const PRIVATE_EVERY = 20;

/**
 * Puts entries at the end of a log as another node would.
 * @returns the last number as visitors count
 */
export async function appendMany(server: TestServer, conversationId: string, count: number): Promise<number> {
  const { log, collections } = server.app.conversations;
  const before = await log.load(conversationId);
  let { publicSeq } = before;
  const documents = Array.from({ length: count }, (_, index): EntryDocument => {
    const visibility = index % PRIVATE_EVERY === 0 ? 'private' : 'public';
    if (visibility === 'public') publicSeq++;
    return {
      conversationId,
      seq: before.lastSeq + 1 + index,
      publicSeq,
      clientId: randomUUID(),
      visibility,
      author: { kind: 'agent', id: 'somebody' },
      at: new Date(before.lastAt + index),
      kind: visibility === 'public' ? 'message' : 'note',
      text: `entry ${index}`,
    };
  });
  try {
    await collections.entries.insertMany(documents);
  } catch (error) {
    // The server has just taken the first number for an entry of its own.
    if (isDuplicateKey(error)) return appendMany(server, conversationId, count);
    throw error;
  }
  await collections.conversations.bulkWrite([guardedWrite(await log.load(conversationId))]);
  return publicSeq;
}
