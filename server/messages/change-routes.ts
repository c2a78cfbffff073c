import { z } from 'zod';
import { Emoji, type MessageChange } from '../../shared/changes.ts';
import { ClientId, Id } from '../../shared/ids.ts';
import { MessageText } from '../../shared/messages.ts';
import { AppendedAnswer, AuthorAnswer, appendedOf, type Conversations } from '../conversations/index.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { keyOrNew } from '../core/http/idempotency.ts';
import { type Route, route } from '../core/http/route.ts';
import { changeOf } from './change-message.ts';

const EntryRef = z.strictObject({ id: Id, seq: z.coerce.number().int().min(1) });
const Repeatable = { clientId: ClientId.optional() };
const NewText = z.strictObject({ text: MessageText, ...Repeatable });
const NewReaction = z.strictObject({ emoji: Emoji, on: z.boolean(), ...Repeatable });

const HistoryAnswer = z.object({
  author: AuthorAnswer,
  versions: z.array(z.object({ text: z.string(), at: z.number().int() })),
  removed: z.object({ at: z.number().int(), by: AuthorAnswer }).nullable(),
});

/** What an agent does with one message or note, named by its number in the log. */
export function changeRoutes({
  conversations,
  clock,
}: {
  conversations: Conversations;
  clock: Clock;
}): Route[] {
  const shared = {
    access: 'agent',
    scope: 'conversations:write',
    params: EntryRef,
    answer: AppendedAnswer,
  } as const;
  const append = async (
    actor: AgentActor,
    { id: conversationId, seq }: z.output<typeof EntryRef>,
    clientId: string,
    change: MessageChange,
  ) => {
    await conversations.visible(actor, conversationId);
    const { entry } = await conversations.written(conversationId, { seq });
    const input = { conversationId, clientId, target: entry.clientId, change };
    const appended = await conversations.append(changeOf({ conversations, clock }, actor, input));
    return appendedOf(appended.entry);
  };
  return [
    route({
      ...shared,
      method: 'patch',
      path: '/conversations/:id/entries/:seq',
      summary: "Edits one's own message or note.",
      body: NewText,
      handle: ({ actor, params, body: { text, clientId }, idempotencyKey }) =>
        append(actor, params, clientId ?? keyOrNew(idempotencyKey, actor.id), { kind: 'edited', text }),
    }),
    route({
      ...shared,
      method: 'delete',
      path: '/conversations/:id/entries/:seq',
      summary: "Removes one's own message or note; an admin may remove any.",
      handle: ({ actor, params, idempotencyKey }) =>
        append(actor, params, keyOrNew(idempotencyKey, actor.id), { kind: 'removed' }),
    }),
    route({
      ...shared,
      method: 'post',
      path: '/conversations/:id/entries/:seq/reactions',
      summary: 'Reacts to a message or note, or takes the reaction back.',
      status: 201,
      body: NewReaction,
      handle: ({ actor, params, body: { emoji, on, clientId }, idempotencyKey }) =>
        append(actor, params, clientId ?? keyOrNew(idempotencyKey, actor.id), { kind: 'reacted', emoji, on }),
    }),
    route({
      method: 'get',
      path: '/conversations/:id/entries/:seq/history',
      summary: 'What a message or note said at every time, and who removed it.',
      access: 'agent',
      scope: 'conversations:read',
      params: EntryRef,
      answer: HistoryAnswer,
      async handle({ actor, params: { id, seq } }) {
        await conversations.visible(actor, id);
        return conversations.forAgents.history(id, { seq });
      },
    }),
  ];
}
