import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type mongoose from 'mongoose';
import { expect, onTestFinished, test } from 'vitest';
import type { StoreOptions } from '../../server/core/db/embedded/start-store.ts';
import { refusal } from './connection.ts';
import { connect, openStore, rememberingLog, temporaryFolder } from './folder.ts';

type Collection = mongoose.mongo.Collection<mongoose.mongo.Document>;

const OUT_OF_DISK_SPACE = 14031;
const document = (n: number) => ({ n, tags: [n % 7, 'all'], text: 'x'.repeat(2_000) });

/** Inserts until the store refuses. @returns how many were acknowledged */
async function fill(collection: Collection): Promise<number> {
  await collection.createIndex({ n: 1 }, { unique: true });
  await collection.createIndex({ tags: 1 });
  for (let n = 0; n < 100_000; n++) {
    const refused = await collection.insertOne(document(n)).then(
      () => false,
      (error: mongoose.mongo.MongoServerError) => {
        expect(error.code).toBe(OUT_OF_DISK_SPACE);
        return true;
      },
    );
    if (refused) return n;
  }
  throw new Error('the disk did not become full');
}

/** Everything acknowledged is there, and all indexes agree. */
async function isWhole(collection: Collection, count: number): Promise<void> {
  expect(await collection.countDocuments({ text: /^x/ })).toBe(count);
  expect(await collection.find({}, { hint: 'n_1' }).project({ _id: 1 }).toArray()).toHaveLength(count);
  expect(await collection.countDocuments({ tags: 'all' })).toBe(count);
}

async function openIn(dataDir: string, options: Partial<StoreOptions> = {}) {
  const store = await openStore(dataDir, options);
  const client = await connect(store.url);
  return { store, client, collection: client.db().collection('k') };
}

function tryMount(folder: string, size: string): boolean {
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('a store that may not grow refuses to write and goes on reading', async () => {
  const folder = temporaryFolder();
  const { log, logged } = rememberingLog();
  const { store, client, collection } = await openIn(folder, { mostBytes: 4 << 20, log });
  const count = await fill(collection);
  expect(count).toBeGreaterThan(500);
  const error = await refusal(collection.insertMany([document(-1), document(-2)]), OUT_OF_DISK_SPACE);
  expect(error.message).toContain('The disk that holds the store is full');
  await refusal(collection.updateMany({}, { $set: { z: 1 } }), OUT_OF_DISK_SPACE);
  await isWhole(collection, count);
  expect(logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  await client.close();
  await store.close();

  const again = await openIn(folder);
  await isWhole(again.collection, count);
  await again.collection.insertOne(document(-1));
  await isWhole(again.collection, count + 1);
  await again.client.close();
  await again.store.close();
});

test('writing works again when a full disk has space', async ({ skip }) => {
  const folder = temporaryFolder();
  if (!tryMount(folder, '8m')) skip('mounting a small disk needs root');
  onTestFinished(() => void execFileSync('/bin/umount', ['-l', folder]));
  const { store, client, collection } = await openIn(folder);
  const count = await fill(collection);
  await Promise.all(
    Array.from({ length: 20 }, () => refusal(collection.insertOne(document(-1)), OUT_OF_DISK_SPACE)),
  );
  await isWhole(collection, count);
  execFileSync('/bin/mount', ['-o', 'remount,size=32m', folder]);
  await collection.insertOne(document(-1));
  await isWhole(collection, count + 1);
  await client.close();
  await store.close();
});

test('LMDB never writes where no room was held', async () => {
  const folder = temporaryFolder();
  const { store, client, collection } = await openIn(folder);
  const file = join(folder, 'store.mdb');
  const heldBytes = async () => (await client.db().command({ serverStatus: 1 })).metrics.heldBytes;
  for (let round = 0; round < 12; round++) {
    const size = [1, 50, 500, 4_000][round % 4] ?? 1;
    const text = 'x'.repeat([10, 3_000, 200_000][(round >> 1) % 3] ?? 10).slice(0, 20_000_000 / size);
    await collection.insertMany(
      Array.from({ length: size }, (_, i) => ({ n: round * 10_000 + i, tags: [i, 'all'], text })),
    );
    if (round === 5) await collection.createIndex({ tags: 1, n: -1 });
    if (round === 8) await collection.deleteMany({ n: { $gte: 40_000 } });
    await collection.updateMany({ n: { $lt: round * 5_000 } }, { $set: { round } });
    expect(statSync(file).size).toBe(await heldBytes());
  }
  await client.close();
  await store.close();
});
