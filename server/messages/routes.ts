import { z } from 'zod';
import { ClientId, Id } from '../../shared/ids.ts';
import { MessageContent, NOTHING_SAID, saysSomething } from '../../shared/messages.ts';
import { SentOffers } from '../../shared/offers.ts';
import { AppendedAnswer, appendedOf, type Conversations } from '../conversations/index.ts';
import { keyOrNew } from '../core/http/idempotency.ts';
import { type Route, route } from '../core/http/route.ts';
import { agentMessage, agentNote, type ClaimAttachments } from './send-agent-message.ts';

const ById = z.strictObject({ id: Id });
const Content = { ...MessageContent, text: MessageContent.text.default(''), clientId: ClientId.optional() };
const NewMessage = z.strictObject({ ...Content, ...SentOffers }).refine(saysSomething, NOTHING_SAID);
const NewNote = z.strictObject(Content).refine(saysSomething, NOTHING_SAID);

export function messageRoutes(conversations: Conversations, claim: ClaimAttachments): Route[] {
  const shape = {
    method: 'post',
    access: 'agent',
    scope: 'conversations:write',
    status: 201,
    params: ById,
    answer: AppendedAnswer,
  } as const;
  return [
    route({
      ...shape,
      path: '/conversations/:id/messages',
      summary: 'Sends a message that both sides see.',
      body: NewMessage,
      async handle({ actor, params, body, idempotencyKey }) {
        const clientId = body.clientId ?? keyOrNew(idempotencyKey, actor.id);
        const request = agentMessage(actor, { ...body, conversationId: params.id, clientId }, claim);
        const { entry } = await conversations.append(request);
        return appendedOf(entry);
      },
    }),
    route({
      ...shape,
      path: '/conversations/:id/notes',
      summary: 'Sends a note that only agents see.',
      body: NewNote,
      async handle({ actor, params, body, idempotencyKey }) {
        const clientId = body.clientId ?? keyOrNew(idempotencyKey, actor.id);
        const request = agentNote(actor, { ...body, conversationId: params.id, clientId }, claim);
        const { entry } = await conversations.append(request);
        return appendedOf(entry);
      },
    }),
  ];
}
