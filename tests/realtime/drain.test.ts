import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from '../../shared/errors.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { heldOnce } from '../support/held-once.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

describe('a node that ends', { timeout: 60_000 }, () => {
  let clock: TurnedClock;
  let server: TestServer;
  let visitors: Visitor[];

  beforeEach(async () => {
    clock = new TurnedClock();
    server = await startServer({ clock });
    const { key } = server.site();
    visitors = await Promise.all(Array.from({ length: 12 }, () => connectVisitor(server.url, key)));
  });
  afterEach(async () => {
    clock.turn(10_000);
    await server.close();
  });

  const stillHere = () => visitors.filter(({ socket }) => socket.connected);

  it('is not ready, lets nobody new in, and serves who is there until it sends them away', async () => {
    const drained = server.app.drain();
    expect((await server.person().get('//readyz')).status).toBe(503);
    const handshake = `${server.url}/socket.io/?EIO=4&site=${server.site().key}&transport=polling`;
    expect((await fetch(handshake)).status).toBe(503);
    await expect(connectVisitor(server.url, server.site().key)).rejects.toThrow('websocket error');
    for (const visitor of visitors) await say(visitor, 'just before the end');
    expect(stillHere()).toHaveLength(12);
    clock.turn(1_250);
    await eventually(() => expect(stillHere().length).toBeLessThan(12));
    const half = stillHere();
    expect(half.length).toBeGreaterThan(0);
    for (const visitor of half) await say(visitor, 'and still');
    clock.turn(1_250);
    await drained;
    await eventually(() => expect(stillHere()).toEqual([]));
    const told = visitors.flatMap((visitor) => visitor.told<Refusal>('refused'));
    expect(told.map(({ code }) => code)).toEqual(visitors.map(() => 'unavailable'));
    // With the time over which they are cut: spread over 6 s, and away for less than 5 s.
    const waits = told.map(({ retryAfterMs = -1 }) => retryAfterMs);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(3_500);
    expect(new Set(waits).size).toBeGreaterThan(4);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });

  it('acknowledges what it took before it sends the socket away, and takes nothing more', async () => {
    const [visitor] = visitors as [Visitor];
    const slow = heldOnce(server.app.conversations, 'open');
    const message = { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'just before the end' };
    const answer = visitor.ask('message:send', message);
    answer.catch(() => undefined);
    await eventually(() => slow.isAnswered);
    const drained = server.app.drain();
    clock.turn(2_500);
    await eventually(() => expect(stillHere()).toEqual([visitor]));
    expect(visitor.told('refused')).toEqual([]);
    await eventually(async () => expect(await visitor.refusalOf('heads', null)).toBe('unavailable'));
    slow.letGo();
    expect(await answer).toMatchObject({ ok: true });
    await eventually(() => expect(visitor.told('refused')).toMatchObject([{ code: 'unavailable' }]));
    await drained;
  });

  it('waits no longer than 3 s for what is never done', async () => {
    const [visitor] = visitors as [Visitor];
    const slow = heldOnce(server.app.conversations, 'open');
    say(visitor, 'never answered').catch(() => undefined);
    await eventually(() => slow.isAnswered);
    const drained = server.app.drain();
    clock.turn(2_500);
    await eventually(() => expect(stillHere()).toEqual([visitor]));
    await eventually(async () => expect(await visitor.refusalOf('heads', null)).toBe('unavailable'));
    clock.turn(3_000);
    await drained;
    await eventually(() => expect(visitor.told('refused')).toHaveLength(1));
    slow.letGo();
  });
});
