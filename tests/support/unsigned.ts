import type { Attachment, PublicAttachment } from '../../shared/attachments.ts';

/** A file as a visitor gets it, where nobody goes to its address. */
export function unsigned(attachment: Attachment): PublicAttachment {
  return { ...attachment, url: '' };
}
