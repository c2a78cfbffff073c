import type { z } from 'zod';
import type { ChangeAgent } from '../../shared/agents.ts';
import { Refused } from '../core/refused.ts';
import type { AgentDocument } from './model.ts';
import type { AgentParts } from './parts.ts';
import { leavesAnAdmin, requireKnownSites } from './policy.ts';

/**
 * An admin changes what somebody may do. Who is deactivated is signed out everywhere; what they wrote stays. Whose
 * role changes is signed out too: a session begun for little must not come to stand for much.
 * @throws Refused `not_found`, `last_admin`, `invalid_input` for sites that do not exist
 */
export function changeAgent(
  parts: AgentParts,
  agentId: string,
  changes: z.output<typeof ChangeAgent>,
): Promise<void> {
  requireKnownSites(parts.sites, changes.siteIds ?? null);
  // One after the other: two admins who demote each other at once must not both succeed.
  return parts.queue.run('agents', async () => {
    const { agents } = parts.collections;
    const everybody = (await agents.find({}).toArray()).map(({ _id, role, active }) => ({
      id: _id,
      role,
      active,
    }));
    const before = everybody.find((agent) => agent.id === agentId);
    if (before === undefined) throw new Refused('not_found');
    const after = {
      id: agentId,
      role: changes.role ?? before.role,
      active: changes.active ?? before.active,
    };
    if (!leavesAnAdmin(everybody, after)) throw new Refused('last_admin');
    const fields: Partial<AgentDocument> = {
      role: after.role,
      active: after.active,
      ...(changes.siteIds !== undefined && { siteIds: changes.siteIds }),
    };
    await agents.updateOne({ _id: agentId }, { $set: fields });
    // Before anybody hears of the change: what is cut for it must not come back by the old session.
    if (!after.active || after.role !== before.role) await parts.sessions.endOthers(agentId, null);
    if (!after.active) await parts.links.withdrawAll({ kind: 'reset', agentId });
    await parts.directory.reload();
  });
}
