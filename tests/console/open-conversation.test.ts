import { describe, expect, it } from 'vitest';
import { OpenConversation, type OpenPorts } from '../../console/conversations/open-conversation.ts';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import { HOLE_WAIT_MS, TYPING_EXPIRES_MS } from '../../shared/limits.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import { entriesOf, ME, START, watched } from './builders.ts';
import { settled, turn } from './turn.ts';

const LOG = entriesOf('c1', 'c:one', 'a:two', 'c:three', 'n:four', 'c:five');

function setUp(log: readonly Entry[] = LOG, has = log.length) {
  const time = new TurnedClock(START);
  const asked: number[] = [];
  const changes: ConversationSummary[] = [];
  const server = { has, broken: false };
  const ports: OpenPorts = {
    time,
    async watch({ after = 0 }) {
      asked.push(after);
      if (server.broken) return { ok: false, error: { code: 'unavailable', message: 'away' } };
      return { ok: true, value: watched(log.slice(0, server.has), after) };
    },
    older: async () => ({ ok: false, error: { code: 'unavailable', message: 'away' } }),
    onChanged: (summary) => changes.push(summary),
    onEntry: () => undefined,
  };
  const open = new OpenConversation('c1', ports);
  return { open, time, asked, changes, server, seqs: () => open.thread.value.entries.map(({ seq }) => seq) };
}

/** An entry of the log, for sure. */
function entry(seq: number): Entry {
  const found = LOG[seq - 1];
  if (found === undefined) throw new Error(`no entry ${seq}`);
  return found;
}

describe('an open conversation', () => {
  it('folds each live entry at once, so that the screen does not wait for the list', async () => {
    const { open, changes } = setUp(LOG, 2);
    await open.watch();
    open.receive(entry(3));
    expect(open.summary.value).toMatchObject({ lastSeq: 3, contactMessages: 2 });
    expect(changes.at(-1)?.lastSeq).toBe(3);
  });

  it('waits a moment for what is late, and asks for nothing when it comes', async () => {
    const { open, time, asked, seqs } = setUp(LOG, 2);
    await open.watch();
    open.receive(entry(4));
    expect(seqs()).toEqual([1, 2]);
    open.receive(entry(3));
    await turn(time, HOLE_WAIT_MS);
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual([0]);
  });

  it('asks for what stays missing, from the last number without a hole', async () => {
    const { open, time, asked, server, seqs } = setUp(LOG, 2);
    await open.watch();
    server.has = 5;
    open.receive(entry(5));
    await turn(time, HOLE_WAIT_MS - 1);
    expect(asked).toEqual([0]);
    await turn(time, 1);
    expect(asked).toEqual([0, 2]);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it('asks for entries that only the list has told of', async () => {
    const { open, time, server, seqs } = setUp(LOG, 2);
    await open.watch();
    server.has = 3;
    open.expect(3);
    await turn(time, HOLE_WAIT_MS);
    expect(seqs()).toEqual([1, 2, 3]);
  });

  it('makes the entry of an own message from its acknowledgement', async () => {
    const { open, asked } = setUp(LOG, 3);
    await open.watch();
    const author = { kind: 'agent', id: ME, name: 'Ana Moraes' } as const;
    open.takeOwn({ kind: 'note', conversationId: 'c1', clientId: 'x', text: 'mine', author, seq: 4, at: 9 });
    open.takeOwn({
      kind: 'message',
      conversationId: 'c1',
      clientId: 'y',
      text: 'mine',
      author,
      seq: 5,
      at: 9,
    });
    expect(open.thread.value.entries.slice(3)).toMatchObject([
      { seq: 4, publicSeq: 3, visibility: 'private', clientId: 'x' },
      { seq: 5, publicSeq: 4, visibility: 'public', clientId: 'y' },
    ]);
    expect(asked).toEqual([0]);
  });

  it('asks where something came between the last entry and an own one', async () => {
    const { open, asked, server, seqs } = setUp(LOG, 3);
    await open.watch();
    server.has = 5;
    const author = { kind: 'agent', id: ME } as const;
    open.takeOwn({
      kind: 'message',
      conversationId: 'c1',
      clientId: 'y',
      text: 'five',
      author,
      seq: 5,
      at: 9,
    });
    await settled();
    expect(asked).toEqual([0, 3]);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps a shown thread when catching up fails, and says so where nothing is shown', async () => {
    const { open, server } = setUp();
    server.broken = true;
    await open.watch();
    expect(open.state.value.kind).toBe('failed');
    server.broken = false;
    await open.watch();
    server.broken = true;
    await open.watch();
    expect(open.state.value.kind).toBe('ready');
  });

  it('asks once more, not twice, for asks that come while one is under way', async () => {
    const { open, asked } = setUp();
    const first = open.watch();
    void open.watch();
    void open.watch();
    await first;
    await settled();
    expect(asked).toHaveLength(2);
  });

  it('forgets who writes when the mark is not renewed, when they stop, and when their message is there', async () => {
    const { open, time } = setUp(LOG, 2);
    await open.watch();
    const lena = { kind: 'contact', id: 'contact-1', name: 'Lena' } as const;
    const names = () => open.typists.value.map(({ name }) => name);
    open.setTyping(lena, true);
    open.setTyping(lena, true);
    expect(names()).toEqual(['Lena']);
    await turn(time, TYPING_EXPIRES_MS);
    expect(names()).toEqual([]);
    open.setTyping(lena, true);
    open.setTyping(lena, false);
    expect(names()).toEqual([]);
    open.setTyping(lena, true);
    open.receive(entry(3));
    expect(names()).toEqual([]);
  });
});
