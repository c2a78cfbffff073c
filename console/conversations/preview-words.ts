import type { Preview } from '../../shared/conversations.ts';
import { words } from '../words/words.ts';

/** What a list says of a conversation's last message. */
export function previewWords({ text, removed }: Preview): string {
  return removed ? words.conversations.ofMessage.gone : text;
}
