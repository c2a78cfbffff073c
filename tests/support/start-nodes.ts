import { type Clock, systemClock } from '../../server/core/clock.ts';
import { eventually } from './eventually.ts';
import { startServer, type TestServer } from './start-server.ts';
import { startTestStore } from './store.ts';

/** Two nodes of one deployment. */
export interface TestNodes {
  a: TestServer;
  b: TestServer;
  /** Waits until both hear each other. */
  together(): Promise<void>;
  close(): Promise<void>;
}

/** Starts two nodes on one store of their own and the given Redis; does not wait until they hear each other. */
export async function startNodes(redisUrl: string, clock: Clock = systemClock): Promise<TestNodes> {
  const store = await startTestStore();
  const environment = {
    MONGODB_URL: 'mongodb://127.0.0.1/parley', // to satisfy the settings: the test's own store is used
    REDIS_URL: redisUrl,
    TRUST_PROXY: 'loopback',
    SECRET_KEY: 'one secret key for all nodes of the test',
  };
  const a = await startServer({ store, environment, clock });
  const b = await startServer({ store, environment, clock });
  return {
    a,
    b,
    together: () =>
      eventually(() => !a.app.bus.isDegraded() && !b.app.bus.isDegraded()).then(() => undefined),
    async close() {
      // Each looks at its end whether what is kept is whole, also what the other one was about to keep.
      await Promise.all([a, b].map(({ app }) => app.conversations.settled()));
      await Promise.all([a.close(), b.close()]);
      await store.close();
    },
  };
}
