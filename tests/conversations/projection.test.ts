import { describe, expect, it } from 'vitest';
import { Projection } from '../../server/conversations/projection.ts';
import type { WriteReply } from '../../server/conversations/write-commands.ts';
import { createLog } from '../../server/core/log.ts';
import { emptyConversation } from '../../shared/apply-entry.ts';
import { eventually } from '../support/eventually.ts';
import { TurnedClock } from '../support/turned-clock.ts';

interface Statement {
  q: { _id: string };
  u: { $set: { lastSeq: number } };
}

/** A store that takes as long as it is told, by the clock, and refuses when it is told. */
class SlowStore {
  readonly clock = new TurnedClock();
  readonly writes: { at: number; seqs: Record<string, number> }[] = [];
  refusing = false;
  #answer: (() => void) | null = null;

  readonly projection = new Projection(
    {
      conversations: { collectionName: 'conversations' },
      database: { command: (command: { updates: Statement[] }) => this.#take(command.updates) },
    } as never,
    this.clock,
    createLog('silent', false),
  );

  /** Answers the write under way after so many milliseconds. */
  async answerAfter(milliseconds: number): Promise<void> {
    await eventually(() => this.#answer !== null);
    const before = this.#answer;
    this.clock.turn(milliseconds);
    this.#answer = null;
    before?.();
    await turn();
  }

  update(id: string, lastSeq: number): void {
    const opened = {
      id,
      siteId: 'site',
      contactId: 'contact',
      predecessorId: null,
      topic: null,
      openedAt: 0,
    };
    this.projection.update({ ...emptyConversation(opened), lastSeq });
  }

  #take(updates: Statement[]): Promise<WriteReply> {
    const seqs = Object.fromEntries(updates.map(({ q, u }) => [q._id, u.$set.lastSeq]));
    this.writes.push({ at: this.clock.now(), seqs });
    const reply: WriteReply = this.refusing ? { writeErrors: [{ index: 0, code: 14_031 }] } : {};
    return new Promise((resolve) => {
      this.#answer = () => resolve(reply);
    });
  }
}

/** Lets everything happen that waits for nothing but its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A store with one write under way, which began just now. */
async function writing(): Promise<SlowStore> {
  const store = new SlowStore();
  store.update('a', 1);
  store.clock.turn(50);
  await eventually(() => store.writes.length === 1);
  return store;
}

describe('Projection', () => {
  it('writes each conversation once for what comes within 50 ms, the newest fold', async () => {
    const store = new SlowStore();
    store.update('a', 1);
    store.update('b', 4);
    store.clock.turn(49);
    store.update('a', 3);
    store.update('a', 2);
    await turn();
    expect(store.writes).toEqual([]);
    store.clock.turn(1);
    await eventually(() => store.writes.length === 1);
    expect(store.writes[0]?.seqs).toEqual({ a: 3, b: 4 });
  });

  it('leaves a slow store alone for nine times as long as it took, gathering meanwhile', async () => {
    const store = await writing();
    store.update('a', 2);
    await store.answerAfter(100);
    store.clock.turn(899);
    store.update('a', 3);
    await turn();
    expect(store.writes).toHaveLength(1);
    store.clock.turn(1);
    await eventually(() => store.writes.length === 2);
    expect(store.writes[1]?.seqs).toEqual({ a: 3 });
  });

  it('never rests longer than a second', async () => {
    const store = await writing();
    store.update('a', 2);
    await store.answerAfter(10_000);
    store.clock.turn(1_000);
    await eventually(() => store.writes.length === 2);
  });

  it('tries again after a second what was refused, and does not take a newer fold back', async () => {
    const store = await writing();
    store.refusing = true;
    await store.answerAfter(0);
    store.update('a', 2);
    store.update('b', 1);
    store.clock.turn(50);
    await eventually(() => store.writes.length === 2);
    store.update('a', 3);
    await store.answerAfter(0);
    store.clock.turn(999);
    await turn();
    expect(store.writes).toHaveLength(2);
    store.clock.turn(1);
    await eventually(() => store.writes.length === 3);
    expect(store.writes[2]?.seqs).toEqual({ a: 3, b: 1 });
  });

  it('writes at once when it is flushed, also what came during a write', async () => {
    const store = await writing();
    store.update('b', 1);
    let isSettled = false;
    const settled = store.projection.flush().then(() => {
      isSettled = true;
    });
    await store.answerAfter(100);
    expect(isSettled).toBe(false);
    await store.answerAfter(0);
    await settled;
    expect(store.writes.map(({ seqs }) => seqs)).toEqual([{ a: 1 }, { b: 1 }]);
  });
});
