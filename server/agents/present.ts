import type { Agent, AgentPresence, Invite } from '../../shared/agents.ts';
import type { DirectoryAgent } from './directory.ts';
import type { LinkDocument } from './model.ts';

/** An agent as colleagues see it. */
export function presentAgent(agent: DirectoryAgent, presence: AgentPresence): Agent {
  return {
    id: agent.id,
    name: agent.name,
    email: agent.email,
    role: agent.role,
    siteIds: agent.siteIds,
    active: agent.active,
    availability: agent.availability,
    language: agent.language,
    presence,
    pictureUrl: agent.pictureUrl,
  };
}

export function presentInvite(link: Extract<LinkDocument, { kind: 'invite' }>): Invite {
  return { id: link.publicId, email: link.email, role: link.role, expiresAt: link.expiresAt.getTime() };
}
