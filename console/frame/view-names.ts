import type { ConversationView } from '../../shared/conversations.ts';

/** What the views are called on the screen. */
export const VIEW_NAMES: Record<ConversationView, string> = {
  open: 'All open',
  mine: 'Mine',
  unassigned: 'Unassigned',
  resolved: 'Resolved',
};
