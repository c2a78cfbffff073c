import type { Core } from '../core/core.ts';
import { Agents } from './agents.ts';
import type { AgentDeps } from './parts.ts';

export type { Agents } from './agents.ts';
export { askRescueDoor, openRescueDoor } from './rescue-door.ts';

/** The feature of agents; `start` reads them. */
export function createAgents(core: Core, deps: AgentDeps): Agents {
  return new Agents(core, deps);
}
