import type { AgentPresence, Availability } from '../../shared/agents.ts';
import { nextOpening } from '../../shared/business-hours.ts';
import { firstName } from '../../shared/names.ts';
import type { Site, VisitorPresence } from '../../shared/sites.ts';
import type { Clock } from '../core/clock.ts';
import { Whereabouts } from './whereabouts.ts';

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

/** What presence needs to know of a site. */
export type AttendedSite = Pick<Site, 'hours' | 'specialDays'>;

/** Who is at a node: everybody where `whole`, else what has changed. */
export interface PresenceNews {
  whole: boolean;
  agents: { here: string[]; gone: string[] };
  contacts: { here: string[]; gone: string[] };
}

/** This node among the names of others, which are UUIDs. */
const HERE = 'here';
/** Every node tells the others who is there this often, and what has changed after a moment. */
const TELL_EVERY_MS = 10_000;
const GATHER_MS = 50;
/** Of a node that tells nothing for so long, nobody is there any more. */
const FORGET_AFTER_MS = 25_000;
/** The people of a node that stops come back to another within 6 s; who does not is gone. */
const MOVE_WITHIN_MS = 11_000;

/**
 * Who is connected to this node or another. Volatile: nothing here is stored, and a node that dies takes nothing
 * with it.
 */
export class Presence {
  readonly #clock: Clock;
  readonly #known: () => ReadonlyMap<string, PresentAgent>;
  readonly #site: (siteId: string) => AttendedSite | undefined;
  readonly #consoles = new Map<string, { sockets: number; leave: (() => void) | null }>();
  readonly #tabs = new Map<string, number>();
  readonly #agents = new Whereabouts();
  readonly #contacts = new Whereabouts();
  readonly #changes = { agents: new Map<string, boolean>(), contacts: new Map<string, boolean>() };
  readonly #forget = new Map<string, () => void>();
  /** When each site that visitors have come to is attended again, as far as its open chats have been told. */
  readonly #openings = new Map<string, number | null>();
  #telling: (() => void) | null = null;
  #agentsListener: () => void = () => undefined;
  #contactListener: (contactId: string) => void = () => undefined;
  #hoursListener: (siteId: string) => void = () => undefined;
  #newsListener: ((news: PresenceNews) => void) | null = null;
  #leavingListener: () => void = () => undefined;
  #stop: () => void = () => undefined;

  /**
   * @param agents everybody who may answer, fresh at every call
   * @param site a site as it is now
   */
  constructor(
    clock: Clock,
    agents: () => ReadonlyMap<string, PresentAgent>,
    site: (siteId: string) => AttendedSite | undefined,
  ) {
    this.#clock = clock;
    this.#known = agents;
    this.#site = site;
  }

  /** Calls `listener` when an agent comes or goes. */
  onAgentsChanged(listener: () => void): void {
    this.#agentsListener = listener;
  }

  /** Calls `listener` when a contact comes or goes. */
  onContactChanged(listener: (contactId: string) => void): void {
    this.#contactListener = listener;
  }

  /** Calls `listener` when a site's hours begin or end while nobody is here. */
  onHoursTurned(listener: (siteId: string) => void): void {
    this.#hoursListener = listener;
  }

  /** Calls `listener` with what other nodes have to know of this one. */
  onNews(listener: (news: PresenceNews) => void): void {
    this.#newsListener = listener;
  }

  /** Calls `listener` when this node is about to end. */
  onLeaving(listener: () => void): void {
    this.#leavingListener = listener;
  }

