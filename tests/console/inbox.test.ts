import { describe, expect, it } from 'vitest';
import { Inbox } from '../../console/conversations/inbox.ts';
import type { ConversationSummary } from '../../shared/conversations.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import { COLLEAGUE, entriesOf, ME, START, summaryOf, waiting } from './builders.ts';
import { settled, turn } from './turn.ts';

function setUp() {
  const clock = new TurnedClock(START);
  const rung: string[] = [];
  const asked = { counts: 0, lists: 0 };
  const stored: ConversationSummary[] = [];
  const inbox = new Inbox({
    time: clock,
    agentId: () => ME,
    async ask() {
      asked.lists++;
      return { ok: true, value: { items: [...stored], nextCursor: null } };
    },
    async askCounts() {
      asked.counts++;
      return { ok: true, value: { mine: 1, unassigned: 2, open: 3, tickets: asked.counts } };
    },
    onContactMessage: ({ id }) => rung.push(id),
  });
  return { inbox, clock, rung, asked, stored };
}

describe('the inbox', () => {
  it('asks for counts soon after a change, and then at most every two seconds', async () => {
    const { inbox, clock, asked } = setUp();
    for (let change = 0; change < 40; change++) {
      inbox.takeChanges([waiting(`c${change}`, change)]);
      await turn(clock, 100);
    }
    expect(asked.counts).toBe(2);
    await turn(clock, 10_000);
    expect(asked.counts).toBe(3);
    expect(inbox.counts.value?.tickets).toBe(3);
  });

  it('rings for what contacts write to me or to nobody, once for each message', () => {
    const { inbox, rung } = setUp();
    const first = entriesOf('mine', 'c:one', 'c:two');
    inbox.takeChanges([summaryOf(first.slice(0, 1), { assigneeId: ME })]);
    inbox.takeChanges([summaryOf(first.slice(0, 1), { assigneeId: ME })]);
    inbox.takeChanges([summaryOf(first, { assigneeId: ME })]);
    inbox.takeChanges([waiting('theirs', 1, { assigneeId: COLLEAGUE })]);
    inbox.takeChanges([summaryOf(entriesOf('answered', 'c:one', 'a:two'))]);
    expect(rung).toEqual(['mine', 'mine']);
  });

  it('does not ring for old waiting conversations that only come into sight', () => {
    const { inbox, rung } = setUp();
    const entries = entriesOf('old', 'c:one', 'c:two', 'c:three');
    inbox.takeChanges([summaryOf(entries)]);
    expect(rung).toEqual([]);
  });

  it('asks the list for the own mark of a conversation it did not know', async () => {
    const { inbox, clock, asked, stored } = setUp();
    inbox.show(inbox.list('open', 'newest'));
    await settled();
    expect(asked.lists).toBe(1);
    const summary = summaryOf(entriesOf('a', 'c:one', 'c:two', 'c:three'));
    stored.push({ ...summary, read: { seq: 2, contactMessages: 2 } });
    inbox.takeChanges([summary]);
    await turn(clock, 2_000);
    expect(asked.lists).toBe(2);
    expect(inbox.known.get('a')?.read).toEqual({ seq: 2, contactMessages: 2 });
    expect(inbox.unread.value).toBe(1);
  });

  it('keeps the top of all open conversations known, whatever is shown', async () => {
    const { inbox, asked } = setUp();
    inbox.show(inbox.list('resolved', 'newest'));
    inbox.refreshLists();
    await settled();
    expect(asked.lists).toBe(2);
  });

  it('tells listeners of what comes live and of what the open thread knows first', () => {
    const { inbox } = setUp();
    const told: number[] = [];
    const stop = inbox.onChanges((items) => told.push(...items.map(({ lastSeq }) => lastSeq)));
    const entries = entriesOf('a', 'c:one', 'c:two');
    inbox.takeChanges([summaryOf(entries.slice(0, 1))]);
    inbox.takeOpened(summaryOf(entries));
    inbox.takeOpened(summaryOf(entries));
    stop();
    inbox.takeChanges([waiting('b', 1)]);
    expect(told).toEqual([1, 2]);
  });
});
