import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ack } from '../../shared/errors.ts';
import { ACKNOWLEDGE_TIMEOUT_MS } from '../../shared/limits.ts';
import { Outbox, type OutboxNews } from '../../shared/outbox.ts';
import { createLine } from '../support/line.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import { BUSY, FINAL, flush, type Item, KeptItems, OK } from './outbox-desk.ts';

const TABS = 2;
const LANES = ['a', 'b', 'c'] as const;

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      lane: fc.constantFrom(...LANES),
      tab: fc.nat(TABS - 1),
    }),
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
      do: fc.constantFrom('connect' as const, 'disconnect' as const, 'kill' as const, 'wait' as const),
      tab: fc.nat(TABS - 1),
    }),
  },
);

/** A server with a log, and tabs that come and go. */
class World {
  readonly clock = new TurnedClock();
  readonly storage = new KeptItems();
  readonly line = createLine();
  /** What the server has taken, each once, in its order. */
  readonly log: string[] = [];
  readonly added: { clientId: string; lane: string }[] = [];
  readonly failed = new Set<string>();
  readonly tabs: { outbox: Outbox<string, string>; alive: boolean }[] = [];
  flights: { tab: object; item: Item; resolve(answer: Ack<string>): void; reject(error: Error): void }[] = [];

  async open(place: number): Promise<void> {
    const tab = { alive: true } as World['tabs'][number];
    tab.outbox = new Outbox({
      storage: this.storage,
      send: (item) => new Promise((resolve, reject) => this.flights.push({ tab, item, resolve, reject })),
      onSent: () => undefined,
      onChange: () => undefined,
      tell: (news) => {
        const text = JSON.stringify(news);
        if (!tab.alive) return;
        for (const other of this.tabs.filter((each) => each !== tab)) {
          queueMicrotask(
            () => other.alive && other.outbox.hear(JSON.parse(text) as OutboxNews<string, string>),
          );
        }
      },
      askTurn: this.line,
      now: () => this.clock.now(),
      after: (delayMs, task) => this.clock.after(delayMs, () => tab.alive && task()),
      random: () => 0,
    });
    this.tabs[place] = tab;
    await tab.outbox.restore();
  }

  /** The connection is lost: what was on its way may have arrived or not. */
  disconnect(place: number): void {
    const tab = this.tabs[place];
    tab?.outbox.disconnected();
    const mine = this.flights.filter((flight) => flight.tab === tab);
    this.flights = this.flights.filter((flight) => flight.tab !== tab);
    mine.forEach(({ item, reject }, index) => {
      if (index % 2 === 0) this.take(item);
      reject(new Error('closed'));
    });
  }

  async kill(place: number): Promise<void> {
    const tab = this.tabs[place];
    if (tab) tab.alive = false;
    this.disconnect(place);
    await this.open(place);
  }

  /** Nobody answers for 40 s: what was on its way is given up after ten, as both clients do. */
  async wait(): Promise<void> {
    for (let passed = 0; passed < 40_000; passed += ACKNOWLEDGE_TIMEOUT_MS) {
      const asked = [...this.flights];
      this.clock.turn(ACKNOWLEDGE_TIMEOUT_MS);
      this.flights = this.flights.filter((flight) => !asked.includes(flight));
      for (const { reject } of asked) reject(new Error('no answer'));
      await flush();
    }
  }

  take({ clientId }: Item): void {
    if (!this.log.includes(clientId)) this.log.push(clientId);
  }

  answer(answer: Ack<string> | 'lost', index: number): void {
    const [flight] = this.flights.splice(index, 1);
    if (flight === undefined) return;
    const known = this.log.includes(flight.item.clientId);
    if (answer === 'lost') {
      flight.reject(new Error('no answer'));
      return;
    }
    // What the log has is never refused.
    if (answer.ok || known) this.take(flight.item);
    else if (answer === FINAL) this.failed.add(flight.item.clientId);
    flight.resolve(known ? OK : answer);
  }

  check(): void {
    const lanes = this.flights.map(({ item }) => item.lane);
    expect(new Set(lanes).size, 'one on its way in each lane').toBe(lanes.length);
    for (const { outbox } of this.tabs) {
      const known = new Set([...this.log, ...outbox.items.map((item) => item.clientId)]);
      expect(this.added.filter(({ clientId }) => !known.has(clientId))).toEqual([]);
    }
  }
}

describe('an outbox, whatever happens', () => {
  it('never has two of a lane on their way, loses nothing, and sends in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = new World();
        for (let place = 0; place < TABS; place++) await world.open(place);
        for (const one of steps) {
          if (one.do === 'answer') world.answer(one.answer, one.index);
          else {
            const { outbox } = world.tabs[one.tab] ?? {};
            if (one.do === 'add') {
              const item = { clientId: `${one.lane}${world.added.length}`, lane: one.lane };
              world.added.push(item);
              await outbox?.add({ ...item, payload: 'x' });
            } else if (one.do === 'connect') outbox?.connected();
            else if (one.do === 'disconnect') world.disconnect(one.tab);
            else if (one.do === 'wait') await world.wait();
            else await world.kill(one.tab);
          }
          await flush();
          world.check();
        }
        for (const { outbox } of world.tabs) outbox.connected();
        await flush();
        while (world.flights.length > 0) {
          world.answer(OK, 0);
          await flush();
        }
        for (const { outbox } of world.tabs) {
          expect(outbox.items.every((item) => item.state.kind === 'failed')).toBe(true);
        }
        for (const lane of LANES) {
          const wanted = world.added.filter((item) => item.lane === lane && !world.failed.has(item.clientId));
          const got = world.log.filter((clientId) => clientId.startsWith(lane));
          expect(got).toEqual(wanted.map((item) => item.clientId));
        }
      }),
      { numRuns: 300 },
    );
  });
});
