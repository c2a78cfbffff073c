import { describe, expect, it } from 'vitest';
import {
  KnownConversations,
  listed,
  unreadCount,
  unreadTotal,
} from '../../console/conversations/known-conversations.ts';
import { COLLEAGUE, entriesOf, ME, START, summaryOf, waiting } from './builders.ts';

const list = { view: 'open', order: 'newest', edge: null } as const;
const page = { view: 'open', order: 'newest', from: null, to: null } as const;

function setUp() {
  let time = START;
  const known = new KnownConversations(() => time);
  return {
    known,
    ids: () => listed(known, list, ME).map(({ id }) => id),
    passes: (ms: number) => {
      time += ms;
      return time;
    },
  };
}

describe('what is known of conversations', () => {
  it('puts who waits on top, the latest first', () => {
    const { known, ids } = setUp();
    known.take([waiting('b', 2), waiting('a', 3), summaryOf(entriesOf('c', 'c:hi', 'a:hello'))]);
    expect(ids()).toEqual(['a', 'b', 'c']);
  });

  it('leaves older news out, and keeps the own mark that live changes lack', () => {
    const { known } = setUp();
    const entries = entriesOf('a', 'c:one', 'c:two', 'c:three');
    known.take([summaryOf(entries.slice(0, 2), { read: { seq: 1, contactMessages: 1 } })]);
    known.take([summaryOf(entries)]);
    known.take([summaryOf(entries.slice(0, 1))]);
    expect(known.get('a')).toMatchObject({ lastSeq: 3, read: { seq: 1, contactMessages: 1 } });
    expect(unreadCount(known.get('a') ?? waiting('x', 1))).toBe(2);
  });

  it('takes the mark of older news where it is further', () => {
    const { known } = setUp();
    const entries = entriesOf('a', 'c:one', 'c:two');
    known.take([summaryOf(entries)]);
    known.take([summaryOf(entries.slice(0, 1), { read: { seq: 1, contactMessages: 1 } })]);
    expect(known.get('a')).toMatchObject({ lastSeq: 2, read: { seq: 1 } });
  });

  it('never moves a mark back', () => {
    const { known } = setUp();
    known.take([summaryOf(entriesOf('a', 'c:one', 'c:two'), { read: { seq: 2, contactMessages: 2 } })]);
    known.read('a', { seq: 1, contactMessages: 1 });
    expect(known.get('a')?.read).toEqual({ seq: 2, contactMessages: 2 });
  });

  it('drops what the server no longer has in the stretch of a page', () => {
    const { known, ids, passes } = setUp();
    known.take([waiting('a', 3), waiting('gone', 2), waiting('below', 0)]);
    const askedAt = passes(60_000);
    known.takePage({ ...page, to: waiting('b', 1), askedAt }, [waiting('a', 3), waiting('b', 1)], ME);
    expect(ids()).toEqual(['a', 'b', 'below']);
  });

  it('keeps what came live so shortly before that the page cannot know it', () => {
    const { known, ids, passes } = setUp();
    known.take([waiting('fresh', 3)]);
    known.takePage({ ...page, askedAt: passes(50) }, [], ME);
    expect(ids()).toEqual(['fresh']);
  });

  it('shows a list only down to where it was loaded', () => {
    const { known } = setUp();
    const edge = waiting('edge', 5);
    known.take([waiting('above', 9), edge, waiting('below', 1)]);
    expect(listed(known, { ...list, edge }, ME).map(({ id }) => id)).toEqual(['above', 'edge']);
  });

  it('counts everything as unread where a page brings no mark', () => {
    const { known, passes } = setUp();
    known.takePage({ ...page, askedAt: passes(0) }, [summaryOf(entriesOf('a', 'c:one', 'c:two'))], ME);
    expect(unreadCount(known.get('a') ?? waiting('x', 1))).toBe(2);
  });

  it('renames a contact in all of their conversations', () => {
    const { known } = setUp();
    known.take([waiting('a', 1), waiting('b', 2)]);
    known.rename({ id: 'contact-1', name: 'Lena K', email: 'lena@example.test' });
    expect(known.all().map(({ contact }) => contact.name)).toEqual(['Lena K', 'Lena K']);
  });
});

describe('unread', () => {
  it('counts one where the mark is unknown and the contact wrote last', () => {
    expect(unreadCount(summaryOf(entriesOf('a', 'c:one', 'c:two')))).toBe(1);
    expect(unreadCount(summaryOf(entriesOf('a', 'c:one', 'a:two')))).toBe(0);
  });

  it('totals open conversations that are mine or nobody’s', () => {
    const all = [
      waiting('free', 1),
      waiting('mine', 1, { assigneeId: ME }),
      waiting('theirs', 1, { assigneeId: COLLEAGUE }),
      waiting('read', 1, { read: { seq: 1, contactMessages: 1 } }),
      waiting('done', 1, { status: 'resolved' }),
    ];
    expect(unreadTotal(all, ME)).toBe(2);
  });
});
