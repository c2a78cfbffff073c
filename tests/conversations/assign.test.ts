import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server?.close());

it('a conversation is given to nobody who does not answer for its site', async () => {
  const agent = await connectConsole(server.url, (await server.signIn()).cookie);
  const visitor = await connectVisitor(server.url, server.site().key);
  const { conversationId } = await say(visitor, 'whose?');
  const elsewhere = await server.addAgent({ siteIds: [(await server.addSite()).id] });
  const assign = (assigneeId: string) =>
    agent.refusalOf('conversation:assign', {
      conversationId,
      clientId: randomUUID(),
      assigneeId,
      expectedAssigneeId: null,
    });
  expect(await assign('an-agent-nobody-knows')).toBe('invalid_input');
  expect(await assign(elsewhere.agent.id)).toBe('invalid_input');
  expect(await assign(agent.welcome.me.id)).toBe('no refusal');
  agent.close();
  visitor.close();
});
