import type { Connection, mongo } from 'mongoose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { migrate } from '../../server/core/db/migrations/migrate.ts';
import type { Migration, StepProgress } from '../../server/core/db/migrations/migration.ts';
import { RELEASE } from '../../server/core/db/migrations/steps.ts';
import { newId } from '../../server/core/ids.ts';
import { createLog } from '../../server/core/log.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { startServer } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';
import { TurnedClock } from '../support/turned-clock.ts';

/** Of a node that dies: short, so that nobody waits. */
const leaseMs = 300;
const log = createLog('silent', false);
let store: TestStore;
let closing: Connection[] = [];

beforeEach(async () => {
  store = await startTestStore();
});
afterEach(async () => {
  for (const db of closing) await db.close();
  closing = [];
  await store.close();
});

async function connected(): Promise<Connection> {
  const db = await connectStore(store.url);
  closing.push(db);
  return db;
}

/** What a node does with its store when it starts. */
async function boot(
  migrations: readonly Migration[],
  { clock = systemClock, ...lease }: { clock?: Clock; leaseMs?: number } = {},
): Promise<void> {
  await migrate({ db: await connected(), clock, log }, { migrations, ...lease });
}

const expansion = (name: string, run: Migration['run']): Migration => ({ name, kind: 'expand', run });
const tally = (db: mongo.Db) => db.collection<{ _id: string; count: number }>('tally');
const count = (name: string) =>
  expansion(name, async (db) => {
    await tally(db).updateOne({ _id: name }, { $inc: { count: 1 } }, { upsert: true });
  });
const tallies = async () =>
  tally((await connected()).db as mongo.Db)
    .find()
    .sort({ _id: 1 })
    .toArray();

/** Three batches, each written once; `between` is called before the second. */
const inBatches = (between: () => Promise<void>) =>
  expansion('batches', async (db, progress: StepProgress) => {
    for (let batch = Number(progress.position ?? 0) + 1; batch <= 3; batch++) {
      if (batch === 2) await between();
      await tally(db).updateOne({ _id: `batch-${batch}` }, { $inc: { count: 1 } }, { upsert: true });
      await progress.keep(String(batch));
    }
  });

it('nodes that start at once do each step once, in order, and all wait until it is done', async () => {
  const steps = [count('first'), count('second')];
  await Promise.all([1, 2, 3, 4].map(() => boot(steps)));
  await boot(steps);
  expect(await tallies()).toEqual([
    { _id: 'first', count: 1 },
    { _id: 'second', count: 1 },
  ]);
});

it('a step goes on where a node that died had left it, and one that wakes up keeps nothing more', async () => {
  let wake: () => void = () => undefined;
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const fell = new Promise<void>((resolve) => {
    // A clock that stands: nobody renews the lease.
    const sleeper = boot([inBatches(() => asleep.then(resolve))], { clock: new TurnedClock(), leaseMs });
    closing.push({ close: () => sleeper } as unknown as Connection);
  });
  const db = await connected();
  const record = () => db.collection<{ _id: string }>('migrations').findOne({ _id: 'batches' });
  await expect.poll(record).toMatchObject({ position: '1', epoch: 1 });
  await boot([inBatches(async () => undefined)]);
  expect(await record()).toMatchObject({ state: 'done', position: '3', epoch: 2 });
  wake();
  await fell;
  expect(await record()).toMatchObject({ state: 'done', position: '3', epoch: 2 });
  expect(await tallies()).toMatchObject([
    { _id: 'batch-1', count: 1 },
    { _id: 'batch-2' },
    { _id: 'batch-3', count: 1 },
  ]);
});

it('a step that fails stops the start by its name, and the next start goes on with it at once', async () => {
  const failing = inBatches(() => Promise.reject(new Error('the disk is full')));
  await expect(boot([failing, count('after')])).rejects.toThrow(/batches.*the disk is full/);
  await boot([inBatches(async () => undefined), count('after')]);
  expect((await tallies()).map((each) => each.count)).toEqual([1, 1, 1, 1]);
});

