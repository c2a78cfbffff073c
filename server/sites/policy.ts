import { type AgentActor, answersFor } from '../core/actor.ts';

/** Agents see the sites they answer for; admins set up all of them. */
export function maySeeSite(agent: AgentActor, siteId: string): boolean {
  return agent.role === 'admin' || answersFor(agent, siteId);
}
