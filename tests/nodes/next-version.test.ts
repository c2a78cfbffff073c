import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

it('what a node of the next version adds to documents is read over and stays', async () => {
  const admin = await server.signIn();
  // Somebody is there, so that no notice becomes an entry.
  const console = await connectConsole(server.url, admin.cookie);
  const visitor = await connectVisitor(server.url, server.site().key);
  const { conversationId } = await say(visitor, 'one');
  await say(visitor, 'two', { conversationId });
  await server.app.conversations.settled();
  const names = (await server.db.listCollections()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['conversations', 'entries', 'contacts', 'agents', 'sites']));
  for (const name of names)
    await server.db.collection(name).updateMany({}, { $set: { ofTheNext: { version: 1 } } });

  await server.app.agents.follow();
  await server.app.sites.follow();
  await console.do('conversation:watch', { conversationId, after: 0 });
  await console.do('message:send', { conversationId, clientId: randomUUID(), text: 'three' });
  await say(visitor, 'four', { conversationId });
  await admin.patch(`/sites/${server.site().id}`, { greeting: 'Still here' });
  await admin.patch('/me', { name: 'Ana Moraes' });
  await server.app.conversations.settled();
  const added = { ofTheNext: { version: 1 } };
  const conversations = server.db.collection<{ _id: string }>('conversations');
  expect(await conversations.findOne({ _id: conversationId })).toMatchObject({ ...added, lastSeq: 4 });
  for (const name of ['sites', 'agents', 'contacts']) {
    expect(await server.db.collection(name).find().toArray()).toEqual([expect.objectContaining(added)]);
  }
  const leaking = [...visitor.received, ...console.received].filter((told) =>
    JSON.stringify(told).includes('ofTheNext'),
  );
  expect(leaking).toEqual([]);
  visitor.close();
  console.close();
}, 60_000);
