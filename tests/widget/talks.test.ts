import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPublicEntry, emptyPublicConversation } from '../../shared/apply-entry.ts';
import type { VisitorConversation } from '../../shared/conversations.ts';
import type { PublicEntry, PublicEntryBody } from '../../shared/entries.ts';
import { firstView, initialState, type Pending, pendingIn, threadId } from '../../widget/core/chat-state.ts';
import {
  headsOf,
  lastToRead,
  missingIn,
  newestFirst,
  type Talks,
  takeEntry,
  takeRead,
  takeSeen,
  takeTalk,
  unreadOf,
} from '../../widget/core/talks.ts';

const ID = 'conversation';

function entry(seq: number, body: PublicEntryBody, by: 'contact' | 'agent' = 'agent', id = ID): PublicEntry {
  return {
    ...body,
    conversationId: id,
    seq,
    clientId: `${id}-${seq}`,
    author: { kind: by, id: by },
    at: seq,
  };
}

const message = (seq: number, by: 'contact' | 'agent' = 'agent', id = ID) =>
  entry(seq, { kind: 'message', text: `message ${seq}` }, by, id);

const foldOf = (entries: PublicEntry[]) => entries.reduce(applyPublicEntry, emptyPublicConversation(ID, 1));

/** What the server tells of a conversation with these entries to somebody who has none. */
function told(entries: PublicEntry[], after = 0): VisitorConversation {
  return {
    conversation: foldOf(entries),
    catchUp: { kind: 'difference', after, entries: entries.slice(after), hasOlder: false },
    read: { seq: 0, agentMessages: 0 },
    seenSeq: 0,
  };
}

describe('the visitor’s conversations', () => {
  it('fold live entries, also of a conversation that another tab has opened', () => {
    const talks = [message(1, 'contact'), message(2), entry(3, { kind: 'ticket_created', number: 7 })].reduce(
      takeEntry,
      {} as Talks,
    );
    expect(talks[ID]?.conversation).toMatchObject({ lastSeq: 3, agentMessages: 1, ticketNumber: 7 });
    expect(headsOf(talks)).toEqual({ [ID]: 3 });
  });

  it('are the same value where nothing is new', () => {
    const talks = takeEntry({}, message(1));
    expect(takeEntry(talks, message(1))).toBe(talks);
    expect(takeSeen(talks, ID, 0)).toBe(talks);
    expect(takeSeen(talks, 'another', 5)).toBe(talks);
    expect(takeRead(talks, ID, { seq: 0, agentMessages: 0 })).toBe(talks);
  });

  it('do not fold over a hole, and do once it is filled', () => {
    let talks = [message(1), message(3)].reduce(takeEntry, {} as Talks);
    expect(talks[ID]?.conversation.lastSeq).toBe(1);
    expect(missingIn(talks, {})).toEqual([ID]);
    talks = takeTalk(talks, told([message(1), message(2), message(3)], 1));
    expect(talks[ID]?.conversation).toMatchObject({ lastSeq: 3, agentMessages: 3 });
    expect(missingIn(talks, {})).toEqual([]);
  });

  it('PROTOCOL 32: fold on from a snapshot as the server says it stands, and do not go back behind it', () => {
    const log = Array.from({ length: 9 }, (_, index) => message(index + 1));
    const snapshot = (upTo: number): VisitorConversation => ({
      ...told(log.slice(0, upTo)),
      catchUp: { kind: 'snapshot', after: 1, entries: log.slice(upTo - 2, upTo), hasOlder: true },
    });
    let talks = takeTalk(takeEntry({}, message(1)), snapshot(8));
    talks = takeTalk(talks, snapshot(5)); // asked for before the other one
    talks = takeTalk(talks, told(log.slice(0, 8), headsOf(talks)[ID]));
    talks = takeEntry(talks, message(9));
    expect(talks[ID]?.conversation).toMatchObject({ lastSeq: 9, agentMessages: 9 });
    expect(headsOf(talks)).toEqual({ [ID]: 9 });
  });

  it('PROTOCOL 29: are as the server says where a store was brought back from a backup', () => {
    const log = Array.from({ length: 9 }, (_, index) => message(index + 1));
    const restored = { ...told(log.slice(0, 4)), catchUp: { ...told(log.slice(0, 4)).catchUp, after: 9 } };
    const talks = takeTalk(log.reduce(takeEntry, {} as Talks), {
      ...restored,
      catchUp: { ...restored.catchUp, kind: 'snapshot' },
    });
    expect(talks[ID]?.conversation.lastSeq).toBe(4);
    expect(takeEntry(talks, message(5))[ID]?.conversation.lastSeq).toBe(5);
  });

  it('find by the server’s numbers what was lost without a trace', () => {
    const talks = takeEntry({}, message(1));
    const head = { readSeq: 0, seenSeq: 0 };
    expect(missingIn(talks, { [ID]: { ...head, lastSeq: 1 } })).toEqual([]);
    expect(missingIn(talks, { [ID]: { ...head, lastSeq: 2 }, new: { ...head, lastSeq: 1 } })).toEqual([
      ID,
      'new',
    ]);
  });

  it('count as unread what agents wrote after the mark, which never goes back', () => {
    let talks = takeTalk({}, told([message(1, 'contact'), message(2), message(3)]));
    expect(talks[ID] && unreadOf(talks[ID])).toBe(2);
    talks = takeRead(talks, ID, { seq: 3, agentMessages: 2 });
    talks = takeRead(talks, ID, { seq: 2, agentMessages: 1 });
    talks = takeEntry(talks, message(4));
    expect(talks[ID] && unreadOf(talks[ID])).toBe(1);
    expect(talks[ID] && lastToRead(talks[ID])).toBe(4);
    talks = takeEntry(talks, message(5, 'contact'));
    expect(talks[ID] && lastToRead(talks[ID])).toBe(4);
  });

  it('stand with the latest on top', () => {
    const talks = [message(1, 'agent', 'old'), message(2, 'agent', 'x')].reduce(takeEntry, {} as Talks);
    const late = takeEntry(talks, { ...message(1, 'agent', 'late'), at: 99 });
    expect(newestFirst(late).map(({ conversation }) => conversation.id)).toEqual(
      ['late', 'x', 'old'].filter((id) => late[id]),
    );
  });

  it('end as the fold of everything, whatever came live before the handshake’s answer', () => {
    const kind = fc.constantFrom<PublicEntryBody>(
      { kind: 'message', text: 'x' },
      { kind: 'resolved' },
      { kind: 'reopened' },
      { kind: 'ticket_created', number: 3 },
      { kind: 'away_told' },
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(kind, fc.constantFrom('contact' as const, 'agent' as const)), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.array(fc.nat(1_000), { maxLength: 30 }),
        fc.nat(1_000),
        (said, live, place) => {
          const log = said.map(([body, by], index) => entry(index + 1, body, by));
          const toldUpTo = (place % log.length) + 1;
          let talks: Talks = {};
          for (const one of live.slice(0, live.length / 2))
            talks = takeEntry(talks, log[one % log.length] as PublicEntry);
          const after = headsOf(talks)[ID] ?? 0;
          talks = takeTalk(talks, told(log.slice(0, Math.max(toldUpTo, after)), after));
          for (const one of live.slice(live.length / 2))
            talks = takeEntry(talks, log[one % log.length] as PublicEntry);
          talks = takeTalk(talks, told(log, headsOf(talks)[ID]));
          expect(talks[ID]?.conversation).toEqual(foldOf(log));
          expect(talks[ID]?.thread.entries).toEqual(log);
        },
      ),
    );
  });
});

