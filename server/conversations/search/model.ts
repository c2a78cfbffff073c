import type { Connection } from 'mongoose';
import { collectionOf, documentSchema } from '../../core/db/collection.ts';

/** What one conversation is found by. Apart from the conversation itself, whose indexes move with every message. */
export interface TermsDocument {
  /** The conversation's id. */
  _id: string;
  siteId: string;
  /** Never changes, so a new message moves only the words that are new. */
  openedAt: Date;
  hasTicket: boolean;
  terms: string[];
  /** The terms are those of the entries up to this one. */
  upTo: number;
  /** The terms were made by this version of ours. */
  version: number;
}

/** How far conversations from before there was a search have been taken in. */
interface ProgressDocument {
  _id: string;
  after: string;
  isDone: boolean;
}

/** One entry for each term of each conversation, the terms in the order of the alphabet. */
export const BY_TERM = { terms: 1, openedAt: -1, _id: 1 } as const;

const termsSchema = documentSchema(
  {
    _id: String,
    siteId: String,
    openedAt: Date,
    hasTicket: Boolean,
    terms: [String],
    upTo: Number,
    version: Number,
  },
  'conversation_terms',
);
termsSchema.index(BY_TERM);

const progressSchema = documentSchema({ _id: String, after: String, isDone: Boolean }, 'search_progress');

export function searchCollections(db: Connection) {
  return {
    terms: collectionOf<TermsDocument>(db, 'ConversationTerms', termsSchema),
    progress: collectionOf<ProgressDocument>(db, 'SearchProgress', progressSchema),
  };
}

export type SearchCollections = ReturnType<typeof searchCollections>;
