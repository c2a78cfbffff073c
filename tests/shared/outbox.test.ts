import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ack } from '../../shared/errors.ts';
import { Outbox, type OutboxItem, type OutboxStorage, retryDelayMs } from '../../shared/outbox.ts';
import { TurnedClock } from '../support/turned-clock.ts';

type Item = OutboxItem<string>;

/** Keeps items as a browser does: by value, in the order of keys. */
class KeptItems implements OutboxStorage<string> {
  readonly durable = true;
  readonly kept = new Map<string, string>();

  async load(): Promise<Item[]> {
    return [...this.kept.values()].map((item) => JSON.parse(item));
  }
  async save(item: Item): Promise<void> {
    this.kept.set(item.clientId, JSON.stringify(item));
  }
  async remove(clientId: string): Promise<void> {
    this.kept.delete(clientId);
  }
}

/** A server that answers when the test says so. */
class Desk {
  readonly clock = new TurnedClock();
  readonly storage: OutboxStorage<string> & { kept?: Map<string, string> };
  readonly inFlight: { item: Item; resolve(answer: Ack<string>): void; reject(): void }[] = [];
  readonly asked: string[] = [];
  readonly sent: string[] = [];
  outbox: Outbox<string, string>;

  constructor(storage: OutboxStorage<string> = new KeptItems()) {
    this.storage = storage;
    this.outbox = this.#open();
  }

  /** The page is loaded anew: what was on its way is forgotten, what is kept comes back. */
  async reload(): Promise<void> {
    this.inFlight.length = 0;
    this.outbox = this.#open();
    await this.outbox.restore();
  }

  async answer(answer: Ack<string> | 'lost', index = 0): Promise<void> {
    const [asked] = this.inFlight.splice(index, 1);
    if (answer === 'lost') asked?.reject();
    else asked?.resolve(answer);
    await flush();
  }

  #open(): Outbox<string, string> {
    return new Outbox({
      storage: this.storage,
      send: (item) => {
        this.asked.push(item.clientId);
        return new Promise((resolve, reject) => {
          this.inFlight.push({ item, resolve, reject: () => reject(new Error('no answer')) });
        });
      },
      onSent: (item) => void this.sent.push(item.clientId),
      onChange: () => undefined,
      now: () => this.clock.now(),
      after: (delayMs, task) => this.clock.after(delayMs, task),
      random: () => 0,
    });
  }
}

const OK: Ack<string> = { ok: true, value: 'done' };
const FINAL: Ack<string> = { ok: false, error: { code: 'text_too_long', message: 'Too long.' } };
const BUSY: Ack<string> = { ok: false, error: { code: 'busy', message: 'Again.' } };

/** Lets every promise that can go on do so. */
const flush = () => new Promise((resolve) => setImmediate(resolve));

async function add(desk: Desk, clientId: string, lane = 'a'): Promise<void> {
  await desk.outbox.add({ clientId, lane, payload: `text of ${clientId}` });
  await flush();
}

const states = (desk: Desk) => desk.outbox.items.map((item) => [item.clientId, item.state.kind]);

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
    expect(desk.asked.at(-1)).toBe('a2');
  });

  it('sends again what was kept as being on its way', async () => {
    const storage = new KeptItems();
    await storage.save({ clientId: 'a1', lane: 'a', payload: 'x', at: 1, state: { kind: 'sending' } });
    const desk = new Desk(storage);
    await desk.outbox.restore();
    expect(states(desk)).toEqual([['a1', 'waiting']]);
  });

  it('goes on where nothing can be kept', async () => {
    const refuse = () => Promise.reject(new Error('no space'));
    const desk = new Desk({ durable: false, load: async () => [], save: refuse, remove: refuse });
    desk.outbox.connected();
    await add(desk, 'a1');
    await desk.answer(OK);
    expect(desk.sent).toEqual(['a1']);
    expect(desk.outbox.durable).toBe(false);
  });
});

describe('the pause before a retry', () => {
  it('is between half of and the whole of 1 s, doubling, up to 30 s', () => {
    expect([1, 2, 3].map((attempt) => retryDelayMs(attempt, 0))).toEqual([500, 1_000, 2_000]);
    expect(retryDelayMs(1, 0.999)).toBeLessThan(1_000);
    expect(retryDelayMs(50, 0)).toBe(15_000);
  });
});

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('add' as const), lane: fc.constantFrom('a', 'b', 'c') }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      answer: fc.constantFrom(OK, OK, FINAL, BUSY, 'lost' as const),
      index: fc.nat(2),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('connect' as const, 'disconnect' as const, 'reload' as const, 'wait' as const),
    }),
  },
);

describe('an outbox, whatever happens', () => {
  it('never has two of a lane on their way, loses nothing, and sends in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const desk = new Desk();
        const added: { clientId: string; lane: string }[] = [];
        const failed = new Set<string>();
        const check = () => {
          const lanes = desk.inFlight.map(({ item }) => item.lane);
          expect(new Set(lanes).size, 'one on its way in each lane').toBe(lanes.length);
          const known = new Set([...desk.sent, ...desk.outbox.items.map((item) => item.clientId)]);
          expect(added.filter(({ clientId }) => !known.has(clientId))).toEqual([]);
        };
        for (const one of steps) {
          if (one.do === 'add') {
            const item = { clientId: `${one.lane}${added.length}`, lane: one.lane };
            added.push(item);
            desk.clock.turn(1);
            await add(desk, item.clientId, item.lane);
          } else if (one.do === 'answer') {
            const asked = desk.inFlight[one.index];
            if (asked && one.answer === FINAL) failed.add(asked.item.clientId);
            await desk.answer(one.answer, one.index);
          } else if (one.do === 'connect') desk.outbox.connected();
          else if (one.do === 'disconnect') desk.outbox.disconnected();
          else if (one.do === 'wait') desk.clock.turn(40_000);
          else await desk.reload();
          await flush();
          check();
        }
        desk.outbox.connected();
        while (desk.inFlight.length > 0) await desk.answer(OK);
        expect(desk.outbox.items.every((item) => item.state.kind === 'failed')).toBe(true);
        for (const lane of ['a', 'b', 'c']) {
          const wanted = added.filter((item) => item.lane === lane && !failed.has(item.clientId));
          const got = desk.sent.filter((clientId) => clientId.startsWith(lane));
          expect(got).toEqual(wanted.map((item) => item.clientId));
        }
      }),
      { numRuns: 200 },
    );
  });
});
