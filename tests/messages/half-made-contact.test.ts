import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectVisitor, say } from '../support/clients.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let server: TestServer;

beforeAll(async () => {
  store = await startTestStore();
  server = await startServer({ store });
});
afterAll(async () => {
  await server?.close();
  await store?.close();
});

it('a visitor whose node died between the two writes of a first message is let in, and writes', async () => {
  const { key } = server.site();
  const before = await connectVisitor(server.url, key);
  await say(before, 'taken as far as the secret');
  before.close();
  await server.db.collection('contacts').deleteMany({});
  const next = await startServer({ store }); // which remembers nothing
  const visitor = await connectVisitor(next.url, key, { token: before.token });
  expect(visitor.welcome.contact).toBeNull();
  expect(await say(visitor, 'and sent again')).toMatchObject({ seq: 1 });
  const again = await connectVisitor(next.url, key, { token: before.token });
  expect(again.welcome.conversations).toHaveLength(2);
  for (const client of [visitor, again]) client.close();
  await next.close();
});
