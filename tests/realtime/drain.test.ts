import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { heldOnce } from '../support/held-once.ts';
import { startServer } from '../support/start-server.ts';

it('what was taken before the end is acknowledged before the socket is sent away', async () => {
  const server = await startServer();
  const visitor = await connectVisitor(server.url, server.site().key);
  const slow = heldOnce(server.app.conversations, 'open');
  const message = { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'just before the end' };
  const answer = visitor.ask('message:send', message);
  answer.catch(() => undefined);
  await eventually(() => slow.isAnswered);
  const drained = server.app.drain();
  slow.letGo();
  expect(await answer).toMatchObject({ ok: true });
  await eventually(() => expect(visitor.told('refused')).toMatchObject([{ code: 'unavailable' }]));
  await drained;
  await server.close();
});
