import { type FileHint, fileHint } from '../../shared/attachment-words.ts';
import type { Preview } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import { plainText } from '../../shared/rich-text.ts';
import { fill } from '../../shared/wording.ts';
import { words } from '../words/words.ts';

/** What a list says of a conversation's last message. */
export function previewWords({ text, file, removed }: Preview): string {
  if (removed) return words.conversations.ofMessage.gone;
  return file ? fileWords(file) : plainText(text);
}

/** What a message or note says in one line. */
export function lineOf(entry: Extract<Entry, { kind: 'message' | 'note' }>): string {
  const [card] = ('cards' in entry && entry.cards) || [];
  const file = fileHint(entry.attachments ?? []);
  return plainText(entry.text) || card?.title || (file ? fileWords(file) : '');
}

function fileWords({ name, picture }: FileHint): string {
  const { photo, file } = words.conversations.attached;
  return picture ? photo : fill(file, { name });
}
