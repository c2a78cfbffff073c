import type { Connection } from 'mongoose';
import type { Agreed, Contact, Visit } from '../../shared/contacts.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';

export interface ContactDocument {
  _id: string;
  siteId: string;
  name: string | null;
  email: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  visit: (Omit<Visit, 'at'> & { at: Date }) | null;
  /** What the site calls somebody whom its server vouches for. */
  externalId?: string;
  /** What was agreed to when the address was left. */
  agreed?: Omit<Agreed, 'at'> & { at: Date };
  /** The person whom this browser's contact turned out to be. Set once, and never to another. */
  personId?: string;
}

/** What a visitor's secret stands for. The secret itself is never kept. */
export interface VisitorSessionDocument {
  /** Hash of the site's id and the visitor's secret. */
  _id: string;
  siteId: string;
  contactId: string;
  createdAt: Date;
  /** It was let in by a link from another browser: it stays a stranger's. */
  isGuest?: true;
  /** The site's word for who it is, without which nobody gets what is a known person's. */
  proof?: Proof;
}

export interface Proof {
  personId: string;
  until: Date;
  /** Which of the site's identity secrets it was given under. */
  generation: number;
}

const contactSchema = documentSchema(
  {
    _id: String,
    siteId: { type: String, required: true },
    name: String,
    email: String,
    createdAt: { type: Date, required: true },
    lastSeenAt: { type: Date, required: true },
    visit: Object,
    externalId: String,
    agreed: Object,
    personId: String,
  },
  'contacts',
);
contactSchema.index({ siteId: 1, email: 1 });
contactSchema.index(
  { siteId: 1, externalId: 1 },
  { unique: true, partialFilterExpression: { externalId: { $exists: true } } },
);
contactSchema.index({ personId: 1 }, { partialFilterExpression: { personId: { $exists: true } } });

const sessionSchema = documentSchema(
  { _id: String, siteId: String, contactId: String, createdAt: Date, isGuest: Boolean, proof: Object },
  'visitor_sessions',
);
sessionSchema.index({ contactId: 1 });

export function contactCollections(db: Connection) {
  return {
    contacts: collectionOf<ContactDocument>(db, 'Contact', contactSchema),
    sessions: collectionOf<VisitorSessionDocument>(db, 'VisitorSession', sessionSchema),
  };
}

export function fromContactDocument(document: ContactDocument): Contact {
  return {
    id: document._id,
    siteId: document.siteId,
    name: document.name,
    email: document.email,
    createdAt: document.createdAt.getTime(),
    lastSeenAt: document.lastSeenAt.getTime(),
    visit: document.visit && { ...document.visit, at: document.visit.at.getTime() },
    externalId: document.externalId ?? null,
    agreed: document.agreed ? { ...document.agreed, at: document.agreed.at.getTime() } : null,
  };
}
