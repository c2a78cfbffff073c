import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AttachmentSweep } from '../../server/attachments/index.ts';
import { systemClock } from '../../server/core/clock.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { sendFile } from '../support/send-file.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const HOUR_MS = 60 * 60_000;

let server: TestServer;
let visitor: Visitor;
let as: { site: string; token: string };

beforeAll(async () => {
  server = await startServer();
  as = { site: server.site().key, token: randomBytes(32).toString('base64url') };
  visitor = await connectVisitor(server.url, as.site, as);
});
afterAll(async () => {
  visitor.close();
  await server.close();
});

/** Sweeps as it would be done after so many hours. */
function sweepAfter(hours: number): Promise<void> {
  const { core, attachments, conversations } = server.app;
  const clock = { ...systemClock, now: () => Date.now() + hours * HOUR_MS };
  return new AttachmentSweep({ ...core, clock }, attachments, conversations).run();
}

function pieces(): Promise<number> {
  return server.app.attachments.collections.chunks.countDocuments({});
}

it('a file that no message takes along goes after a day, and can be sent again', async () => {
  const clientId = randomUUID();
  const { id, url } = await sendFile(server.url, as, { clientId });
  await sweepAfter(23);
  expect(await pieces()).toBe(1);
  await sweepAfter(25);
  expect(await pieces()).toBe(0);
  const { pathname, search } = new URL(url);
  expect((await fetch(server.url + pathname + search)).status).toBe(404);
  const to = { openId: randomUUID() };
  const sent = { to, clientId: randomUUID(), text: '', attachments: [id] };
  expect(await visitor.refusalOf('message:send', sent)).toBe('attachment_gone');
  expect((await sendFile(server.url, as, { clientId })).id).toBe(id);
  await visitor.do('message:send', sent);
});

it('what a message takes along stays', async () => {
  const { conversationId } = await say(visitor, 'Hello');
  const { id } = await sendFile(server.url, as, {});
  const before = await pieces();
  const sent = { to: { conversationId }, clientId: randomUUID(), text: '', attachments: [id] };
  await visitor.do('message:send', sent);
  await sweepAfter(30);
  await sweepAfter(60);
  expect(await pieces()).toBe(before);
});

it('what a message was about to take along when the node died goes', async () => {
  const { conversationId } = await say(visitor, 'Hello');
  const { id } = await sendFile(server.url, as, {});
  const owner = `visitor:${server.app.contacts.hashOf(server.site().id, as.token)}`;
  const before = await pieces();
  const claim = { owner, conversationId, clientId: randomUUID(), visibility: 'public' as const };
  await server.app.attachments.claim(claim, [id]);
  await sweepAfter(2);
  expect(await pieces()).toBe(before - 1);
});

it('bytes of an upload whose node died go, those that are known stay', async () => {
  const { bytes, collections } = server.app.attachments;
  const before = await pieces();
  await bytes.write([randomBytes(600_000)] as never);
  expect(await pieces()).toBe(before + 3);
  const [known] = await collections.attachments.find({}).limit(1).toArray();
  await collections.uploads.insertOne({ _id: known?.fileId as never, startedAt: new Date() });
  await sweepAfter(0.5);
  expect(await pieces()).toBe(before + 3);
  await sweepAfter(2);
  expect(await pieces()).toBe(before);
  expect(await collections.uploads.countDocuments({})).toBe(0);
});
