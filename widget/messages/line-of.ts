import { type FileHint, fileHint } from '../../shared/attachment-words.ts';
import type { Preview } from '../../shared/conversations.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import { plainText } from '../../shared/rich-text.ts';
import { fill } from '../../shared/wording.ts';
import { moreWords } from '../words/more-words.ts';
import { words } from '../words/words.ts';

/** What a message says in one line. */
export function lineOf({ text, cards, attachments = [] }: PublicEntry & { kind: 'message' }): string {
  return plainText(text) || cards?.[0]?.title || fileWords(fileHint(attachments));
}

/** What a list says of a conversation's last message. */
export function previewLine(preview: Preview | null): string {
  if (preview?.removed) return words.deleted;
  return preview?.file ? fileWords(preview.file) : plainText(preview?.text ?? '');
}

function fileWords(file: FileHint | undefined): string {
  if (!file) return '';
  return file.picture ? moreWords().photo : fill(moreWords().file, { name: file.name });
}
