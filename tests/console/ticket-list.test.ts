import { describe, expect, it } from 'vitest';
import { type TicketFilter, TicketList } from '../../console/tickets/ticket-list.ts';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { TicketRow } from '../../shared/tickets.ts';
import { entriesOf, START, summaryOf, ticketRow } from './builders.ts';

function setUp(filter: TicketFilter, rows: TicketRow[]) {
  const server = { broken: false };
  const list = new TicketList(filter, async ({ limit, cursor }) => {
    if (server.broken) return { ok: false, error: { code: 'unavailable', message: 'away' } };
    const from = Number(cursor ?? 0);
    const to = from + limit;
    return {
      ok: true,
      value: { items: rows.slice(from, to), nextCursor: to < rows.length ? String(to) : null },
    };
  });
  return { list, server, numbers: () => list.rows.value.map(({ number }) => number) };
}

/** A conversation's live change with its ticket, at a time after START. */
function changed(number: number, ticket: Partial<TicketRow>, at = 1_000): ConversationSummary {
  const { conversationId, contact, siteId, assigneeId, lastAt, ...rest } = ticketRow(number, ticket);
  return summaryOf(entriesOf(conversationId, 'c:hello'), {
    contact,
    siteId,
    assigneeId,
    ticket: rest,
    lastAt: Math.max(lastAt, START + at),
  });
}

const many = (count: number) => Array.from({ length: count }, (_, index) => ticketRow(count - index));

describe('the list of tickets', () => {
  it('loads page by page, the newest number first', async () => {
    const { list, numbers } = setUp('any', many(120));
    await list.refresh();
    expect(numbers()).toHaveLength(50);
    await list.loadMore();
    await list.loadMore();
    await list.loadMore();
    expect(numbers()).toEqual(many(120).map(({ number }) => number));
  });

  it('follows live changes: a new ticket on top, a changed one in its place', async () => {
    const { list, numbers } = setUp('not_closed', many(3));
    await list.refresh();
    list.takeChanges([changed(4, {}), changed(2, { priority: 'urgent' })]);
    expect(numbers()).toEqual([4, 3, 2, 1]);
    expect(list.rows.value[2]).toMatchObject({ number: 2, priority: 'urgent' });
  });

  it('lets go of what no longer belongs, and takes it back', async () => {
    const { list, numbers } = setUp('not_closed', many(3));
    await list.refresh();
    list.takeChanges([changed(2, { status: 'closed' })]);
    expect(numbers()).toEqual([3, 1]);
    list.takeChanges([changed(2, { status: 'open' }, 2_000)]);
    expect(numbers()).toEqual([3, 2, 1]);
  });

  it('leaves out older news, conversations without a ticket, and what is below the loaded part', async () => {
    const { list, numbers } = setUp('any', many(60));
    await list.refresh();
    list.takeChanges([changed(1, {}), summaryOf(entriesOf('none', 'c:hi'))]);
    expect(numbers()).toHaveLength(50);
    list.takeChanges([changed(60, { subject: 'newer' }, 5_000)]);
    list.takeChanges([changed(60, { subject: 'older' }, 1_000)]);
    expect(list.rows.value[0]?.subject).toBe('newer');
  });

  it('says where loading failed, and keeps what is shown', async () => {
    const { list, server, numbers } = setUp('any', many(60));
    server.broken = true;
    await list.refresh();
    expect(list.state.value.kind).toBe('failed');
    server.broken = false;
    await list.refresh();
    server.broken = true;
    await list.loadMore();
    await list.refresh();
    expect(list.state.value).toMatchObject({ kind: 'ready', more: 'failed' });
    expect(numbers()).toHaveLength(50);
  });
});
