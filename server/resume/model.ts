import type { Connection } from 'mongoose';
import { collectionOf, documentSchema } from '../core/db/collection.ts';

/** A link that lets one other device go on as a contact. */
export interface ResumeLinkDocument {
  /** Hash of what the link holds, under the server's key. */
  _id: string;
  siteId: string;
  contactId: string;
  conversationId: string;
  createdAt: Date;
  expiresAt: Date;
  /** The hash of the secret that has used it. Kept until it expires, so that asking again is no other use. */
  takenBy?: string;
}

const linkSchema = documentSchema(
  {
    _id: String,
    siteId: { type: String, required: true },
    contactId: { type: String, required: true },
    conversationId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    takenBy: String,
  },
  'resume_links',
);
linkSchema.index({ contactId: 1 });
linkSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function resumeLinkCollection(db: Connection) {
  return collectionOf<ResumeLinkDocument>(db, 'ResumeLink', linkSchema);
}
