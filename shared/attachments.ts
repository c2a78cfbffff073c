/** Files that go with a message: how they are named, what is told of them, and how many there may be. */
import { z } from 'zod';
import { ClientId, Id, SiteKey } from './ids.ts';
import { ATTACHMENT_NAME_MAX_CHARACTERS, ATTACHMENTS_MAX } from './limits.ts';

/** What everybody who sees the message knows of a file of it. */
export interface Attachment {
  id: string;
  /** As it is shown and saved. */
  name: string;
  /** Media type, found out from the bytes. */
  type: string;
  /** Bytes. */
  size: number;
  /** Of pictures, in pixels: its place is known before it is there. */
  width?: number;
  height?: number;
}

/** As visitors get it. */
export interface PublicAttachment extends Attachment {
  /** Signed, good for a day or two; with `&thumbnail=true` a small picture. */
  url: string;
}

/** The files that a message takes along, each once. */
export const AttachmentIds = z
  .array(Id)
  .max(ATTACHMENTS_MAX)
  .refine((ids) => new Set(ids).size === ids.length, 'Each file can be attached once.');

/** The name under which somebody sends a file; it is made fit to be shown and saved. */
const SentName = z.string().min(1).max(ATTACHMENT_NAME_MAX_CHARACTERS);

/** What an agent says of a file that is sent; its bytes are the body. */
export const UploadAttachment = z.strictObject({ name: SentName, clientId: ClientId.optional() });

/** What a visitor says of a file that is sent. */
export const UploadVisitorAttachment = z.strictObject({ site: SiteKey, name: SentName, clientId: ClientId });
