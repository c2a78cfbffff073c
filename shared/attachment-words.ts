import type { Attachment } from './attachments.ts';

/** Whether an attachment is shown as a picture rather than by its name. */
function isPicture(attachment: Pick<Attachment, 'width'>): boolean {
  return attachment.width !== undefined;
}

/** What stands for a message without words, where there is room for a line. */
export function attachmentWords([first]: readonly Pick<Attachment, 'name' | 'width'>[]): string {
  if (first === undefined) return '';
  return isPicture(first) ? 'Photo' : `File: ${first.name}`;
}
