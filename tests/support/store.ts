import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../server/core/clock.ts';
import { type StoreOptions, startStore } from '../../server/core/db/embedded/start-store.ts';

/** A store for a test. */
export interface TestStore {
  url: string;
  /** Ends it and takes its data away. */
  close(): Promise<void>;
}

const silent = { error: () => undefined, warn: () => undefined, info: () => undefined };

/**
 * An empty store: the embedded one in this process, or a fresh database on the server that `TEST_MONGODB_URL` names.
 */
export async function startTestStore(options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const server = process.env.TEST_MONGODB_URL;
  if (server !== undefined && server !== '') return freshDatabase(server);
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-store-'));
  const store = await startStore({ dataDir, log: silent, clock: systemClock, ...options });
  return {
    url: store.url,
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function freshDatabase(server: string): Promise<TestStore> {
  const { mongo } = await import('mongoose');
  const url = new URL(server);
  url.pathname = `/test_${randomUUID().slice(0, 8)}`;
  return {
    url: url.href,
    async close() {
      const client = await mongo.MongoClient.connect(url.href);
      await client.db().dropDatabase();
      await client.close();
    },
  };
}
