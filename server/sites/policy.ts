import type { Site } from '../../shared/sites.ts';
import { type AgentActor, answersFor, type VisitorActor } from '../core/actor.ts';

/** Agents see the sites they answer for; admins set up all of them. */
export function maySeeSite(agent: AgentActor, siteId: string): boolean {
  return agent.role === 'admin' || answersFor(agent, siteId);
}

/** Whether a site lets a visitor chat who is or is not signed in there. */
export function mayChat(site: Pick<Site, 'signedInOnly'>, { person }: Pick<VisitorActor, 'person'>): boolean {
  return !site.signedInOnly || person !== null;
}
