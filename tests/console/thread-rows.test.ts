import { describe, expect, it } from 'vitest';
import { type PendingReply, type ThreadRow, threadRows } from '../../console/conversations/thread-rows.ts';
import { NO_OFFERS } from '../../console/messages/offers.ts';
import { entriesOf, ME, START } from './builders.ts';

const me = { id: ME, name: 'Ana Moraes' };

function rowsOf(
  said: Parameters<typeof entriesOf>[1][],
  more: { pending?: PendingReply[]; contactReadSeq?: number; dayOf?: (at: number) => string } = {},
): ThreadRow[] {
  return threadRows({
    entries: entriesOf('c1', ...said),
    pending: more.pending ?? [],
    contactReadSeq: more.contactReadSeq ?? 0,
    me,
    dayOf: more.dayOf ?? (() => 'one day'),
  });
}

/** Each row in a word. */
function words(rows: ThreadRow[]): string[] {
  return rows.map((row) => {
    if (row.kind === 'day') return 'day';
    if (row.kind === 'event') return row.entry.kind;
    return `${row.first ? '' : '+'}${row.text}${row.status.kind === 'none' ? '' : ` (${row.status.kind})`}`;
  });
}

function pending(clientId: string, state: PendingReply['state']): PendingReply {
  return {
    clientId,
    kind: 'message',
    text: clientId,
    files: [],
    offers: NO_OFFERS,
    at: START + 60_000 * 60,
    state,
    kept: 'kept',
    late: false,
  };
}

describe('the rows of a thread', () => {
  it('groups what one person writes within minutes, notes apart', () => {
    const rows = rowsOf(['c:one', 'c:two', 'a:three', 'n:four', 'n:five']);
    expect(words(rows)).toEqual(['day', 'one', '+two', 'three (sent)', 'four', '+five']);
  });

  it('begins a group anew after something has happened', () => {
    const rows = rowsOf(['c:one', { kind: 'assigned', assigneeId: ME }, 'c:two']);
    expect(words(rows)).toEqual(['day', 'one', 'assigned', 'two']);
  });

  it('puts a line between days', () => {
    const rows = rowsOf(['c:one', 'c:two', 'c:three'], {
      dayOf: (at) => (at < START + 150_000 ? 'first' : 'second'),
    });
    expect(words(rows)).toEqual(['day', 'one', '+two', 'day', 'three']);
  });

  it('says under the team’s last message whether it was seen, whatever notes come after', () => {
    expect(words(rowsOf(['c:one', 'a:two', 'n:three'], { contactReadSeq: 1 }))).toContain('two (sent)');
    expect(words(rowsOf(['c:one', 'a:two', 'n:three'], { contactReadSeq: 2 }))).toContain('two (seen)');
    expect(words(rowsOf(['a:one', 'a:two'], { contactReadSeq: 2 }))).toEqual(['day', 'one', '+two (seen)']);
  });

  it('shows what is on its way until the log has it', () => {
    const rows = rowsOf(['c:one'], {
      pending: [
        pending('c1-1', { kind: 'sent' }),
        pending('waits', { kind: 'waiting' }),
        pending('refused', { kind: 'failed', refusal: { code: 'ticket_closed', message: 'Closed.' } }),
      ],
    });
    expect(words(rows)).toEqual(['day', 'one', 'waits (sending)', '+refused (failed)']);
    expect(rows.at(-1)).toMatchObject({ status: { clientId: 'refused', refusal: { message: 'Closed.' } } });
  });
});
