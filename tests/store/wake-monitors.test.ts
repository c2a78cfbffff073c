import type { mongo } from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectStore } from '../../server/core/db/connect.ts';
import { eventually } from '../support/eventually.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

/** A monitor asks at most so often, in milliseconds. */
const BETWEEN_CHECKS_MS = 500;
let store: TestStore;
let db: Awaited<ReturnType<typeof connectStore>>;

beforeAll(async () => {
  store = await startTestStore();
  db = await connectStore(store.url);
});
afterAll(async () => {
  await db.close();
  await store.close();
});

interface Monitor {
  requestCheck(): void;
  connection: { destroy(): void; socket: { destroyed: boolean; destroy(): void } } | null;
}

/** What the driver keeps to itself: red where another driver keeps it elsewhere, and `wakeMonitors` sees nothing. */
function monitorOf(client: mongo.MongoClient): Monitor {
  const { topology } = client as unknown as {
    topology: { s: { servers: Map<string, { monitor: Monitor }> } };
  };
  const [server] = topology.s.servers.values();
  if (server === undefined) throw new Error('the driver knows no server');
  return server.monitor;
}

it('a monitor that asks over a connection whose socket is gone makes a new one', async () => {
  const client = db.getClient();
  const monitor = monitorOf(client);
  let heardAt = performance.now();
  const heard = () => {
    heardAt = performance.now();
  };
  client.on('serverHeartbeatSucceeded', heard);
  const before = await eventually(() => monitor.connection);
  expect(before).toMatchObject({ socket: { destroyed: false }, destroy: expect.any(Function) });
  await eventually(() => performance.now() - heardAt > 2 * BETWEEN_CHECKS_MS);
  const asked = performance.now();
  // In one go, as when a process dies: nobody has been told yet that the socket is gone.
  before.socket.destroy();
  monitor.requestCheck();
  await eventually(() => heardAt > asked, { timeoutMs: 8_000 });
  expect(monitor.connection).not.toBe(before);
  client.off('serverHeartbeatSucceeded', heard);
});
