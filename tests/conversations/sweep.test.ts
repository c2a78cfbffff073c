import { randomUUID } from 'node:crypto';
import { type Connection, mongo as driver } from 'mongoose';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type AppendedEntry, ConversationLog } from '../../server/conversations/log.ts';
import { type LogCollections, logCollections } from '../../server/conversations/model.ts';
import { openConversation } from '../../server/conversations/open.ts';
import { SideEffects } from '../../server/conversations/side-effects.ts';
import { Sweep } from '../../server/conversations/sweep.ts';
import { systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { ensureIndexes } from '../../server/core/db/indexes.ts';
import { Jobs } from '../../server/core/jobs/jobs.ts';
import { createLog } from '../../server/core/log.ts';
import type { Conversation } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import { assertFolds } from '../support/assert-folds.ts';
import { eventually } from '../support/eventually.ts';
import { SetClock } from '../support/set-clock.ts';
import { startTestStore } from '../support/store.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const quiet = createLog('silent', false);
const HOUR_MS = 3_600_000;
let store: Awaited<ReturnType<typeof startTestStore>>;
let db: Connection;
let collections: LogCollections;
let log: ConversationLog;
let jobs: Jobs;
let effects: SideEffects;
let sweep: Sweep;
const handled: string[] = [];
const clock = new SetClock();
/** Entries that somebody asked about without knowing the fold: the sweep. */
const asked: string[] = [];
/** The newest entry of each conversation that the search was told of. */
const told = new Map<string, number>();

beforeAll(async () => {
  store = await startTestStore();
  db = await connectStore(store.url);
  collections = logCollections(db);
  log = new ConversationLog(collections, systemClock);
  jobs = new Jobs(db, systemClock, quiet);
  effects = new SideEffects(jobs, collections);
  effects.register({
    name: 'note-it',
    wants(entry: Entry, conversation: Conversation | null) {
      if (conversation === null) asked.push(`${entry.conversationId}:${entry.seq}`);
      return entry.kind === 'message';
    },
    run: async ({ conversationId, seq }) => void handled.push(`${conversationId}:${seq}`),
  });
  const catchUp = async (newest: ReadonlyMap<string, number>) => {
    for (const [id, seq] of newest) told.set(id, seq);
  };
  sweep = new Sweep({ db, clock, log: quiet }, collections, log, effects, { catchUp });
  await ensureIndexes(db, quiet);
  jobs.start();
});

afterAll(async () => {
  await jobs.stop();
  await db.close();
  await store.close();
});

/** Appends as a node does that dies right after the commit: no projection, no job. */
async function appendAndDie(conversationId: string, text: string): Promise<AppendedEntry> {
  return log.append({
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
  expect(told.get(id)).toBe(4);
});

it('reads what was made before all that it looks through', async () => {
  const id = await open('long ago');
  for (const text of ['one', 'two', 'three']) await appendAndDie(id, text);
  const { _id, ...first } =
    (await collections.entries.findOne({ conversationId: id, seq: 1 })) ?? expect.fail();
  const longAgo = driver.ObjectId.createFromTime(_id.getTimestamp().getTime() / 1_000 - 5 * 3_600);
  await collections.entries.deleteOne({ _id });
  await collections.entries.insertOne({ ...first, _id: longAgo });
  await sweep.run(HOUR_MS);
  await sweep.run(HOUR_MS);
  expect(await collections.conversations.findOne({ _id: id })).toMatchObject({ lastSeq: 3, handledSeq: 3 });
  await assertFolds(collections);
  await eventually(() => expect(handled).toContain(`${id}:1`));
});

it('lets a start go on where it takes long, and is taken up to its end', async () => {
  const turned = new TurnedClock();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const other = await connectStore(store.url);
  onTestFinished(() => other.close());
  const slow = new Sweep({ db: other, clock: turned, log: quiet }, collections, log, effects, {
    catchUp: () => held,
  });
  const id = await open('patient');
  await appendAndDie(id, 'one');
  let started = false;
  const starting = slow.start().then(() => {
    started = true;
  });
  await eventually(async () =>
    expect(await collections.conversations.findOne({ _id: id })).toMatchObject({ lastSeq: 1 }),
  );
  expect(started).toBe(false);
  turned.turn(1_000);
  await starting;
  const stopping = slow.stop();
  release();
  await stopping;
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

it('passes over nothing after a sweep by a node whose clock was hours ahead', async () => {
  const id = await open('ahead');
  clock.offsetMs = 3 * HOUR_MS;
  await sweep.run(HOUR_MS);
  clock.offsetMs = 0;
  await appendAndDie(id, 'left behind');
  expect(await sweep.run(HOUR_MS)).toBe(1);
  expect(await collections.conversations.findOne({ _id: id })).toMatchObject({ lastSeq: 1 });
});

async function open(contactId: string): Promise<string> {
  const opening = { siteId: 'site', contactId, openId: randomUUID() };
  return (await openConversation(collections.conversations, systemClock, opening)).id;
}

/** Appends as a node does that lives: it asks for the side effects itself. */
async function append(conversationId: string): Promise<void> {
  const { entry, conversation } = await appendAndDie(conversationId, 'said');
  await effects.request(entry, conversation);
}

it('does not ask again for what the node has asked for', async () => {
  const id = await open('lively');
  for (let count = 0; count < 3; count++) await append(id);
  asked.length = 0;
  await sweep.run(HOUR_MS);
  expect(asked).toEqual([]);
  expect(await collections.conversations.findOne({ _id: id })).toMatchObject({ handledSeq: 3 });
});

it('takes up an entry that was left behind between others, and what comes after it', async () => {
  const id = await open('torn');
  await append(id);
  await appendAndDie(id, 'left behind');
  await append(id);
  asked.length = 0;
  await sweep.run(HOUR_MS);
  expect(asked).toEqual([`${id}:2`, `${id}:3`]);
  expect(await collections.conversations.findOne({ _id: id })).toMatchObject({ handledSeq: 3 });
  await eventually(() => expect(handled.filter((each) => each.startsWith(id)).sort()).toHaveLength(3));
});

it('leaves the mark where another node has left an entry behind before this one began', async () => {
  const id = await open('inherited');
  await appendAndDie(id, 'left behind');
  await append(id);
  await effects.writeHandled();
  expect(await collections.conversations.findOne({ _id: id })).toMatchObject({ handledSeq: 0 });
  await sweep.run(HOUR_MS);
  await eventually(() => expect(handled).toContain(`${id}:1`));
});