it('what this release no longer asks for stays for the release before, and goes with the next', async () => {
  const db = await connected();
  const conversations = db.collection('conversations');
  await conversations.createIndex({ contactId: 1, lastAt: -1 });
  await db.collection<{ _id: string }>('search_words').insertOne({ _id: 'quicksilver' });
  const isThere = async () => ({
    index: (await conversations.indexes()).some(({ name }) => name === 'contactId_1_lastAt_-1'),
    words: (await db.collection('search_words').countDocuments()) > 0,
  });

  const server = await startServer({ store });
  const visitor = await connectVisitor(server.url, server.site().key);
  await say(visitor, 'Hello');
  expect(await isThere()).toEqual({ index: true, words: true });

  // The next release starts beside it.
  await migrate({ db: await connected(), clock: systemClock, log }, { release: RELEASE + 1 });
  expect(await isThere()).toEqual({ index: false, words: false });
  await say(visitor, 'Still there?');
  visitor.close();
  await server.close();

  // And can be taken back.
  const again = await startServer({ store });
  await again.close();
});

it('a picture that was kept by its agent is shown by its version, and goes where it was with the next', async () => {
  const before = await startServer({ store });
  const { agent } = await before.signIn();
  await before.close();
  const db = await connected();
  const version = newId();
  const pictures = db.collection<{ _id: string; [field: string]: unknown }>('agent_pictures');
  await pictures.insertOne({ _id: agent.id, version, bytes: Buffer.from('a picture') });
  await db.collection<{ _id: string }>('migrations').deleteOne({ _id: 'agent-pictures-by-version' });
  await db
    .collection<{ _id: string }>('agents')
    .updateOne({ _id: agent.id }, { $set: { pictureVersion: version } });

  const server = await startServer({ store });
  const shown = async () => {
    const { pathname, search } = new URL((await server.signIn()).agent.pictureUrl ?? '');
    return (await fetch(server.url + pathname + search)).text();
  };
  expect(await shown()).toBe('a picture');
  expect(await pictures.countDocuments()).toBe(2);
  await migrate({ db, clock: systemClock, log }, { release: RELEASE + 1 });
  expect(await shown()).toBe('a picture');
  expect(await pictures.countDocuments()).toBe(1);
  await server.close();
});

it('a picture that a node of before takes while nodes are renewed is shown, goes on after it, and is taken away', async () => {
  const server = await startServer({ store });
  const [kept, removed] = [await server.addAgent(), await server.addAgent()];
  const db = await connected();
  const pictures = db.collection<{ _id: string; [field: string]: unknown }>('agent_pictures');
  const urls = new Map<string, string>();
  for (const { agent } of [kept, removed]) {
    const version = newId();
    await pictures.insertOne({ _id: agent.id, version, bytes: Buffer.from('a picture') });
    await db
      .collection<{ _id: string }>('agents')
      .updateOne({ _id: agent.id }, { $set: { pictureVersion: version } });
    urls.set(agent.id, `${server.url}/api/v1/agents/${agent.id}/picture?v=${version}`);
  }
  const shown = async ({ agent }: typeof kept) => (await fetch(urls.get(agent.id) ?? '')).text();
  expect(await shown(kept)).toBe('a picture');
  expect(await shown(removed)).toBe('a picture');
  expect((await removed.delete('/me/picture')).status).toBe(200);
  expect(await shown(removed)).toContain('not_found');
  await migrate({ db, clock: systemClock, log }, { release: RELEASE + 1 });
  expect(await shown(kept)).toBe('a picture');
  expect(await pictures.find().toArray()).toMatchObject([{ ownerId: kept.agent.id }]);
  await server.close();
});

it('a logo that was kept before is shown', async () => {
  const server = await startServer({ store });
  const { id, key } = server.site();
  const db = await connected();
  const version = newId();
  await db
    .collection<{ _id: string; [field: string]: unknown }>('site_logos')
    .insertOne({ _id: version, siteId: id, bytes: Buffer.from('a logo') });
  const logo = await fetch(`${server.url}/api/v1/widget/logo?site=${key}&v=${version}`);
  expect(await logo.text()).toBe('a logo');
  await server.close();
});

it('what a later release has added stops nobody; what it has taken away stops who needs it', async () => {
  const db = await connected();
  const added = { state: 'done', unusedSince: null, epoch: 1, position: null } as const;
  const records = db.collection<{ _id: string; unusedSince: number | null }>('migrations');
  await records.insertOne({ _id: 'of-tomorrow', ...added } as never);
  const server = await startServer({ store });
  await server.close();
  await records.updateOne({ _id: 'of-tomorrow' }, { $set: { unusedSince: RELEASE + 1 } });
  await expect(startServer({ store })).rejects.toThrow(/newer Parley.*restore a backup/);
});
