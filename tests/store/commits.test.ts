import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../server/core/clock.ts';
import { Catalog } from '../../server/core/db/embedded/storage/catalog.ts';
import { DiskFull } from '../../server/core/db/embedded/storage/disk-space.ts';
import { Documents } from '../../server/core/db/embedded/storage/documents.ts';
import { KeyValueStore } from '../../server/core/db/embedded/storage/key-value.ts';
import type { Storage } from '../../server/core/db/embedded/storage/storage.ts';
import { WriteQueue } from '../../server/core/db/embedded/storage/write-queue.ts';
import { eventually } from '../support/eventually.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import { connect, openStore, rememberingLog, temporaryFolder } from './folder.ts';

test('writes that come together share one commit', async () => {
  const store = await openStore(temporaryFolder());
  onTestFinished(() => store.close());
  const db = (await connect(store.url, { maxPoolSize: 50, minPoolSize: 50 })).db();
  const commits = async () => (await db.command({ serverStatus: 1 })).metrics.commits;
  const insert = (n: number) => db.collection('a').insertOne({ n });
  await Promise.all(Array.from({ length: 50 }, (_, n) => insert(n)));
  const before = await commits();
  for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 50 }, (_, n) => insert(n)));
  const taken = (await commits()) - before;
  expect(taken).toBeLessThan(250);
  expect(await db.collection('a').countDocuments()).toBe(550);
});

function openStorage(path: string): Storage {
  const { log } = rememberingLog();
  const store = new KeyValueStore(path);
  onTestFinished(() => store.close());
  const catalog = new Catalog(store);
  const writes = new WriteQueue(store, catalog, log);
  return { store, catalog, documents: new Documents(store, catalog), writes, clock: systemClock, log };
}

