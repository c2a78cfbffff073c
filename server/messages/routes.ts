import { z } from 'zod';
import { ClientId, Id } from '../../shared/ids.ts';
import { MessageContent, NOTHING_SAID, saysSomething } from '../../shared/messages.ts';
import { AppendedAnswer, type Conversations } from '../conversations/index.ts';
import { keyOrNew } from '../core/http/idempotency.ts';
import { type Route, route } from '../core/http/route.ts';
import { agentMessage, type ClaimAttachments } from './send-agent-message.ts';

const ById = z.strictObject({ id: Id });
const NewMessage = z
  .strictObject({ ...MessageContent, text: MessageContent.text.default(''), clientId: ClientId.optional() })
  .refine(saysSomething, NOTHING_SAID);

export function messageRoutes(conversations: Conversations, claim: ClaimAttachments): Route[] {
  const send = (kind: 'message' | 'note', path: string, summary: string) =>
    route({
      method: 'post',
      path,
      summary,
      access: 'agent',
      scope: 'conversations:write',
      status: 201,
      params: ById,
      body: NewMessage,
      answer: AppendedAnswer,
      async handle({ actor, params, body, idempotencyKey }) {
        const clientId = body.clientId ?? keyOrNew(idempotencyKey, actor.id);
        const { text, attachments } = body;
        const input = { conversationId: params.id, clientId, text, attachments };
        const { entry } = await conversations.append(agentMessage(actor, kind, input, claim));
        return { conversationId: entry.conversationId, seq: entry.seq, at: entry.at };
      },
    });
  return [
    send('message', '/conversations/:id/messages', 'Sends a message that both sides see.'),
    send('note', '/conversations/:id/notes', 'Adds a note that only agents see.'),
  ];
}
