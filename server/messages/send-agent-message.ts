import type { z } from 'zod';
import type { Attachment } from '../../shared/attachments.ts';
import { VISIBILITY } from '../../shared/entries.ts';
import type { AddNote, SendAgentMessage } from '../../shared/messages.ts';
import { type Attachments, ownerOf } from '../attachments/index.ts';
import { type AppendRequest, requireSight } from '../conversations/index.ts';
import type { AgentActor } from '../core/actor.ts';
import { Refused } from '../core/refused.ts';

/** Gives files to the message that takes them along. */
export type ClaimAttachments = Attachments['claim'];

/**
 * An agent's message, which both sides see.
 * @throws (when it is decided) Refused `ticket_closed`, `attachment_gone`, `unsupported_type` for a card's picture that
 *   is none
 */
export function agentMessage(
  agent: AgentActor,
  input: z.output<typeof SendAgentMessage>,
  claim: ClaimAttachments,
): AppendRequest<Attachment[]> {
  const { conversationId, clientId, text, attachments = [], quickReplies = [], cards = [] } = input;
  const pictures = [...new Set(cards.flatMap(({ picture }) => picture ?? []))];
  const files = attachments.filter((id) => !pictures.includes(id));
  return {
    conversationId,
    clientId,
    author: { kind: 'agent', id: agent.id },
    intent: { kind: 'message', text, attachments: files, quickReplies, cards },
    prepare: () =>
      claim({ owner: ownerOf(agent), conversationId, clientId, visibility: VISIBILITY.message }, [
        ...files,
        ...pictures,
      ]),
    decide(conversation, claimed) {
      requireSight(agent, conversation);
      if (conversation.ticket?.status === 'closed') throw new Refused('ticket_closed');
      return {
        kind: 'message',
        text,
        ...(files.length > 0 && { attachments: claimed.slice(0, files.length) }),
        ...(quickReplies.length > 0 && { quickReplies }),
        ...(cards.length > 0 && {
          cards: cards.map(({ picture, ...words }) => ({
            ...words,
            ...(picture !== undefined && { picture: pictureIn(claimed, picture) }),
          })),
        }),
      };
    },
  };
}

/** A note, which only agents see. */
export function agentNote(
  agent: AgentActor,
  { conversationId, clientId, text, attachments = [] }: z.output<typeof AddNote>,
  claim: ClaimAttachments,
): AppendRequest<Attachment[]> {
  return {
    conversationId,
    clientId,
    author: { kind: 'agent', id: agent.id },
    intent: { kind: 'note', text, attachments },
    prepare: () =>
      claim({ owner: ownerOf(agent), conversationId, clientId, visibility: VISIBILITY.note }, attachments),
    decide(conversation, files) {
      requireSight(agent, conversation);
      return { kind: 'note', text, ...(files.length > 0 && { attachments: files }) };
    },
  };
}

function pictureIn(claimed: readonly Attachment[], id: string): Attachment {
  const found = claimed.find((attachment) => attachment.id === id);
  // Only what was drawn anew has a size.
  if (found?.width === undefined) throw new Refused('unsupported_type');
  return found;
}
