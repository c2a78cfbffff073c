import type { ConversationView } from '../../shared/conversations.ts';

/** As the rail lists them. */
export const VIEWS = ['open', 'mine', 'unassigned', 'resolved'] as const satisfies ConversationView[];
