import type { z } from 'zod';
import type { ChangeAgent } from '../../shared/agents.ts';
import { Refused } from '../core/refused.ts';
import { changeRights } from './change-rights.ts';
import type { AgentParts } from './parts.ts';
import { leavesAnAdmin, requireKnownSites } from './policy.ts';

/**
 * An admin changes what somebody may do. Who is deactivated is signed out everywhere; what they wrote stays. Whose
 * role changes is signed out too: a session begun for little must not come to stand for much.
 * @throws Refused `not_found`, `last_admin`, `busy`, `invalid_input` for sites that do not exist
 */
export async function changeAgent(
  parts: AgentParts,
  agentId: string,
  changes: z.output<typeof ChangeAgent>,
): Promise<void> {
  requireKnownSites(parts.sites, changes.siteIds ?? null);
  await changeRights(parts, agentId, (everybody) => {
    const before = everybody.find((agent) => agent.id === agentId);
    if (before === undefined) throw new Refused('not_found');
    const role = changes.role ?? before.role;
    const active = changes.active ?? before.active;
    if (!leavesAnAdmin(everybody, { id: agentId, role, active })) throw new Refused('last_admin');
    return { role, active, ...(changes.siteIds !== undefined && { siteIds: changes.siteIds }) };
  });
}
