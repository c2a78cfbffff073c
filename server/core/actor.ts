import type { AgentRole } from '../../shared/agents.ts';

/** Who asks. Every policy takes one of these and nothing else about the asker. */
export type Actor = VisitorActor | AgentActor;

export interface VisitorActor {
  kind: 'visitor';
  siteId: string;
  /** Hash of the visitor's secret. */
  tokenHash: string;
  /** Null until the first message: before that nothing is stored. */
  contactId: string | null;
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
