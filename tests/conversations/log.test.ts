import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppendedEntry, ConversationLog } from '../../server/conversations/log.ts';
import { type LogCollections, logCollections } from '../../server/conversations/model.ts';
import { openConversation } from '../../server/conversations/open.ts';
import { guardedWrite } from '../../server/conversations/projection.ts';
import { systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { ensureIndexes } from '../../server/core/db/indexes.ts';
import { createLog } from '../../server/core/log.ts';
import { Refused } from '../../server/core/refused.ts';
import { publicView } from '../../shared/apply-entry.ts';
import type { EntryBody } from '../../shared/entries.ts';
import { assertFolds } from '../support/assert-folds.ts';
import { startTestStore } from '../support/store.ts';

const quiet = createLog('silent', false);
let store: Awaited<ReturnType<typeof startTestStore>>;
let nodes: { collections: LogCollections; log: ConversationLog; close(): Promise<void> }[];

async function node() {
  const db = await connectStore(store.url);
  const collections = logCollections(db);
  await ensureIndexes(db, quiet);
  return { collections, log: new ConversationLog(collections, systemClock), close: () => db.close() };
}

beforeAll(async () => {
  store = await startTestStore();
  nodes = [await node(), await node()];
});

afterAll(async () => {
  const { collections, log } = first();
  for (const document of await collections.conversations.find({}).toArray()) {
    await collections.conversations.bulkWrite([guardedWrite(await log.load(document._id))]);
  }
  expect(await assertFolds(collections)).toBeGreaterThan(0);
  for (const each of nodes) await each.close();
  await store.close();
});

function first() {
  const [node] = nodes;
  if (node === undefined) throw new Error('no node');
  return node;
}

async function open() {
  const opening = { siteId: 'site', contactId: randomUUID(), openId: randomUUID() };
  return openConversation(first().collections.conversations, systemClock, opening);
}

function say(log: ConversationLog, conversationId: string, text: string, clientId: string = randomUUID()) {
  return log.append({
    conversationId,
    clientId,
    author: { kind: 'contact', id: 'contact' },
    intent: { kind: 'message', text },
    decide: () => ({ kind: 'message', text }),
  });
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  );
}

describe('append', () => {
  it('numbers entries from 1 and counts the public ones for the visitor', async () => {
    const { id } = await open();
    const { log } = first();
    await say(log, id, 'one');
    const note = await log.append({
      conversationId: id,
      clientId: randomUUID(),
      author: { kind: 'agent', id: 'agent' },
      intent: { kind: 'note', text: 'between us' },
      decide: () => ({ kind: 'note', text: 'between us' }),
    });
    const two = await say(log, id, 'two');
    expect(note.entry).toMatchObject({ seq: 2, publicSeq: 1, visibility: 'private' });
    expect(two.entry).toMatchObject({ seq: 3, publicSeq: 2, visibility: 'public' });
  });

  it('answers a repetition with the first entry, from this node or another', async () => {
    const { id } = await open();
    const clientId = randomUUID();
    const answers: AppendedEntry[] = [];
    for (const { log } of [...nodes, ...nodes]) answers.push(await say(log, id, 'once', clientId));
    expect(answers.map((answer) => answer.entry.seq)).toEqual([1, 1, 1, 1]);
    expect(answers.map((answer) => answer.repeated)).toEqual([false, true, true, true]);
  });

  it('refuses a client id that comes back with another body or author', async () => {
    const { id } = await open();
    const { log } = first();
    const clientId = randomUUID();
    await say(log, id, 'this', clientId);
    expect(await codeOf(say(log, id, 'that', clientId))).toBe('client_id_reused');
    const stranger = log.append({
      conversationId: id,
      clientId,
      author: { kind: 'agent', id: 'agent' },
      intent: { kind: 'message', text: 'this' },
      decide: () => ({ kind: 'message', text: 'this' }),
    });
    expect(await codeOf(stranger)).toBe('client_id_reused');
  });

  it('does not refuse the repetition of what has made itself impossible', async () => {
    const { id } = await open();
    const clientId = randomUUID();
    const resolve = (log: ConversationLog) =>
      log.append({
        conversationId: id,
        clientId,
        author: { kind: 'agent', id: 'agent' },
        intent: { kind: 'resolved' },
        decide(conversation): EntryBody {
          if (conversation.status === 'resolved') throw new Refused('already_resolved');
          return { kind: 'resolved', ticketStatus: 'solved' };
        },
      });
    const answers = [await resolve(first().log), await resolve(first().log)];
    for (const { log } of nodes) answers.push(await resolve(log));
    expect(answers.map((answer) => answer.entry.seq)).toEqual([1, 1, 1, 1]);
  });

  it('says not_found for a conversation that does not exist', async () => {
    expect(await codeOf(say(first().log, 'a-conversation-nobody-opened', 'hello'))).toBe('not_found');
  });
});