  start(): void {
    this.#stop = this.#clock.every(TELL_EVERY_MS, () => {
      this.tellWhole();
      this.#followHours();
    });
  }

  /** Tells other nodes that the people of this one are on their way to them, and from then on nothing more. */
  stop(): void {
    this.#stop();
    this.#leavingListener();
    this.#newsListener = null;
    // Who is cut here now is on the way to another node: that is no absence.
    this.#agentsListener = () => undefined;
    this.#contactListener = () => undefined;
    for (const cancel of this.#forget.values()) cancel();
  }

  agentConnected(agentId: string): void {
    const known = this.#consoles.get(agentId);
    known?.leave?.();
    this.#consoles.set(agentId, { sockets: (known?.sockets ?? 0) + 1, leave: null });
    if (known === undefined) this.#come('agents', agentId);
  }

  agentDisconnected(agentId: string): void {
    const known = this.#consoles.get(agentId);
    if (known === undefined) return;
    known.sockets--;
    if (known.sockets > 0) return;
    known.leave = this.#clock.after(GRACE_MS, () => {
      this.#consoles.delete(agentId);
      this.#go('agents', agentId);
    });
  }

  contactConnected(contactId: string): void {
    const tabs = this.#tabs.get(contactId) ?? 0;
    this.#tabs.set(contactId, tabs + 1);
    if (tabs === 0) this.#come('contacts', contactId);
  }

  contactDisconnected(contactId: string): void {
    const left = (this.#tabs.get(contactId) ?? 1) - 1;
    if (left > 0) {
      this.#tabs.set(contactId, left);
      return;
    }
    this.#tabs.delete(contactId);
    this.#go('contacts', contactId);
  }

  isContactOnline(contactId: string): boolean {
    return this.#contacts.isAnywhere(contactId);
  }

  /** Tells other nodes everybody who is here. */
  tellWhole(): void {
    this.#changes.agents.clear();
    this.#changes.contacts.clear();
    this.#newsListener?.({
      whole: true,
      agents: { here: this.#agents.at(HERE), gone: [] },
      contacts: { here: this.#contacts.at(HERE), gone: [] },
    });
  }

  /** Another node tells who is there. */
  heard(node: string, { whole, agents, contacts }: PresenceNews): void {
    this.#forgetAfter(node, FORGET_AFTER_MS);
    const agentsMoved = move(this.#agents, node, agents, whole);
    if (agentsMoved.length > 0) this.#agentsListener();
    for (const contactId of move(this.#contacts, node, contacts, whole)) this.#contactListener(contactId);
  }

  /** Another node is about to end. */
  heardLeaving(node: string): void {
    if (this.#forget.has(node)) this.#forgetAfter(node, MOVE_WITHIN_MS);
  }

  #forgetAfter(node: string, delayMs: number): void {
    this.#forget.get(node)?.();
    const forget = () => {
      const nobody = { here: [], gone: [] };
      this.heard(node, { whole: true, agents: nobody, contacts: nobody });
      this.#forget.get(node)?.();
      this.#forget.delete(node);
    };
    this.#forget.set(node, this.#clock.after(delayMs, forget));
  }

  #come(kind: 'agents' | 'contacts', id: string): void {
    const came = (kind === 'agents' ? this.#agents : this.#contacts).add(id, HERE);
    this.#changed(kind, id, true, came);
  }

  #go(kind: 'agents' | 'contacts', id: string): void {
    const gone = (kind === 'agents' ? this.#agents : this.#contacts).remove(id, HERE);
    this.#changed(kind, id, false, gone);
  }

  #changed(kind: 'agents' | 'contacts', id: string, here: boolean, moved: boolean): void {
    if (this.#newsListener !== null) {
      this.#changes[kind].set(id, here);
      this.#telling ??= this.#clock.after(GATHER_MS, () => this.#tellChanges());
    }
    if (!moved) return;
    if (kind === 'agents') this.#agentsListener();
    else this.#contactListener(id);
  }

  #tellChanges(): void {
    this.#telling = null;
    const { agents, contacts } = this.#changes;
    if (agents.size + contacts.size > 0) {
      this.#newsListener?.({ whole: false, agents: split(agents), contacts: split(contacts) });
    }
    agents.clear();
    contacts.clear();
  }

  #followHours(): void {
    for (const [siteId, before] of this.#openings) {
      const opening = this.#openingOf(siteId);
      this.#openings.set(siteId, opening);
      if (opening !== before && this.#here(siteId).length === 0) this.#hoursListener(siteId);
    }
  }

  #openingOf(siteId: string): number | null {
    const site = this.#site(siteId);
    return site?.hours ? nextOpening(site.hours, site.specialDays, this.#clock.now()) : null;
  }

  stateOf(agentId: string): AgentPresence {
    if (!this.#agents.isAnywhere(agentId)) return 'offline';
    return this.#known().get(agentId)?.availability ?? 'offline';
  }

  /** Every agent who is connected, by id. */
  states(): Record<string, AgentPresence> {
    return Object.fromEntries(this.#agents.everybody().map((id) => [id, this.stateOf(id)]));
  }

  /** Who is there for a site's visitors: first names and faces only; or when somebody is back. */
  forVisitors(siteId: string): VisitorPresence {
    const here = this.#here(siteId);
    if (!this.#openings.has(siteId)) this.#openings.set(siteId, this.#openingOf(siteId));
    const backAt = here.length > 0 ? null : this.#openingOf(siteId);
    return {
      here: here.length > 0,
      ...(backAt !== null && { backAt }),
      agents: here
        .slice(0, FACES_MAX)
        .map(({ id, name, pictureUrl }) => ({ id, name: firstName(name), pictureUrl })),
    };
  }

  /** Those who answer for a site and are there. */
  #here(siteId: string): PresentAgent[] {
    return [...this.#known().values()].filter(
      (agent) =>
        agent.active &&
        (agent.siteIds === null || agent.siteIds.includes(siteId)) &&
        this.stateOf(agent.id) === 'here',
    );
  }
}

/** @returns those who have come from nowhere or are nowhere any more */
function move(
  whereabouts: Whereabouts,
  node: string,
  { here, gone }: { here: string[]; gone: string[] },
  whole: boolean,
): string[] {
  const staying = new Set(here);
  const leaving = whole ? whereabouts.at(node).filter((id) => !staying.has(id)) : gone;
  return [
    ...leaving.filter((id) => whereabouts.remove(id, node)),
    ...here.filter((id) => whereabouts.add(id, node)),
  ];
}

function split(changes: ReadonlyMap<string, boolean>): { here: string[]; gone: string[] } {
  const ids = [...changes.keys()];
  return { here: ids.filter((id) => changes.get(id)), gone: ids.filter((id) => !changes.get(id)) };
}
