import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../server/core/clock.ts';
import { type RunningStore, startStore } from '../../server/core/db/embedded/start-store.ts';
import type { OlderPage } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { Appended } from '../../shared/messages.ts';
import { type Console, connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const LONG = { timeoutMs: 60_000 };
const MEGABYTE = 1024 * 1024;
const silent = { error: () => undefined, warn: () => undefined, info: () => undefined };

let dataDir: string;
let store: RunningStore;
let server: TestServer;
let visitor: Visitor;
let console: Console;
let conversationId: string;

const openStore = (mostBytes = 16 * MEGABYTE) =>
  startStore({ dataDir, log: silent, clock: systemClock, mostBytes });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-store-away-'));
  store = await openStore();
  server = await startServer({ store });
  const admin = await server.signIn();
  console = await connectConsole(server.url, admin.cookie);
  visitor = await connectVisitor(server.url, server.site().key);
  ({ conversationId } = await say(visitor, 'one'));
  await console.do('conversation:watch', { conversationId, after: 0 });
});
afterEach(async () => {
  for (const client of [visitor, console]) client.close();
  await server.close();
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** What the console shows: what is told again, under a number it has, is not shown again. */
const shownOnce = () => [
  ...new Set(
    console.told<Entry>('entry').map((entry) => `${entry.seq} ${'text' in entry ? entry.text : ''}`),
  ),
];

/** As the widget's outbox does it: the same message until it is acknowledged. */
const messageTo = (to: { conversationId: string } | { openId: string }, text: string) => {
  const message = { to, clientId: randomUUID(), text };
  const send = () => visitor.socket.timeout(30_000).emitWithAck('message:send', message);
  return { message, send };
};

it('while the store is away nothing is acknowledged and readers keep what they have; then all goes on', async () => {
  const later = messageTo({ conversationId }, 'two');
  const first = messageTo({ openId: randomUUID() }, 'another conversation');
  await store.close();
  for (const { send } of [later, first]) {
    expect(await send()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  }
  expect(
    await console.socket.timeout(30_000).emitWithAck('conversation:resolve', {
      conversationId,
      clientId: randomUUID(),
    }),
  ).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  expect([visitor.socket.connected, console.socket.connected]).toEqual([true, true]);
  expect(console.told('entry')).toEqual([]);
  const probe = await server.person().get('//readyz');
  expect([probe.status, probe.body.degraded]).toEqual([503, ['store']]);
  store = await openStore();
  for (const { send } of [later, first]) {
    await eventually(async () => expect(await send()).toMatchObject({ ok: true }), LONG);
    expect(await send()).toMatchObject({ ok: true });
  }
  await eventually(() => expect(shownOnce()).toEqual(['2 two']));
  await eventually(async () => expect((await server.person().get('//readyz')).status).toBe(200));
}, 120_000);

it('while the store takes nothing, nothing is acknowledged and everything can be read; then all goes on', async () => {
  const junk = server.db.collection<{ _id: string; filling: string }>('junk');
  // By halves, until not even the smallest thing fits any more.
  for (let bytes = 4 * MEGABYTE; bytes > 16; ) {
    const _id = randomUUID();
    const isTaken = await junk.insertOne({ _id, filling: 'x'.repeat(bytes) }).then(
      () => true,
      () => false,
    );
    if (!isTaken) bytes = Math.floor(bytes / 2);
  }
  const later = messageTo({ conversationId }, 'two');
  const first = messageTo({ openId: randomUUID() }, 'another conversation');
  for (const { send } of [later, first]) {
    expect(await send()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  }
  const read = await visitor.do<OlderPage<PublicEntry>>('conversation:older', { conversationId, before: 2 });
  expect(read.entries).toMatchObject([{ text: 'one' }]);
  await store.close();
  store = await openStore(64 * MEGABYTE); // on a larger disk
  for (const { send } of [later, first]) {
    const answer = await eventually(async () => {
      const given = await send();
      expect(given).toMatchObject({ ok: true });
      return given as { ok: true; value: Appended };
    }, LONG);
    expect(await send()).toEqual(answer);
  }
  await eventually(() => expect(shownOnce()).toEqual(['2 two']));
}, 120_000);
