import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublicEntry } from '../../shared/entries.ts';
import {
  emptyThread,
  hasHole,
  headOf,
  receive,
  type Thread,
  takeCatchUp,
  takeOlder,
} from '../../shared/thread.ts';

const entry = (seq: number): PublicEntry => ({
  kind: 'message',
  text: `message ${seq}`,
  conversationId: 'conversation',
  seq,
  clientId: `client-${seq}`,
  author: { kind: 'agent', id: 'agent' },
  at: seq,
});

const log = (length: number) => Array.from({ length }, (_, index) => entry(index + 1));
const seqs = (thread: Thread<PublicEntry>) => thread.entries.map(({ seq }) => seq);

describe('a thread', () => {
  it('keeps an entry beyond a hole aside until the hole is filled', () => {
    let thread = receive(emptyThread<PublicEntry>(), entry(1));
    thread = receive(thread, entry(3));
    expect([seqs(thread), hasHole(thread)]).toEqual([[1], true]);
    thread = receive(thread, entry(2));
    expect([seqs(thread), hasHole(thread)]).toEqual([[1, 2, 3], false]);
  });

  it('gives itself back where nothing is new', () => {
    const thread = receive(receive(emptyThread<PublicEntry>(), entry(1)), entry(3));
    expect(receive(thread, entry(1))).toBe(thread);
    expect(receive(thread, entry(3))).toBe(thread);
  });

  it('drops what it had before a snapshot, but not what has come after it', () => {
    const all = log(9);
    let thread = all.slice(0, 3).reduce(receive<PublicEntry>, emptyThread<PublicEntry>());
    thread = receive(thread, entry(9));
    thread = takeCatchUp(thread, { kind: 'snapshot', after: 3, entries: all.slice(5, 8), hasOlder: true });
    expect([seqs(thread), thread.hasOlder, hasHole(thread)]).toEqual([[6, 7, 8, 9], true, false]);
  });

  it('PROTOCOL 29: drops what a log brought back from a backup does not have, but not what has come since', () => {
    const all = log(12);
    let thread = all.slice(0, 10).reduce(receive<PublicEntry>, emptyThread<PublicEntry>());
    thread = receive(thread, entry(11)); // live, after the question
    thread = takeCatchUp(thread, { kind: 'snapshot', after: 10, entries: all.slice(0, 5), hasOlder: false });
    expect([seqs(thread), hasHole(thread)]).toEqual([[1, 2, 3, 4, 5], true]);
    thread = takeCatchUp(thread, {
      kind: 'difference',
      after: 5,
      entries: all.slice(5, 11),
      hasOlder: false,
    });
    expect([headOf(thread), hasHole(thread)]).toEqual([11, false]);
  });

  it('takes an older page only where it reaches its first entry', () => {
    const all = log(9);
    const newest = { kind: 'snapshot' as const, after: 0, entries: all.slice(6), hasOlder: true };
    const thread = takeCatchUp(emptyThread<PublicEntry>(), newest);
    expect(takeOlder(thread, { entries: all.slice(0, 3), hasOlder: false })).toBe(thread);
    const whole = takeOlder(thread, { entries: all.slice(0, 6), hasOlder: false });
    expect([seqs(whole), whole.hasOlder]).toEqual([
      seqs(takeCatchUp(emptyThread(), { ...newest, entries: all })),
      false,
    ]);
    expect(takeOlder(emptyThread<PublicEntry>(), { entries: all, hasOlder: false }).entries).toEqual([]);
  });
});

const delivery = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('live' as const), place: fc.nat(1_000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('difference' as const), place: fc.nat(1_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('snapshot' as const),
      place: fc.nat(1_000),
      size: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('older' as const), size: fc.integer({ min: 1, max: 8 }) }),
  },
);

describe('a thread, in whatever order things come and however often', () => {
  it('has no hole, no double, and in the end everything up to the last entry', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(delivery, { maxLength: 60 }),
        (length, deliveries) => {
          const all = log(length);
          let thread = emptyThread<PublicEntry>();
          for (const one of deliveries) {
            const head = headOf(thread);
            if (one.kind === 'live') {
              thread = receive(thread, entry((one.place % length) + 1));
            } else if (one.kind === 'difference') {
              // Answered a while ago: the log has gone on since.
              const upTo = one.place % (length + 1);
              thread = takeCatchUp(thread, {
                kind: 'difference',
                after: head,
                entries: all.slice(head, upTo),
                hasOlder: false,
              });
            } else if (one.kind === 'snapshot') {
              const upTo = (one.place % length) + 1;
              const from = Math.max(0, upTo - one.size);
              thread = takeCatchUp(thread, {
                kind: 'snapshot',
                after: Math.min(head, upTo),
                entries: all.slice(from, upTo),
                hasOlder: from > 0,
              });
            } else {
              const first = thread.entries[0]?.seq ?? 1;
              const from = Math.max(0, first - 1 - one.size);
              thread = takeOlder(thread, { entries: all.slice(from, first - 1), hasOlder: from > 0 });
            }
            const first = thread.entries[0]?.seq ?? 1;
            expect(thread.entries).toEqual(all.slice(first - 1, first - 1 + thread.entries.length));
            expect(headOf(thread)).toBeGreaterThanOrEqual(one.kind === 'snapshot' ? 0 : head);
            expect(thread.hasOlder).toBe(first > 1);
            expect(thread.ahead.every(({ seq }) => seq > headOf(thread) + 1)).toBe(true);
          }
          thread = takeCatchUp(thread, {
            kind: 'difference',
            after: headOf(thread),
            entries: all.slice(headOf(thread)),
            hasOlder: false,
          });
          expect(headOf(thread)).toBe(length);
          expect(hasHole(thread)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
