import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { SetClock } from '../support/set-clock.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

const AN_HOUR_MS = 60 * 60_000;
let clock: SetClock;
let server: TestServer;
let admin: SignedIn;

beforeEach(async () => {
  clock = new SetClock();
  clock.offsetMs = AN_HOUR_MS;
  server = await startServer({ clock });
  admin = await server.signIn();
});
afterEach(() => server.close());

describe('a clock that is an hour ahead, and is then set back', () => {
  it('holds up neither lists nor what they are made from, and the log stays in order', async () => {
    const agent = await connectConsole(server.url, admin.cookie);
    const visitor = await connectVisitor(server.url, server.site().key);
    const { conversationId } = await say(visitor, 'one');
    const previews = () =>
      agent
        .told<{ items: { preview: { text: string } }[] }>('conversations:changed')
        .flatMap(({ items }) => items.map(({ preview }) => preview.text));
    await eventually(() => expect(previews()).toContain('one'));
    const kept = server.db.collection<{ _id: string; lastSeq: number }>('conversations');
    await eventually(async () =>
      expect(await kept.findOne({ _id: conversationId })).toMatchObject({ lastSeq: 1 }),
    );

    clock.offsetMs = 0;
    for (const text of ['two', 'three']) {
      await say(visitor, text, { conversationId });
      await eventually(() => expect(previews()).toContain(text));
    }
    await eventually(async () =>
      expect(await kept.findOne({ _id: conversationId })).toMatchObject({ lastSeq: 3 }),
    );
    const { items } = (await admin.get(`/conversations/${conversationId}/entries?after=0`)).body;
    const times = items.map(({ at }: { at: number }) => at);
    expect(times).toEqual([...times].sort());
    agent.close();
    visitor.close();
  });

  it('makes nobody wait longer who writes a lot', async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    const to = { openId: randomUUID() };
    const write = () => visitor.ask('message:send', { to, clientId: randomUUID(), text: 'again' });
    const flood = async () => (await Promise.all(Array.from({ length: 60 }, write))).filter(({ ok }) => !ok);
    expect((await flood()).length).toBeGreaterThan(0);
    clock.offsetMs = 0;
    const refused = await flood();
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(answer).toMatchObject({ error: { code: 'rate_limited' } });
    for (const answer of refused) if (!answer.ok) expect(answer.error.retryAfterMs).toBeLessThan(2_000);
    await eventually(async () => expect(await write()).toMatchObject({ ok: true }));
    visitor.close();
  });

  it('holds up no side effect, because those are counted by the clock of the store', async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    await say(visitor, 'Nobody there?');
    await eventually(() => {
      const kinds = visitor.told<{ entry: { kind: string } }>('entry').map((told) => JSON.stringify(told));
      expect(kinds.join()).toContain('away_told');
    });
    visitor.close();
  });
});
