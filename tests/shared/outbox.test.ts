import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../shared/outbox.ts';
import { add, BUSY, Desk, FINAL, flush, KeptItems, OK, states } from './outbox-desk.ts';

describe('an outbox', () => {
  it('sends one at a time in each lane, in order, and lanes beside each other', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    await add(desk, 'a2');
    await add(desk, 'b1', 'b');
    expect(desk.asked).toEqual(['a1', 'b1']);
    await desk.answer(OK);
    expect(desk.asked).toEqual(['a1', 'b1', 'a2']);
    expect(desk.sent).toEqual(['a1']);
  });

  it('waits until there is a connection', async () => {
    const desk = new Desk();
    await add(desk, 'a1');
    expect(states(desk)).toEqual([['a1', 'waiting']]);
    desk.outbox.connected();
    await flush();
    expect(states(desk)).toEqual([['a1', 'sending']]);
  });

  it('keeps an item before it is sent, and until it is acknowledged', async () => {
    const storage = new KeptItems();
    const desk = new Desk(storage);
    desk.outbox.connected();
    const added = desk.outbox.add({ clientId: 'a1', lane: 'a', payload: 'x' });
    expect(desk.asked).toEqual([]);
    await added;
    await flush();
    expect(desk.asked).toEqual(['a1']);
    expect([...storage.kept.keys()]).toEqual(['a1']);
    await desk.answer(OK);
    expect(storage.kept.size).toBe(0);
  });

  it('tries again with longer and longer pauses while the outcome is unknown', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    for (const pause of [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const before = desk.asked.length;
      await desk.answer('lost');
      desk.clock.turn(pause - 1);
      expect(desk.asked.length, `before ${pause}`).toBe(before);
      desk.clock.turn(1);
      expect(desk.asked.length, `after ${pause}`).toBe(before + 1);
    }
    expect(new Set(desk.asked)).toEqual(new Set(['a1']));
  });

  it('waits as long as the server asks for', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    await desk.answer({ ok: false, error: { code: 'rate_limited', message: '', retryAfterMs: 7_000 } });
    desk.clock.turn(6_999);
    expect(desk.asked.length).toBe(1);
    desk.clock.turn(1);
    expect(desk.asked.length).toBe(2);
  });

  it('does not wait out a pause when the connection comes back', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    desk.outbox.disconnected();
    await desk.answer('lost');
    desk.clock.turn(60_000);
    expect(desk.asked.length).toBe(1);
    desk.outbox.connected();
    await flush();
    expect(desk.asked.length).toBe(2);
  });

  it('gives up only what is refused for good, and goes on with the next', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    await add(desk, 'a2');
    await desk.answer(FINAL);
    expect(states(desk)).toEqual([
      ['a1', 'failed'],
      ['a2', 'sending'],
    ]);
    await desk.answer(BUSY);
    expect(states(desk)[1]).toEqual(['a2', 'waiting']);
  });

  it('retries and discards what failed', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    await desk.answer(FINAL);
    await desk.outbox.retry('a1');
    await flush();
    expect(desk.asked).toEqual(['a1', 'a1']);
    await desk.outbox.discard('a1');
    expect(states(desk), 'what is on its way cannot be taken back').toEqual([['a1', 'sending']]);
    await desk.answer(FINAL);
    await desk.outbox.discard('a1');
    expect(desk.outbox.items).toEqual([]);
    await desk.reload();
    expect(desk.outbox.items).toEqual([]);
  });

  it('lets go of an item that turns up in the log, and ignores the answer that comes after', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    await add(desk, 'a2');
    desk.outbox.settle('a1');
    expect(states(desk).map(([id]) => id)).toEqual(['a2']);
    await desk.answer(OK);
    expect(desk.sent).toEqual([]);
    expect(desk.asked).toEqual(['a1', 'a2']);
  });

  it('brings back what an earlier page left, in order, also what was on its way or had failed', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    await desk.answer(FINAL);
    desk.clock.turn(10);
    await add(desk, 'a2');
    desk.clock.turn(10);
    await add(desk, 'a3');
    await desk.reload();
    expect(states(desk)).toEqual([
      ['a1', 'failed'],
      ['a2', 'waiting'],
      ['a3', 'waiting'],
    ]);
    desk.outbox.connected();
    await flush();
    expect(desk.asked.at(-1)).toBe('a2');
  });

  it('sends again what was kept as being on its way', async () => {
    const storage = new KeptItems();
    await storage.save({ clientId: 'a1', lane: 'a', payload: 'x', at: 1, state: { kind: 'sending' } });
    const desk = new Desk(storage);
    await desk.outbox.restore();
    expect(states(desk)).toEqual([['a1', 'waiting']]);
  });

  it('goes on where nothing can be kept, and says so', async () => {
    const desk = new Desk({
      load: async () => null,
      save: async () => false,
      remove: async () => undefined,
    });
    await desk.outbox.restore();
    expect(desk.outbox.durable).toBe(false);
    await add(desk, 'a1');
    expect(desk.outbox.items.map(({ kept }) => kept)).toEqual(['refused']);
    desk.outbox.connected();
    await flush();
    await desk.answer(OK);
    expect(desk.sent).toEqual(['a1']);
  });

  it('says of each item whether it is kept, and keeps again when there is room', async () => {
    const storage = new KeptItems();
    const desk = new Desk(storage);
    storage.full = true;
    await add(desk, 'a1');
    storage.full = false;
    await add(desk, 'a2');
    expect(desk.outbox.items.map(({ kept }) => kept)).toEqual(['refused', 'kept']);
    expect([...storage.kept.keys()]).toEqual(['a2']);
    expect(desk.outbox.durable).toBe(true);
    await desk.outbox.restore();
    expect(
      states(desk).map(([clientId]) => clientId),
      'what is not kept is not forgotten',
    ).toEqual(['a1', 'a2']);
  });

  it('keeps the order also when the clock stands still or is set back', async () => {
    const desk = new Desk();
    await add(desk, 'b');
    await add(desk, 'a');
    await desk.reload();
    expect(states(desk).map(([clientId]) => clientId)).toEqual(['b', 'a']);
  });

  it('says of an item that is not acknowledged after 3 s that it is late', async () => {
    const desk = new Desk();
    desk.outbox.connected();
    await add(desk, 'a1');
    const late = () => desk.outbox.items.map((item) => item.late);
    desk.clock.turn(2_999);
    expect(late()).toEqual([false]);
    desk.clock.turn(1);
    expect(late()).toEqual([true]);
    await desk.answer('lost');
    desk.clock.turn(1_000);
    expect(late(), 'trying again changes nothing').toEqual([true]);
    await desk.answer(FINAL);
    expect(late()).toEqual([false]);
  });
});

