import { randomUUID } from 'node:crypto';
import type { EntryDocument } from '../../server/conversations/model.ts';
import { guardedWrite } from '../../server/conversations/projection.ts';
import type { TestServer } from './start-server.ts';

/** One in so many is a note. */
const PRIVATE_EVERY = 20;

/**
 * Puts entries at the end of a log as another node would.
 * @returns the last number as visitors count
 */
export async function appendMany(
  { app }: TestServer,
  conversationId: string,
  count: number,
): Promise<number> {
  const { log, collections } = app.conversations;
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
  await collections.entries.insertMany(documents);
  await collections.conversations.bulkWrite([guardedWrite(await log.load(conversationId))]);
  return publicSeq;
}
