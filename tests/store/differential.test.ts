import fc from 'fast-check';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestStore, type TestStore } from '../support/store.ts';
import { compare } from './differential/model.ts';
import { history } from './differential/operations.ts';
import { Twin } from './differential/twin.ts';

let store: TestStore;
let client: mongoose.mongo.MongoClient;

beforeAll(async () => {
  store = await startTestStore();
  client = await mongoose.mongo.MongoClient.connect(store.url);
});
afterAll(async () => {
  await client.close();
  await store.close();
});

test('the model orders types as BSON does', () => {
  const ordered = [null, -1, 2, 'a', { a: 1 }, [1], false, true, new Date(0)];
  expect([...ordered].reverse().sort(compare)).toEqual(ordered);
});

/** A failure prints its seed and path; `fc.assert(…, {seed, path})` replays it. */
test('any history of writes and indexes answers every query as the plain model does', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const collection = client.db().collection<{ _id: number }>(`history${runs++}`);
      const twin = new Twin(collection);
      for (const one of steps) await twin.take(one);
      await collection.drop();
    }),
    { numRuns: Number(process.env.STORE_HISTORIES ?? 30), interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);
