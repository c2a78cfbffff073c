import type { Preview } from '../../shared/conversations.ts';

/** What a list says of a conversation's last message. */
export function previewWords({ text, removed }: Preview): string {
  return removed ? 'Message deleted' : text;
}