test('a fault of one command undoes that one alone', async () => {
  const { store, catalog, documents, writes } = openStorage(`${temporaryFolder()}/store.mdb`);
  const insert = (name: string, _id: number) => documents.insert(catalog.open(`db.${name}`), { _id });
  const before = store.commits;
  const results = await Promise.allSettled([
    writes.run(() => insert('a', 1)),
    writes.run(() => {
      insert('a', 2);
      insert('new', 1);
      throw new Error('a fault');
    }),
    writes.run(() => insert('a', 3)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(store.commits).toBeGreaterThan(before + 1);
  expect(catalog.all().map(({ name }) => name)).toEqual(['a']);
  const again = new Catalog(store);
  expect(again.get('db.new')).toBeUndefined();
  expect(await writes.run(() => insert('a', 2))).toBe(2);
});

test('a transaction that cannot even begin answers all who wait', async () => {
  const { store, documents, catalog, writes } = openStorage(`${temporaryFolder()}/store.mdb`);
  const insert = (_id: number) => writes.run(() => documents.insert(catalog.open('db.a'), { _id }));
  const transact = vi.spyOn(store, 'transact').mockImplementation(() => {
    throw new DiskFull('no room');
  });
  const refused = await Promise.allSettled([insert(1), insert(2)]);
  expect(refused).toMatchObject([
    { status: 'rejected', reason: { codeName: 'OutOfDiskSpace' } },
    { status: 'rejected', reason: { codeName: 'OutOfDiskSpace' } },
  ]);
  transact.mockRestore();
  expect(await insert(1)).toBe(1);
});

test('a commit that fails once for no fault of the command is done again', async () => {
  const { store, documents, catalog, writes } = openStorage(`${temporaryFolder()}/store.mdb`);
  const insert = (_id: number) => writes.run(() => documents.insert(catalog.open('db.a'), { _id }));
  await insert(1);
  const transact = store.transact.bind(store);
  vi.spyOn(store, 'transact').mockImplementationOnce((work) =>
    transact(() => {
      work();
      throw new Error('MDB_BAD_TXN: Transaction must abort');
    }),
  );
  expect(await insert(2)).toBe(2);
  await expect(insert(2)).rejects.toMatchObject({ codeName: 'DuplicateKey' });
});

test('a write is on disk before it is answered', async () => {
  const { store, documents, catalog, writes } = openStorage(`${temporaryFolder()}/store.mdb`);
  const steps: string[] = [];
  const transact = store.transact.bind(store);
  vi.spyOn(store, 'transact').mockImplementation((work) => {
    const result = transact(work);
    steps.push('committed');
    return result;
  });
  await writes
    .run(() => documents.insert(catalog.open('db.a'), { _id: 1 }))
    .then(() => steps.push('answered'));
  expect(steps).toEqual(['committed', 'answered']);
});

test('what is written while the store ends is kept, what comes after is refused', async () => {
  const path = `${temporaryFolder()}/store.mdb`;
  const { documents, catalog, writes } = openStorage(path);
  const last = writes.run(() => documents.insert(catalog.open('db.a'), { _id: 1 }));
  await writes.close();
  expect(await last).toBe(1);
  await expect(writes.run(() => 1)).rejects.toMatchObject({ codeName: 'ShutdownInProgress' });
});

test('documents whose time has come are deleted by the clock', async () => {
  const clock = new TurnedClock();
  const store = await openStore(temporaryFolder(), { clock });
  onTestFinished(() => store.close());
  const db = (await connect(store.url)).db();
  const sessions = db.collection('sessions');
  const marks = db.collection('marks');
  await sessions.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  await marks.createIndex({ at: 1 }, { expireAfterSeconds: 60, partialFilterExpression: { kind: 'mark' } });
  const at = (seconds: number) => new Date(clock.now() + seconds * 1000);
  await sessions.insertMany([
    { n: 1, expiresAt: at(30) },
    { n: 2, expiresAt: at(90) },
    { n: 3, expiresAt: 'never' },
    { n: 4 },
  ]);
  await sessions.insertMany(Array.from({ length: 2_500 }, () => ({ n: 5, expiresAt: at(10) })));
  await marks.insertMany([
    { n: 1, kind: 'mark', at: at(-30) },
    { n: 2, kind: 'mark', at: at(10) },
    { n: 3, kind: 'other', at: at(-900) },
  ]);
  const left = async (name: string) => (await db.collection(name).distinct('n')) as unknown[];
  clock.turn(59_000);
  expect(await left('sessions')).toEqual([1, 2, 3, 4, 5]);
  clock.turn(1_000);
  await eventually(async () => expect(await left('sessions')).toEqual([2, 3, 4]));
  await eventually(async () => expect(await left('marks')).toEqual([2, 3]));
  clock.turn(60_000);
  await eventually(async () => expect(await left('sessions')).toEqual([3, 4]));
  await eventually(async () => expect(await left('marks')).toEqual([3]));
});

test('a query that reads much without an index is logged, with its shape and no value', async () => {
  const { log, logged } = rememberingLog();
  const store = await openStore(temporaryFolder(), { log });
  onTestFinished(() => store.close());
  const collection = (await connect(store.url)).db().collection('a');
  await collection.insertMany(Array.from({ length: 1_001 }, (_, n) => ({ n })));
  const filter = { secret: 'word', $or: [{ n: { $gt: 5 } }, { n: { $in: [1, 2] } }], list: [1] };
  await collection.find(filter).sort({ secret: 1 }).toArray();
  expect(logged).toEqual([
    {
      level: 'warn',
      fields: {
        collection: 'parley.a',
        filter: '{ secret: ?, $or: [{ n: { $gt: ? } }, { n: { $in: [?] } }], list: [?] }',
        sort: '{ secret: 1 }',
      },
      message: 'A query reads more than 1000 documents without an index.',
    },
  ]);
  await collection.deleteOne({ n: 0 });
  await collection.find({ secret: 'word' }).toArray();
  await collection.createIndex({ n: 1 });
  await collection.find({ n: { $gte: 0 }, secret: 1 }).toArray();
  await collection.find().toArray();
  expect(logged).toHaveLength(1);
});
