import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ConversationLog } from '../../server/conversations/log.ts';
import { type LogCollections, logCollections } from '../../server/conversations/model.ts';
import { openConversation } from '../../server/conversations/open.ts';
import { SideEffects } from '../../server/conversations/side-effects.ts';
import { Sweep } from '../../server/conversations/sweep.ts';
import { systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { ensureIndexes } from '../../server/core/db/indexes.ts';
import { Jobs } from '../../server/core/jobs/jobs.ts';
import { createLog } from '../../server/core/log.ts';
import type { Entry } from '../../shared/entries.ts';
import { assertFolds } from '../support/assert-folds.ts';
import { eventually } from '../support/eventually.ts';
import { startTestStore } from '../support/store.ts';

const quiet = createLog('silent', false);
const HOUR_MS = 3_600_000;
let store: Awaited<ReturnType<typeof startTestStore>>;
let db: Connection;
let collections: LogCollections;
let log: ConversationLog;
let jobs: Jobs;
let sweep: Sweep;
const handled: string[] = [];

beforeAll(async () => {
  store = await startTestStore();
  db = await connectStore(store.url);
  collections = logCollections(db);
  log = new ConversationLog(collections, systemClock);
  jobs = new Jobs(db, systemClock, quiet);
  const effects = new SideEffects(jobs);
  effects.register({
    name: 'note-it',
    wants: (entry: Entry) => entry.kind === 'message',
    run: async ({ conversationId, seq }) => void handled.push(`${conversationId}:${seq}`),
  });
  sweep = new Sweep(db, collections, log, effects, systemClock, quiet);
  await ensureIndexes(db, quiet);
  jobs.start();
});

afterAll(async () => {
  await jobs.stop();
  await db.close();
  await store.close();
});

/** Appends as a node does that dies right after the commit: no projection, no job. */
async function appendAndDie(conversationId: string, text: string): Promise<void> {
  await log.append({
    conversationId,
    clientId: randomUUID(),
    author: { kind: 'contact', id: 'contact' },
    intent: { kind: 'message', text },
    decide: () => ({ kind: 'message', text }),
  });
}

it('brings a conversation up to date and asks for its side effects, once', async () => {
  const { id } = await openConversation(collections.conversations, systemClock, {
    siteId: 'site',
    contactId: 'contact',
    openId: randomUUID(),
  });
  for (const text of ['one', 'two', 'three']) await appendAndDie(id, text);
  expect(await collections.conversations.findOne({ _id: id })).toMatchObject({ lastSeq: 0, handledSeq: 0 });
  expect(await sweep.run(HOUR_MS)).toBe(1);
  expect(await collections.conversations.findOne({ _id: id })).toMatchObject({ lastSeq: 3, handledSeq: 3 });
  await assertFolds(collections);
  await eventually(() => expect(handled.sort()).toEqual([`${id}:1`, `${id}:2`, `${id}:3`]));
  expect(await sweep.run(HOUR_MS)).toBe(0);
  await jobs.idle();
  expect(handled).toHaveLength(3);
  await appendAndDie(id, 'four');
  expect(await sweep.run(HOUR_MS)).toBe(1);
  await eventually(() => expect(handled).toContain(`${id}:4`));
});

it('never turns a document back', async () => {
  const { id } = await openConversation(collections.conversations, systemClock, {
    siteId: 'site',
    contactId: 'other',
    openId: randomUUID(),
  });
  await appendAndDie(id, 'one');
  await sweep.run(HOUR_MS);
  const ahead = { lastSeq: 99 };
  await collections.conversations.updateOne({ _id: id }, { $set: ahead });
  expect(await sweep.run(HOUR_MS)).toBe(0);
  expect(await collections.conversations.findOne({ _id: id })).toMatchObject(ahead);
});
