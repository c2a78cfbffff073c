import type { AgentRole } from '../../shared/agents.ts';

/** Who asks. Every policy takes one of these and nothing else about the asker. */
export type Actor = VisitorActor | AgentActor;

export interface VisitorActor {
  kind: 'visitor';
  siteId: string;
  /** Hash of the visitor's secret. */
  tokenHash: string;
  /** What this browser writes as. Null until the first message: before that nothing is stored. */
  contactId: string | null;
  /** Whom the site's own server has vouched for; null for a stranger. */
  person: Person | null;
}

/** Somebody known, on all devices. */
interface Person {
  /** The contact that agents see. */
  id: string;
  /** That contact, and those of browsers that wrote before it was known who it is. */
  contactIds: readonly string[];
  /** Until when the site's word counts, in milliseconds since 1970. */
  until: number;
}

/** Whose conversations a visitor sees. */
export function contactIdsOf({ contactId, person }: VisitorActor): readonly string[] {
  return person?.contactIds ?? (contactId === null ? [] : [contactId]);
}

/** The contact by which agents know a visitor; null while nothing is stored. */
export function knownAs({ contactId, person }: VisitorActor): string | null {
  return person?.id ?? contactId;
}

export interface AgentActor {
  kind: 'agent';
  id: string;
  name: string;
  role: AgentRole;
  /** Sites the agent answers for; null for all. */
  siteIds: string[] | null;
  /** Of the session, or the token, by which the agent asks. */
  sessionId: string;
}

/** Whether an agent answers for this site: the scope of everything an agent may see. */
export function answersFor(agent: AgentActor, siteId: string): boolean {
  return agent.siteIds === null || agent.siteIds.includes(siteId);
}
