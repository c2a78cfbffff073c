import type { ApiToken } from '../../shared/tokens.ts';
import type { AgentActor } from '../core/actor.ts';

/** Everybody sees and revokes their own tokens, an admin everybody's. */
export function mayManageToken(agent: AgentActor, token: Pick<ApiToken, 'agentId'>): boolean {
  return agent.role === 'admin' || token.agentId === agent.id;
}
