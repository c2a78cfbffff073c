import type { AgentRole } from '../../shared/agents.ts';
import { Refused } from '../core/refused.ts';
import type { AgentDeps } from './parts.ts';

export interface Standing {
  id: string;
  role: AgentRole;
  active: boolean;
}

/** Whether somebody could still manage agents and sites after this change. */
export function leavesAnAdmin(agents: readonly Standing[], changed: Standing): boolean {
  return agents
    .map((agent) => (agent.id === changed.id ? changed : agent))
    .some((agent) => agent.active && agent.role === 'admin');
}

/**
 * @throws Refused `invalid_input` naming the sites that do not exist
 */
export function requireKnownSites(sites: AgentDeps['sites'], siteIds: readonly string[] | null): void {
  const unknown = (siteIds ?? []).filter((id) => sites.get(id) === undefined);
  if (unknown.length === 0) return;
  throw new Refused('invalid_input', {
    errors: unknown.map((id) => ({ path: 'siteIds', message: `There is no site ${id}.` })),
  });
}
