import type { AgentPresence, Availability } from '../../shared/agents.ts';
import { firstName } from '../../shared/names.ts';
import type { VisitorPresence } from '../../shared/sites.ts';
import type { Clock } from '../core/clock.ts';

/** A reload is not an absence: somebody counts as gone only after this. */
const GRACE_MS = 5_000;
const FACES_MAX = 3;

/** What presence needs to know of an agent. */
export interface PresentAgent {
  id: string;
  name: string;
  siteIds: string[] | null;
  active: boolean;
  availability: Availability;
  pictureUrl: string | null;
}

/** Who is connected to this node. Volatile: nothing here is stored, and a node that dies takes nothing with it. */
export class Presence {
  readonly #clock: Clock;
  readonly #agents: () => ReadonlyMap<string, PresentAgent>;
  readonly #consoles = new Map<string, { sockets: number; leave: (() => void) | null }>();
  readonly #contacts = new Map<string, number>();
  #listener: () => void = () => undefined;

  /** @param agents everybody who may answer, fresh at every call */
  constructor(clock: Clock, agents: () => ReadonlyMap<string, PresentAgent>) {
    this.#clock = clock;
    this.#agents = agents;
  }

  /** Calls `listener` when an agent comes or goes. */
  onAgentsChanged(listener: () => void): void {
    this.#listener = listener;
  }

  agentConnected(agentId: string): void {
    const known = this.#consoles.get(agentId);
    known?.leave?.();
    this.#consoles.set(agentId, { sockets: (known?.sockets ?? 0) + 1, leave: null });
    if (known === undefined) this.#listener();
  }

  agentDisconnected(agentId: string): void {
    const known = this.#consoles.get(agentId);
    if (known === undefined) return;
    known.sockets--;
    if (known.sockets > 0) return;
    known.leave = this.#clock.after(GRACE_MS, () => {
      this.#consoles.delete(agentId);
      this.#listener();
    });
  }

  /** The agent's console was closed for good (signed out, deactivated): gone at once. */
  agentLeft(agentId: string): void {
    const known = this.#consoles.get(agentId);
    if (known === undefined) return;
    known.leave?.();
    this.#consoles.delete(agentId);
    this.#listener();
  }

  contactConnected(contactId: string): void {
    this.#contacts.set(contactId, (this.#contacts.get(contactId) ?? 0) + 1);
  }

  contactDisconnected(contactId: string): void {
    const left = (this.#contacts.get(contactId) ?? 1) - 1;
    if (left > 0) this.#contacts.set(contactId, left);
    else this.#contacts.delete(contactId);
  }

  isContactOnline(contactId: string): boolean {
    return this.#contacts.has(contactId);
  }

  stateOf(agentId: string): AgentPresence {
    if (!this.#consoles.has(agentId)) return 'offline';
    return this.#agents().get(agentId)?.availability ?? 'offline';
  }

  /** Every agent who is connected, by id. */
  states(): Record<string, AgentPresence> {
    return Object.fromEntries([...this.#consoles.keys()].map((id) => [id, this.stateOf(id)]));
  }

  /** Who is there for a site's visitors: first names and faces only. */
  forVisitors(siteId: string): VisitorPresence {
    const here = [...this.#agents().values()].filter(
      (agent) =>
        agent.active &&
        (agent.siteIds === null || agent.siteIds.includes(siteId)) &&
        this.stateOf(agent.id) === 'here',
    );
    return {
      here: here.length > 0,
      agents: here
        .slice(0, FACES_MAX)
        .map(({ id, name, pictureUrl }) => ({ id, name: firstName(name), pictureUrl })),
    };
  }
}