describe('an outbox of several tabs', () => {
  it('is shown by all and sent by one', async () => {
    const desk = new Desk();
    const other = await desk.openTab();
    desk.outbox.connected();
    other.connected();
    await add(desk, 'a1');
    await add(desk, 'a2');
    expect(desk.asked).toEqual(['a1']);
    expect(other.items.map((item) => [item.clientId, item.state.kind])).toEqual([
      ['a1', 'sending'],
      ['a2', 'waiting'],
    ]);
    await desk.answer(OK);
    await desk.answer(OK);
    expect(desk.asked).toEqual(['a1', 'a2']);
    expect([...desk.outbox.items, ...other.items]).toEqual([]);
  });

  it('is sent by a tab that is connected for one that is not', async () => {
    const desk = new Desk();
    const other = await desk.openTab();
    other.connected();
    await add(desk, 'a1');
    expect(desk.asked).toEqual(['a1']);
    await desk.answer(OK);
    expect(desk.sent, 'the tab in which it was written hears of it').toEqual(['a1']);
  });

  it('is taken over when the tab that was sending is killed, in order', async () => {
    const desk = new Desk();
    const other = await desk.openTab();
    other.connected();
    await other.add({ clientId: 'a1', lane: 'a', payload: 'x' });
    await add(desk, 'a2');
    desk.outbox.connected();
    await flush();
    expect(desk.asked).toEqual(['a1']);
    desk.kill(other);
    await flush();
    expect(desk.asked).toEqual(['a1', 'a1']);
    await desk.answer(OK, 1);
    expect(desk.asked).toEqual(['a1', 'a1', 'a2']);
  });

  it('shows everywhere what was refused, and is retried or discarded from anywhere', async () => {
    const desk = new Desk();
    const other = await desk.openTab();
    desk.outbox.connected();
    await add(desk, 'a1');
    await desk.answer(FINAL);
    expect(other.items.map((item) => item.state.kind)).toEqual(['failed']);
    await other.retry('a1');
    await flush();
    expect(desk.asked).toEqual(['a1', 'a1']);
    await desk.answer(FINAL);
    await other.discard('a1');
    await flush();
    expect(desk.outbox.items).toEqual([]);
  });

  it('does not send again what another tab has sent while this one heard nothing', async () => {
    const desk = new Desk();
    await add(desk, 'a1');
    const other = await desk.openTab();
    desk.tabs.delete(desk.outbox);
    other.connected();
    await flush();
    await desk.answer(OK);
    desk.outbox.connected();
    await flush();
    expect(desk.asked).toEqual(['a1']);
    expect(desk.outbox.items).toEqual([]);
  });
});

describe('the pause before a retry', () => {
  it('is between half of and the whole of 1 s, doubling, up to 30 s', () => {
    expect([1, 2, 3].map((attempt) => retryDelayMs(attempt, 0))).toEqual([500, 1_000, 2_000]);
    expect(retryDelayMs(1, 0.999)).toBeLessThan(1_000);
    expect(retryDelayMs(50, 0)).toBe(15_000);
  });
});
