import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectStore } from '../../server/core/db/connect.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

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

/** The sockets over which the next operations go: red where another driver keeps them elsewhere. */
function idleSockets(): Socket[] {
  const { topology } = db.getClient() as unknown as {
    topology: { s: { servers: Map<string, { pool: { connections: Iterable<{ socket: Socket }> } }> } };
  };
  return [...topology.s.servers.values()].flatMap(({ pool }) =>
    [...pool.connections].map(({ socket }) => socket),
  );
}

it('what is written to a socket that is gone fails, and does not wait for ever', async () => {
  const database = db.db ?? expect.fail('not connected');
  await database.command({ ping: 1 });
  const sockets = idleSockets();
  expect(sockets.length).toBeGreaterThan(0);
  // In one go, as when a process dies: nobody has been told yet that the socket is gone.
  for (const socket of sockets) socket.destroy();
  await expect(database.command({ ping: 1 })).rejects.toThrow('closed');
  expect(await database.command({ ping: 1 })).toMatchObject({ ok: 1 });
});
