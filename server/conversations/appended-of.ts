import type { Entry } from '../../shared/entries.ts';
import type { Appended } from '../../shared/messages.ts';

/** What is acknowledged to whoever appended: where the entry stands. */
export function appendedOf({ conversationId, seq, at }: Entry): Appended {
  return { conversationId, seq, at };
}
