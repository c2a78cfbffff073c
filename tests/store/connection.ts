import mongoose from 'mongoose';
import { afterAll, beforeAll, expect } from 'vitest';
import { startTestStore, type TestStore } from '../support/store.ts';

type Collection = mongoose.mongo.Collection<mongoose.mongo.Document>;

/** Whether the tests run against another server than the embedded store. */
export const isOtherServer = (process.env.TEST_MONGODB_URL ?? '') !== '';

/** A store and a driver's connection to it, for all tests of a file. */
export interface StoreConnection {
  client(): mongoose.mongo.MongoClient;
  db(): mongoose.mongo.Db;
  /** A collection that no other test has. */
  collection(): Collection;
}

/** Starts a store before the tests of a file and ends it after them. */
export function connectToTestStore(): StoreConnection {
  let store: TestStore;
  let client: mongoose.mongo.MongoClient;
  let count = 0;
  beforeAll(async () => {
    store = await startTestStore();
    client = await mongoose.mongo.MongoClient.connect(store.url);
  });
  afterAll(async () => {
    await client.close();
    await store.close();
  });
  return {
    client: () => client,
    db: () => client.db(),
    collection: () => client.db().collection(`c${count++}`),
  };
}

/** Waits for a refusal of the server and checks its code. */
export async function refusal(
  promise: Promise<unknown>,
  code: number,
): Promise<mongoose.mongo.MongoServerError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(mongoose.mongo.MongoServerError);
  const refused = error as mongoose.mongo.MongoServerError;
  expect([refused.code, refused.message]).toEqual([code, refused.message]);
  return refused;
}
