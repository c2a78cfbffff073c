import type { z } from 'zod';
import type { Attachment } from '../../shared/attachments.ts';
import { VISIBILITY } from '../../shared/entries.ts';
import type { SendAgentMessage } from '../../shared/messages.ts';
import { type Attachments, ownerOf } from '../attachments/index.ts';
import { type AppendRequest, requireSight } from '../conversations/index.ts';
import type { AgentActor } from '../core/actor.ts';
import { Refused } from '../core/refused.ts';

/** Gives files to the message that takes them along. */
export type ClaimAttachments = Attachments['claim'];

/** An agent's message, which both sides see, or note, which only agents see. */
export function agentMessage(
  agent: AgentActor,
  kind: 'message' | 'note',
  { conversationId, clientId, text, attachments = [] }: z.output<typeof SendAgentMessage>,
  claim: ClaimAttachments,
): AppendRequest<Attachment[]> {
  return {
    conversationId,
    clientId,
    author: { kind: 'agent', id: agent.id },
    intent: { kind, text, attachments },
    prepare: () =>
      claim({ owner: ownerOf(agent), conversationId, clientId, visibility: VISIBILITY[kind] }, attachments),
    decide(conversation, files) {
      requireSight(agent, conversation);
      if (kind === 'message' && conversation.ticket?.status === 'closed') throw new Refused('ticket_closed');
      return { kind, text, ...(files.length > 0 && { attachments: files }) };
    },
  };
}