describe('what the visitor sees first', () => {
  const site = {
    key: 'k',
    name: 'Shop',
    color: '#000000',
    greeting: '',
    position: 'right' as const,
    language: 'en' as const,
  };
  const state = initialState(site, 'en', true);
  const waiting = (to: Pending['payload']['to']): Pending => ({
    clientId: 'c',
    lane: 'visitor',
    payload: { to, text: 'x' },
    at: 1,
    state: { kind: 'waiting' },
    kept: 'kept',
    late: false,
  });

  it('is the start where nothing is going on', () => {
    expect(firstView(state)).toBeNull();
    const resolved = [message(1, 'contact'), entry(2, { kind: 'resolved' })].reduce(takeEntry, {} as Talks);
    expect(firstView({ ...state, talks: resolved })).toBeNull();
  });

  it('is an open conversation, or one with something unread', () => {
    const open = takeEntry({}, message(1, 'contact'));
    expect(firstView({ ...state, talks: open })).toEqual({ conversationId: ID });
    const unread = [message(1), entry(2, { kind: 'resolved' })].reduce(takeEntry, {} as Talks);
    expect(firstView({ ...state, talks: unread })).toEqual({ conversationId: ID });
  });

  it('is what still waits to be sent, under the id it has got meanwhile', () => {
    const pending = [waiting({ openId: 'o' })];
    expect(firstView({ ...state, pending })).toEqual({ openId: 'o' });
    const named = { ...state, pending, opened: { o: ID } };
    expect(threadId(named, firstView(named))).toBe(ID);
    expect(pendingIn(named, ID)).toHaveLength(1);
    expect(pendingIn(named, 'o')).toHaveLength(0);
  });
});
