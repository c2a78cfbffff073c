import { agentCollections } from '../../server/agents/model.ts';
import type { AgentActor } from '../../server/core/actor.ts';
import type { Core } from '../../server/core/core.ts';
import { newId } from '../../server/core/ids.ts';
import { createSites } from '../../server/sites/index.ts';
import type { Site } from '../../shared/sites.ts';

const FIRST_SITE = 'Lamp & Table';
const FIRST_ADMIN = { name: 'Alex Morgan', email: 'admin@example.com' };

/** Who is there to be written to, and who answers. */
export interface FoundCompany {
  sites: Site[];
  agents: AgentActor[];
  /** The address of the admin who had to be made, and who has no password yet. */
  madeAdmin: string | null;
}

/** The sites and agents of the store; the first of each is made where there is none. */
export async function findCompany(core: Core): Promise<FoundCompany> {
  const { agents } = agentCollections(core.db);
  const hasAgents = (await agents.findOne({})) !== null;
  if (!hasAgents) {
    await agents.insertOne({
      ...FIRST_ADMIN,
      _id: newId(),
      role: 'admin',
      siteIds: null,
      active: true,
      availability: 'here',
      passwordHash: null,
      pictureVersion: null,
      createdAt: new Date(core.clock.now()),
      founder: true,
    });
  }
  const sites = createSites(core);
  await sites.start();
  if (sites.all().length === 0) await sites.create(FIRST_SITE);
  sites.stop();
  const active = await agents.find({ active: true }).sort({ createdAt: 1, _id: 1 }).toArray();
  return {
    sites: sites.all(),
    agents: active.map(({ _id, name, role, siteIds }) => {
      return { kind: 'agent', id: _id, name, role, siteIds, sessionId: 'seed' };
    }),
    madeAdmin: hasAgents ? null : FIRST_ADMIN.email,
  };
}
