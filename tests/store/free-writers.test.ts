import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

interface DriverConnection {
  socket: Socket;
}

/** What the driver keeps to itself: red where another driver keeps it elsewhere, and `freeWriters` sees nothing. */
function driverServer() {
  const { topology } = db.getClient() as unknown as {
    topology: {
      s: {
        servers: Map<
          string,
          {
            pool: { connections: Iterable<DriverConnection> };
            monitor: { requestCheck(): void; connection: DriverConnection | null };
          }
        >;
      };
    };
  };
  const [server] = topology.s.servers.values();
  return server ?? expect.fail('the driver knows no server');
}

// In one go, as when a process dies: nobody has been told yet that the socket is gone.
describe('over a socket that is gone', () => {
  it('an operation fails, and does not wait for ever', async () => {
    const database = db.db ?? expect.fail('not connected');
    await database.command({ ping: 1 });
    const idle = [...driverServer().pool.connections];
    expect(idle.length).toBeGreaterThan(0);
    for (const { socket } of idle) socket.destroy();
    await expect(database.command({ ping: 1 })).rejects.toThrow('closed');
    expect(await database.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('a monitor does not ask, but makes a new connection', async () => {
    const client = db.getClient();
    const { monitor } = driverServer();
    let heardAt = performance.now();
    const heard = () => {
      heardAt = performance.now();
    };
    client.on('serverHeartbeatSucceeded', heard);
    const before = await eventually(() => monitor.connection);
    expect(before.socket.destroyed).toBe(false);
    await eventually(() => performance.now() - heardAt > 2 * BETWEEN_CHECKS_MS);
    const asked = performance.now();
    before.socket.destroy();
    monitor.requestCheck();
    await eventually(() => heardAt > asked, { timeoutMs: 8_000 });
    expect(monitor.connection).not.toBe(before);
    client.off('serverHeartbeatSucceeded', heard);
  });
});
