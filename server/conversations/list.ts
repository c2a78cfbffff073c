import type { z } from 'zod';
import type { ConversationOrder, ConversationView, ListConversations } from '../../shared/conversations.ts';
import type { ConversationCounts } from '../../shared/events.ts';
import type { AgentActor } from '../core/actor.ts';
import { decodeCursor, encodeCursor } from '../core/cursor.ts';
import type { ConversationDocument, LogCollections } from './model.ts';
import { siteScope } from './policy.ts';

/** What `shared/conversation-lists.ts` says in code, as a query. */
function viewFilter(view: ConversationView, agentId: string): object {
  const some = { lastSeq: { $gt: 0 } };
  switch (view) {
    case 'open':
      return { status: 'open', ...some };
    case 'mine':
      return { assigneeId: agentId, status: 'open', ...some };
    case 'unassigned':
      return { assigneeId: null, status: 'open', ...some };
    case 'resolved':
      return { status: 'resolved', ...some };
  }
}

const ORDERS: Record<ConversationOrder, { field: 'lastAt' | 'waitRank'; direction: 1 | -1 }> = {
  newest: { field: 'lastAt', direction: -1 },
  longest_waiting: { field: 'waitRank', direction: 1 },
};

type Position = { waiting: boolean; value: number; id: string };

/**
 * A page of one of an agent's views.
 * @throws Refused `invalid_input` for a cursor that is not ours
 */
export async function listConversations(
  conversations: LogCollections['conversations'],
  agent: AgentActor,
  query: z.output<typeof ListConversations>,
): Promise<{ items: ConversationDocument[]; nextCursor: string | null }> {
  const order = ORDERS[query.order];
  const { limit } = query;
  const after = query.cursor === undefined ? {} : beyond(decodeCursor<Position>(query.cursor), order);
  const found = await conversations
    .find({ ...viewFilter(query.view, agent.id), ...siteScope(agent, query.siteId), ...after })
    .sort({ waiting: -1, [order.field]: order.direction, _id: 1 })
    .limit(limit + 1)
    .toArray();
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor =
    found.length > limit && last !== undefined
      ? encodeCursor({
          waiting: last.waiting,
          value: Number(last[order.field]),
          id: last._id,
        } satisfies Position)
      : null;
  return { items, nextCursor };
}

/** How many open conversations each view holds, and how many tickets are not closed. */
export async function countConversations(
  conversations: LogCollections['conversations'],
  agent: AgentActor,
): Promise<ConversationCounts> {
  const scope = siteScope(agent, undefined);
  const count = (view: ConversationView) =>
    conversations.countDocuments({ ...viewFilter(view, agent.id), ...scope });
  const [open, mine, unassigned, tickets] = await Promise.all([
    count('open'),
    count('mine'),
    count('unassigned'),
    conversations.countDocuments({
      'ticket.number': { $gt: 0 },
      'ticket.status': { $in: ['open', 'pending', 'solved'] },
      ...scope,
    }),
  ]);
  return { open, mine, unassigned, tickets };
}

function beyond(
  { waiting, value, id }: Position,
  order: { field: 'lastAt' | 'waitRank'; direction: 1 | -1 },
): object {
  const stored = order.field === 'lastAt' ? new Date(value) : value;
  const further = order.direction === 1 ? { $gt: stored } : { $lt: stored };
  return {
    $or: [
      ...(waiting ? [{ waiting: false }] : []),
      { waiting, [order.field]: further },
      { waiting, [order.field]: stored, _id: { $gt: id } },
    ],
  };
}
