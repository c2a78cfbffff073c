import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { Appended } from '../../shared/messages.ts';
import { type Console, connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

/** The first half of an emoji, as a page leaves it that cuts a text by its length. */
const HALF_AN_EMOJI = '\ud83d';

let server: TestServer;
let agent: Console;
let visitor: Visitor;

beforeAll(async () => {
  server = await startServer();
  agent = await connectConsole(server.url, (await server.signIn()).cookie);
  visitor = await connectVisitor(server.url, server.site().key);
});

afterAll(async () => {
  visitor?.close();
  agent?.close();
  await server?.close();
});

it('a text that is no whole Unicode may be sent again like any other', async () => {
  const message = { to: { openId: randomUUID() }, clientId: randomUUID(), text: `Hello ${HALF_AN_EMOJI}` };
  const first = await visitor.do<Appended>('message:send', message);
  expect(await visitor.do<Appended>('message:send', message)).toEqual(first);
  const { conversationId } = first;
  const answer = { conversationId, clientId: randomUUID(), text: HALF_AN_EMOJI };
  const sent = await agent.do<Appended>('message:send', answer);
  expect(await agent.do<Appended>('message:send', answer)).toEqual(sent);
  const ticket = { conversationId, clientId: randomUUID(), subject: HALF_AN_EMOJI, category: HALF_AN_EMOJI };
  const made = await agent.do<Appended>('ticket:create', ticket);
  expect(await agent.do<Appended>('ticket:create', ticket)).toEqual(made);
});

it('what was committed without being shown is in the lists once it is sent again', async () => {
  const { conversationId } = await say(visitor, 'the first');
  const clientId = randomUUID();
  const contact = await server.app.conversations.log.load(conversationId);
  // As where the store took it and its answer was lost: nobody has heard of it.
  await server.app.conversations.log.append({
    conversationId,
    clientId,
    author: { kind: 'contact', id: contact.contactId },
    intent: { kind: 'message', text: 'the second' },
    decide: () => ({ kind: 'message', text: 'the second' }),
  });
  await visitor.do('message:send', { to: { conversationId }, clientId, text: 'the second' });
  await eventually(() => {
    const told = agent
      .told<{ items: ConversationSummary[] }>('conversations:changed')
      .flatMap(({ items }) => items)
      .filter(({ id }) => id === conversationId);
    expect(told.at(-1)).toMatchObject({ lastSeq: 2, preview: { text: 'the second' } });
  });
});
