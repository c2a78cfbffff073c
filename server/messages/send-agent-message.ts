import type { z } from 'zod';
import type { SendAgentMessage } from '../../shared/messages.ts';
import { type AppendRequest, requireSight } from '../conversations/index.ts';
import type { AgentActor } from '../core/actor.ts';
import { Refused } from '../core/refused.ts';

/** An agent's message, which both sides see, or note, which only agents see. */
export function agentMessage(
  agent: AgentActor,
  kind: 'message' | 'note',
  { conversationId, clientId, text }: z.output<typeof SendAgentMessage>,
): AppendRequest {
  return {
    conversationId,
    clientId,
    author: { kind: 'agent', id: agent.id },
    intent: { kind, text },
    decide(conversation) {
      requireSight(agent, conversation);
      if (kind === 'message' && conversation.ticket?.status === 'closed') throw new Refused('ticket_closed');
      return { kind, text };
    },
  };
}
