import type { AgentRole, Availability } from '../../shared/agents.ts';
import type { Language } from '../../shared/languages.ts';
import type { Core } from '../core/core.ts';
import { Refreshed } from '../core/refreshed.ts';
import type { AgentCollections, AgentDocument } from './model.ts';

/** An agent as the rest of the server knows it. */
export interface DirectoryAgent {
  id: string;
  name: string;
  email: string;
  role: AgentRole;
  siteIds: string[] | null;
  active: boolean;
  availability: Availability;
  language: Language | null;
  /** A whole address: widgets show it on pages of other origins. */
  pictureUrl: string | null;
}

type Known = Omit<DirectoryAgent, 'pictureUrl'> & { pictureVersion: string | null };

/** Everybody who is or was an agent, in memory. */
export class Directory extends Refreshed<Known> {
  readonly #core: Core;

  constructor(core: Core, { agents }: AgentCollections) {
    super(
      async () => (await agents.find({}).sort({ createdAt: 1, _id: 1 }).toArray()).map(known),
      core.clock,
      core.log,
    );
    this.#core = core;
  }

  get(id: string): DirectoryAgent | undefined {
    const agent = this.items.get(id);
    return agent && this.#shown(agent);
  }

  /** By id, the oldest first. */
  all(): Map<string, DirectoryAgent> {
    return new Map([...this.items].map(([id, agent]) => [id, this.#shown(agent)]));
  }

  #shown({ pictureVersion, ...agent }: Known): DirectoryAgent {
    const address = `${this.#core.config.publicUrl}/api/v1/agents/${agent.id}/picture?v=${pictureVersion}`;
    return { ...agent, pictureUrl: pictureVersion === null ? null : address };
  }
}

function known(document: AgentDocument): Known {
  return {
    id: document._id,
    name: document.name,
    email: document.email,
    role: document.role,
    siteIds: document.siteIds,
    active: document.active,
    availability: document.availability,
    language: document.language ?? null,
    pictureVersion: document.pictureVersion,
  };
}
