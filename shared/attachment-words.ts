import type { Attachment } from './attachments.ts';
import { fill } from './wording.ts';

/** Whether an attachment is shown as a picture rather than by its name. */
function isPicture(attachment: Pick<Attachment, 'width'>): boolean {
  return attachment.width !== undefined;
}

/**
 * What stands for a message without words, where there is room for a line.
 * @param says in the reader's language
 */
export function attachmentWords(
  [first]: readonly Pick<Attachment, 'name' | 'width'>[],
  says = { photo: 'Photo', file: 'File: {name}' },
): string {
  if (first === undefined) return '';
  return isPicture(first) ? says.photo : fill(says.file, { name: first.name });
}
