import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { Watching } from '../../console/conversations/watching.ts';
import type { Entry } from '../../shared/entries.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import { entriesOf, START, summaryOf, watched } from './builders.ts';
import { settled } from './turn.ts';

const LOG = entriesOf('c1', 'c:one', 'a:two', 'c:three', 'c:four');

function setUp(has = 2) {
  const attention = signal(true);
  const reads: string[] = [];
  const left: string[] = [];
  const server = { has, refuses: false };
  const watching: Watching = new Watching({
    time: new TurnedClock(START),
    attention,
    watch: async ({ conversationId, after = 0 }) => {
      const log = conversationId === 'c1' ? LOG.slice(0, server.has) : entriesOf(conversationId, 'c:hi');
      return { ok: true, value: watched(log, after) };
    },
    older: async () => ({ ok: false, error: { code: 'unavailable', message: '' } }),
    unwatch: (id) => left.push(id),
    askHeads: async () => ({ ok: true, value: { lastSeq: server.has, contactReadSeq: 2 } }),
    async read({ conversationId, seq }) {
      reads.push(`${conversationId} ${seq}`);
      return server.refuses
        ? { ok: false, error: { code: 'unavailable', message: '' } }
        : { ok: true, value: null };
    },
    onRead: (id, mark) => watching.takeRead(id, mark),
    onChanged: () => undefined,
    onEntry: () => undefined,
  });
  return { watching, attention, reads, left, server };
}

function entry(seq: number): Entry {
  const found = LOG[seq - 1];
  if (found === undefined) throw new Error(`no entry ${seq}`);
  return found;
}

describe('marks of reading', () => {
  it('are set when the newest entry is in view of somebody who looks, once', async () => {
    const { watching, reads } = setUp();
    watching.enter('c1');
    await settled();
    expect(reads).toEqual([]);
    watching.atEnd(true);
    await settled();
    expect(reads).toEqual(['c1 2']);
    watching.receive(entry(3));
    await settled();
    expect(reads).toEqual(['c1 2', 'c1 3']);
  });

  it('wait while the tab is not looked at, and while the thread is scrolled up', async () => {
    const { watching, attention, reads } = setUp();
    attention.value = false;
    watching.enter('c1');
    watching.atEnd(true);
    await settled();
    expect(reads).toEqual([]);
    watching.atEnd(false);
    attention.value = true;
    await settled();
    expect(reads).toEqual([]);
    watching.atEnd(true);
    await settled();
    expect(reads).toEqual(['c1 2']);
  });

  it('are set again with the next entry where the server did not take one', async () => {
    const { watching, reads, server } = setUp();
    server.refuses = true;
    watching.enter('c1');
    watching.atEnd(true);
    await settled();
    server.refuses = false;
    watching.receive(entry(3));
    await settled();
    expect(reads).toEqual(['c1 2', 'c1 3']);
  });

  it('wait until everything that exists has arrived', async () => {
    const { watching, reads } = setUp();
    const open = watching.enter('c1');
    await settled();
    open.takeSummary(summaryOf(LOG));
    watching.atEnd(true);
    await settled();
    expect(reads).toEqual([]);
    watching.receive(entry(3));
    watching.receive(entry(4));
    await settled();
    expect(reads).toEqual(['c1 4']);
  });

  it('are not set for another conversation before its end is in view', async () => {
    const { watching, reads } = setUp();
    watching.enter('c1');
    watching.atEnd(true);
    await settled();
    watching.enter('c2');
    await settled();
    expect(reads).toEqual(['c1 2']);
  });
});

describe('the conversation on the screen', () => {
  it('is given up when another is entered, and is there at once when it is entered again', async () => {
    const { watching, left } = setUp();
    const first = watching.enter('c1');
    await settled();
    watching.enter('c2');
    expect(left).toEqual(['c1']);
    const again = watching.enter('c1');
    expect(again).toBe(first);
    expect(again.thread.value.entries).toHaveLength(2);
    expect(again.state.value.kind).toBe('ready');
  });

  it('takes entries of no other conversation', async () => {
    const { watching } = setUp();
    const open = watching.enter('c2');
    await settled();
    watching.receive(entry(3));
    expect(open.thread.value.ahead).toEqual([]);
  });

  it('finds out by its head that something was missed', async () => {
    const { watching, server } = setUp();
    const open = watching.enter('c1');
    await settled();
    server.has = 4;
    await watching.checkHead();
    expect(open.thread.value.entries).toHaveLength(4);
    expect(open.contactReadSeq.value).toBe(2);
  });
});
