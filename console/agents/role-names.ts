import type { AgentRole } from '../../shared/agents.ts';

/** What roles are called on the screen. */
export const ROLE_NAMES: Record<AgentRole, string> = { admin: 'Admin', agent: 'Agent' };
