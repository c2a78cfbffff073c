import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { OlderPage } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import { MESSAGE_MAX_CHARACTERS } from '../../shared/limits.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer } from '../support/start-server.ts';

/** Around the lengths at which a WebSocket frame's head changes, in letters of one byte and of more. */
const TEXTS = [
  ...Array.from({ length: 12 }, (_, index) => 'x'.repeat(index + 1)),
  'é'.repeat(60),
  '😀'.repeat(MESSAGE_MAX_CHARACTERS / 2),
  'ș'.repeat(MESSAGE_MAX_CHARACTERS),
];

it('everything that is sent at once arrives whole and in order', async () => {
  const server = await startServer();
  const agent = await connectConsole(server.url, (await server.signIn()).cookie);
  const visitor = await connectVisitor(server.url, server.site().key);
  const { conversationId } = await say(visitor, 'hello');
  await agent.do('conversation:watch', { conversationId, after: 0 });
  const send = (text: string) =>
    agent.do('message:send', { conversationId, clientId: randomUUID(), text }).then(() => undefined);
  await Promise.all(TEXTS.map(send));
  const shown = () => visitor.told<Extract<Entry, { kind: 'message' }>>('entry').map(({ text }) => text);
  await eventually(() => expect(shown()).toEqual(TEXTS));
  // One answer that is longer than 64 KiB.
  for (let more = 0; more < 3; more++) await send('ș'.repeat(MESSAGE_MAX_CHARACTERS));
  const page = await agent.do<OlderPage<Entry>>('conversation:older', { conversationId, before: 1_000 });
  expect(page.entries.filter(({ kind }) => kind === 'message')).toHaveLength(TEXTS.length + 4);
  visitor.close();
  agent.close();
  await server.close();
});
