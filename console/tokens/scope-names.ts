import type { TokenScope } from '../../shared/tokens.ts';

/** What each scope lets a program do, as the console says it. */
export const SCOPE_NAMES: Record<TokenScope, string> = {
  'conversations:read': 'Read conversations',
  'conversations:write': 'Send messages and notes',
  'tickets:read': 'Read tickets',
  'tickets:write': 'Make and change tickets',
  'sites:read': 'Read sites',
  'sites:write': 'Make and change sites',
  'agents:read': 'Read who answers here',
  'metrics:read': 'Read metrics',
};
