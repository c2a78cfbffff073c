import { isDuplicateKey } from '../core/db/duplicate-key.ts';
import { Refused } from '../core/refused.ts';
import type { RightsDecision, RightsFields } from './model.ts';
import type { AgentParts } from './parts.ts';
import type { Standing } from './policy.ts';

/** On one node changes wait for each other; so many other nodes may come first. */
const MAX_ATTEMPTS = 10;
const NONE: RightsDecision = { _id: 'rights', version: 0, change: null };

/**
 * Changes what somebody may do, by a decision about everybody: no two are ever made on the same state, on any number
 * of nodes. Each is written down under the next version of one document before it is carried out; whoever comes next
 * first carries out what the one before may have died over.
 * @param decide pure: gives what the agent may do from now on, or throws `Refused`
 * @throws Refused with the decision's own code, or `busy`
 */
export function changeRights(
  parts: AgentParts,
  agentId: string,
  decide: (everybody: readonly Standing[]) => RightsFields,
): Promise<void> {
  return parts.queue.run('rights', async () => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const latest = (await parts.collections.rights.findOne({ _id: 'rights' })) ?? NONE;
      await carryOut(parts, latest);
      const everybody = (await parts.collections.agents.find({}).toArray()).map(
        ({ _id: id, role, active }) => ({ id, role, active }),
      );
      const fields = decide(everybody);
      const before = everybody.find(({ id }) => id === agentId);
      const signsOut = !fields.active || fields.role !== before?.role;
      const next: RightsDecision = {
        _id: 'rights',
        version: latest.version + 1,
        change: { agentId, fields, signsOut },
      };
      if (!(await isRecorded(parts, next))) continue;
      await carryOut(parts, next);
      await parts.directory.reload();
      return;
    }
    throw new Refused('busy');
  });
}

/** Whether this is the decision that follows the one before it; false where another node was quicker. */
async function isRecorded({ collections }: AgentParts, next: RightsDecision): Promise<boolean> {
  const { _id, version, change } = next;
  if (version > 1) {
    const { matchedCount } = await collections.rights.updateOne(
      { _id, version: version - 1 },
      { $set: { version, change } },
    );
    return matchedCount === 1;
  }
  try {
    await collections.rights.insertOne(next);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Does nothing a second time, nor after a later decision about the same agent. */
async function carryOut(
  { collections, sessions, links }: AgentParts,
  { version, change }: RightsDecision,
): Promise<void> {
  if (change === null) return;
  const { agentId, fields, signsOut } = change;
  const { matchedCount } = await collections.agents.updateOne(
    { _id: agentId, rightsVersion: { $not: { $gte: version } } },
    { $set: { ...fields, rightsVersion: version } },
  );
  if (matchedCount === 0) return;
  // Before anybody hears of the change: what is cut for it must not come back by the old session.
  if (signsOut) await sessions.endOthers(agentId, null);
  if (!fields.active) await links.withdrawAll({ kind: 'reset', agentId });
}
