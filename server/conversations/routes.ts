import { z } from 'zod';
import { ListConversations } from '../../shared/conversations.ts';
import { Id } from '../../shared/ids.ts';
import { PAGE_ENTRIES } from '../../shared/limits.ts';
import { type Route, route } from '../core/http/route.ts';
import { ConversationAnswer, EntryAnswer, pageOf, WholeConversationAnswer } from './answers.ts';
import type { Conversations } from './conversations.ts';

const ById = z.strictObject({ id: Id });
const EntryNumber = z.coerce.number().int().min(0);
const After = z.strictObject({
  after: EntryNumber.default(0),
  /** As `nextCursor` gave it; goes before `after`. */
  cursor: EntryNumber.optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_ENTRIES).default(PAGE_ENTRIES),
});

export function conversationRoutes(conversations: Conversations): Route[] {
  return [
    route({
      method: 'get',
      path: '/conversations',
      summary:
        'Lists conversations of one view, who waits for an answer first; or those of all views that hold every word of a search, opened last first.',
      access: 'agent',
      scope: 'conversations:read',
      query: ListConversations,
      answer: pageOf(ConversationAnswer),
      handle: ({ actor, query }) => conversations.list(actor, query),
    }),
    route({
      method: 'get',
      path: '/conversations/:id',
      summary: 'One conversation, with what its visitor was asked before it.',
      access: 'agent',
      scope: 'conversations:read',
      params: ById,
      answer: WholeConversationAnswer,
      handle: ({ actor, params }) => conversations.get(actor, params.id),
    }),
    route({
      method: 'get',
      path: '/conversations/:id/entries',
      summary: `Entries after a number, ascending, at most ${PAGE_ENTRIES}; nextCursor is the number to go on after.`,
      access: 'agent',
      scope: 'conversations:read',
      params: ById,
      query: After,
      answer: pageOf(EntryAnswer),
      async handle({ actor, params, query }) {
        await conversations.visible(actor, params.id);
        const items = await conversations.forAgents.after(
          params.id,
          query.cursor ?? query.after,
          query.limit,
        );
        const last = items.at(-1);
        return { items, nextCursor: items.length === query.limit && last ? String(last.seq) : null };
      },
    }),
  ];
}