describe('64 appenders at once over two connections', () => {
  it('make no hole and no double, and none decides on stale state', async () => {
    const { id } = await open();
    const attempts = Array.from({ length: 64 }, (_, index) => {
      const { log } = nodes[index % nodes.length] ?? first();
      const clientId = randomUUID();
      // What it decided on stands in the text: the committed log tells whether that was true.
      const attempt = (): Promise<AppendedEntry> =>
        log
          .append({
            conversationId: id,
            clientId,
            author: { kind: 'contact', id: 'contact' },
            intent: { kind: 'message' },
            decide: (conversation) => ({ kind: 'message', text: `after ${conversation.lastSeq}` }),
          })
          .catch((error: unknown) => {
            if (error instanceof Refused && error.code === 'busy') return attempt(); // as a sender does
            throw error;
          });
      return attempt();
    });
    const seqs = (await Promise.all(attempts)).map((answer) => answer.entry.seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
    const stored = await first().collections.entries.find({ conversationId: id }).sort({ seq: 1 }).toArray();
    expect(stored.map((entry) => entry.kind === 'message' && entry.text)).toEqual(
      seqs.map((seq) => `after ${seq - 1}`),
    );
  });

  it('let exactly one claim a conversation', async () => {
    const { id } = await open();
    const claims = await Promise.all(
      Array.from({ length: 64 }, (_, index) => {
        const { log } = nodes[index % nodes.length] ?? first();
        const agentId = `agent-${index}`;
        return codeOf(
          log.append({
            conversationId: id,
            clientId: randomUUID(),
            author: { kind: 'agent', id: agentId },
            intent: { kind: 'assigned', assigneeId: agentId },
            decide(conversation): EntryBody {
              if (conversation.assigneeId !== null) throw new Refused('already_assigned');
              return { kind: 'assigned', assigneeId: agentId };
            },
          }),
        );
      }),
    );
    expect(claims.filter((code) => code === 'no refusal')).toHaveLength(1);
    expect(claims.filter((code) => code === 'already_assigned')).toHaveLength(63);
  });

  it('open one conversation for one openId', async () => {
    const opening = { siteId: 'site', contactId: randomUUID(), openId: randomUUID() };
    const opened = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        openConversation((nodes[index % 2] ?? first()).collections.conversations, systemClock, opening),
      ),
    );
    expect(new Set(opened.map((conversation) => conversation.id)).size).toBe(1);
  });
});

describe('any history', () => {
  const body = fc.oneof<fc.Arbitrary<{ by: 'contact' | 'agent'; body: EntryBody }>[]>(
    fc.record({
      by: fc.constantFrom('contact', 'agent'),
      body: fc.record({ kind: fc.constant('message'), text: fc.string({ minLength: 1 }) }),
    }),
    fc.record({
      by: fc.constant('agent'),
      body: fc.record({ kind: fc.constant('note'), text: fc.string({ minLength: 1 }) }),
    }),
    fc.record({
      by: fc.constant('agent'),
      body: fc.record({ kind: fc.constant('assigned'), assigneeId: fc.constantFrom('a', 'b', null) }),
    }),
    fc.record({
      by: fc.constant('agent'),
      body: fc.record({ kind: fc.constant('resolved'), ticketStatus: fc.constantFrom('solved', 'closed') }),
    }),
    fc.record({
      by: fc.constant('agent'),
      body: fc.record({ kind: fc.constant('reopened'), ticketStatus: fc.constantFrom('open', 'pending') }),
    }),
    fc.record({
      by: fc.constant('agent'),
      body: fc.record({ kind: fc.constant('ticket_changed'), priority: fc.constantFrom('low', 'urgent') }),
    }),
    fc.record({ by: fc.constant('contact'), body: fc.constant({ kind: 'away_told' }) }),
  );

  it('folds to the same on every node, for agents and for the visitor', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(body, { maxLength: 12 }), async (history) => {
        const { id } = await open();
        for (const [index, step] of history.entries()) {
          const { log } = nodes[index % nodes.length] ?? first();
          await log.append({
            conversationId: id,
            clientId: randomUUID(),
            author: { kind: step.by, id: step.by },
            intent: { kind: step.body.kind },
            decide: () => step.body,
          });
        }
        const states = await Promise.all(nodes.map(({ log }) => log.load(id)));
        expect(states[0]).toEqual(states[1]);
        expect(states[0]?.lastSeq).toBe(history.length);
        expect(states[0] && publicView(states[0]).lastSeq).toBe(states[0]?.publicSeq);
      }),
      { numRuns: 25 },
    );
  });
});
