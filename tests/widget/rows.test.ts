import { describe, expect, it, vi } from 'vitest';
import type { PublicEntry, PublicEntryBody } from '../../shared/entries.ts';
import type { Pending } from '../../widget/core/chat-state.ts';
import { type Talks, takeEntry, takeSeen } from '../../widget/core/talks.ts';
import { type Row, threadRows } from '../../widget/messages/rows.ts';
import { words } from '../../widget/words/en.ts';
import { learnMore } from '../../widget/words/more-words.ts';
import { speak } from '../../widget/words/words.ts';

speak(words, 'en-GB');
// Filled in by the build.
vi.stubGlobal('__MORE_WORDS__', `${new URL('../../widget/words/en/more.ts', import.meta.url).pathname}?-en-`);
await learnMore();

const NOON = new Date(2026, 2, 10, 12).getTime();
const MINUTE = 60_000;

let seq = 0;
function entry(body: PublicEntryBody, by: string, at: number): PublicEntry {
  seq++;
  const author =
    by === 'me' ? { kind: 'contact' as const, id: 'me' } : { kind: 'agent' as const, id: by, name: by };
  return { ...body, conversationId: 'c', seq, clientId: `e${seq}`, author, at };
}

const say = (by: string, at: number) => entry({ kind: 'message', text: 'x' }, by, at);

const pending = (
  clientId: string,
  state: Pending['state'] = { kind: 'waiting' },
  known: Partial<Pending> = {},
): Pending => ({
  clientId,
  lane: 'visitor',
  payload: { to: { conversationId: 'c' }, text: 'x' },
  at: NOON,
  state,
  kept: 'kept',
  late: false,
  ...known,
});

function rows(
  entries: () => PublicEntry[],
  waiting: Pending[] = [],
  seenSeq = 0,
  readSeq: number | null = null,
): Row[] {
  seq = 0;
  const talks = takeSeen(entries().reduce(takeEntry, {} as Talks), 'c', seenSeq);
  return threadRows(talks.c, waiting, 'Shop', NOON + MINUTE, readSeq);
}

const drawn = (all: Row[]) =>
  all.map((row) => {
    if (row.kind === 'note' || row.kind === 'new') return row.text;
    if (row.kind === 'choices') return row.replies.join(' | ');
    if (row.kind === 'mine')
      return `me${row.first ? ' first' : ''} ${row.status ? words.status[row.status.kind] : '-'}`;
    return `${row.name}${row.first ? ' first' : ''}${row.last ? ' last' : ''}`;
  });

describe('a thread’s lines', () => {
  it('show what the visitor has sent, also while something before it is missing', () => {
    const all = rows(() => {
      const [first, , own, beyond] = [say('Ana', NOON), say('Ana', NOON), say('me', NOON), say('Bo', NOON)];
      return [first, own, beyond].filter((each) => each !== undefined);
    });
    expect(drawn(all)).toEqual(['Today', 'Ana first last', 'me first Sent']);
  });

  it('group what one person writes within five minutes', () => {
    const all = rows(() => [
      say('Ana', NOON),
      say('Ana', NOON + MINUTE),
      say('Ana', NOON + 7 * MINUTE),
      say('Bo', NOON + 8 * MINUTE),
    ]);
    expect(drawn(all)).toEqual(['Today', 'Ana first', 'Ana last', 'Ana first last', 'Bo first last']);
  });

  it('say the day where it changes', () => {
    const all = rows(() => [say('Ana', NOON - 24 * 60 * MINUTE), say('Ana', NOON), say('me', NOON)]);
    expect(drawn(all)).toEqual(['Yesterday', 'Ana first last', 'Today', 'Ana first last', 'me first Sent']);
  });

  it('say at the last own message how far it got', () => {
    const thread = () => [say('me', NOON), say('me', NOON), say('Ana', NOON)];
    expect(drawn(rows(thread))).toEqual(['Today', 'me first -', 'me Sent', 'Ana first last']);
    expect(drawn(rows(thread, [], 1))).toEqual(['Today', 'me first -', 'me Sent', 'Ana first last']);
    expect(drawn(rows(thread, [], 2))).toEqual(['Today', 'me first -', 'me Seen', 'Ana first last']);
  });

  it('say once that messages are on their way, and at each that was refused', () => {
    const refusal = { code: 'text_too_long' as const, message: 'Too long.' };
    const waiting = [
      pending('p1', { kind: 'failed', refusal }),
      pending('p2', { kind: 'sending' }),
      pending('p3'),
    ];
    expect(drawn(rows(() => [], waiting))).toEqual(['Today', 'me first Not sent', 'me -', 'me Sending']);
  });

  it('keep their key when a message is acknowledged, so that it is not read out twice', () => {
    const [, before] = rows(() => [], [pending('e1')]);
    const [, after] = rows(() => [say('me', NOON)]);
    expect(after?.key).toBe(before?.key);
  });

  it('are divided once, before the first that somebody else wrote after reading stopped', () => {
    const all = rows(() => [say('Ana', NOON), say('me', NOON), say('Ana', NOON), say('Ana', NOON)], [], 0, 1);
    expect(drawn(all)).toEqual(['Today', 'Ana first last', 'me first Sent', 'New', 'Ana first', 'Ana last']);
  });

  it('are not divided where only the visitor has written since', () => {
    const all = rows(() => [say('Ana', NOON), say('me', NOON)], [], 0, 1);
    expect(drawn(all)).not.toContain('New');
  });

  it('tell what has happened in words', () => {
    const all = rows(() => [
      entry({ kind: 'ticket_created', number: 12 }, 'Ana', NOON),
      entry({ kind: 'resolved' }, 'Ana', NOON),
      entry({ kind: 'reopened' }, 'Ana', NOON),
      entry({ kind: 'away_told' }, 'Ana', NOON),
    ]);
    expect(drawn(all)[1]).toBe('Your request is now ticket #12.');
    expect(drawn(all)[4]).toMatch(/^Nobody is here right now/);
    expect(new Set(all.map(({ key }) => key)).size).toBe(5);
  });
});
