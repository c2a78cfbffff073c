import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OlderPage, VisitorConversation, WatchedConversation } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import { appendMany } from '../support/append-many.ts';
import { type Console, connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { heldOnce } from '../support/held-once.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

/** Entries that a page may read: a page, and as many private ones as lie between. */
const CHEAP_DOCUMENTS = 1_000;

let server: TestServer;
/** Somebody is there: no notice that nobody is comes in between. */
let agent: Console;

beforeAll(async () => {
  server = await startServer();
  agent = await connectConsole(server.url, (await server.signIn()).cookie);
});

afterAll(async () => {
  agent?.close();
  await server?.close();
});

describe('somebody who is ten thousand entries behind', () => {
  let visitor: Visitor;
  let conversationId: string;
  let lastPublic: number;

  beforeAll(async () => {
    visitor = await connectVisitor(server.url, server.site().key);
    ({ conversationId } = await say(visitor, 'first'));
    lastPublic = await appendMany(server, conversationId, 10_000);
  });

  afterAll(() => visitor?.close());

  it('PROTOCOL 29: gets the newest page, and each older one, for the price of a page', async () => {
    const read = watchReads(server);
    const back = await connectVisitor(server.url, server.site().key, {
      token: visitor.token,
      heads: { [conversationId]: 1 },
    });
    const [told] = back.welcome.conversations;
    expect(told?.catchUp).toMatchObject({ kind: 'snapshot', after: 1, hasOlder: true });
    expect(told?.catchUp.entries.at(-1)?.seq).toBe(lastPublic);
    expect(told?.catchUp.entries).toHaveLength(50);
    for (const before of [told?.catchUp.entries[0]?.seq ?? 0, 5_000, 120]) {
      const page = await back.do<OlderPage<PublicEntry>>('conversation:older', { conversationId, before });
      const seqs = page.entries.map(({ seq }) => seq);
      expect(seqs).toEqual(Array.from({ length: 50 }, (_, index) => before - 50 + index));
    }
    const middle = await back.do<VisitorConversation>('conversation:catch-up', {
      conversationId,
      after: lastPublic - 150,
    });
    expect(middle.catchUp).toMatchObject({ kind: 'difference' });
    expect(middle.catchUp.entries).toHaveLength(150);
    for (const { examined, query } of await read.examined()) {
      expect(examined, JSON.stringify(query)).toBeLessThanOrEqual(CHEAP_DOCUMENTS);
    }
    back.close();
  });

  it('PROTOCOL 29: an agent too', async () => {
    const read = watchReads(server);
    const watched = await agent.do<WatchedConversation>('conversation:watch', { conversationId, after: 3 });
    expect(watched.catchUp).toMatchObject({ kind: 'snapshot', after: 3, hasOlder: true });
    const page = await agent.do<OlderPage<Entry>>('conversation:older', { conversationId, before: 4_000 });
    expect(page.entries.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 50 }, (_, index) => 3_950 + index),
    );
    for (const { examined, query } of await read.examined()) {
      expect(examined, JSON.stringify(query)).toBeLessThanOrEqual(CHEAP_DOCUMENTS);
    }
  });
});

it('a console that goes away from a conversation and back is in it, however long each takes to look up', async () => {
  const visitor = await connectVisitor(server.url, server.site().key);
  const { conversationId } = await say(visitor, 'first');
  await agent.do('conversation:watch', { conversationId });
  const slow = heldOnce(server.app.conversations, 'visible');
  const gone = agent.do('conversation:unwatch', { conversationId });
  const back = agent.do('conversation:watch', { conversationId });
  await eventually(() => slow.isAnswered);
  // Whatever is not held up is done by the time that a later question is answered.
  await agent.do('conversations:counts', null);
  slow.letGo();
  await Promise.all([gone, back]);
  await say(visitor, 'second', { conversationId });
  await eventually(() =>
    expect(agent.told<Entry>('entry')).toContainEqual(expect.objectContaining({ text: 'second' })),
  );
  visitor.close();
});

/** Remembers every search of entries from now on, to ask the store what it costs. */
function watchReads({ app }: TestServer) {
  const { entries } = app.conversations.collections;
  const real = entries.find.bind(entries);
  const cursors: ReturnType<typeof real>[] = [];
  const queries: unknown[] = [];
  entries.find = ((filter: object) => {
    const cursor = real(filter);
    cursors.push(cursor);
    queries.push(filter);
    return cursor;
  }) as typeof entries.find;
  return {
    async examined(): Promise<{ query: unknown; examined: number }[]> {
      entries.find = real as typeof entries.find;
      const stats = await Promise.all(cursors.map((cursor) => cursor.clone().explain('executionStats')));
      return stats.map((each, index) => ({
        query: queries[index],
        examined: (each as { executionStats: { totalDocsExamined: number } }).executionStats
          .totalDocsExamined,
      }));
    },
  };
}
