import type { mongo } from 'mongoose';
import type { Contraction, Migration } from './migration.ts';

/**
 * Counts what has been released; raised with each release. Nodes of a release and of the one before serve together,
 * so what a release stops asking for is taken away by the next one. A release can also be taken back: the one before
 * still finds all that it asks for.
 */
export const RELEASE = 1;

const NAMESPACE_NOT_FOUND = 26;
const INDEX_NOT_FOUND = 27;

/** One contact's conversations are sorted when they are read: with `lastAt` the index moved with every message. */
const dropContactLastAt: Contraction = {
  name: 'conversations-drop-index-contact-lastAt',
  kind: 'contract',
  unusedSince: 1,
  run: (db) => unlessGone(db.collection('conversations').dropIndex('contactId_1_lastAt_-1')),
};

/** Words that an unfinished one may become are found in what conversations hold now; this kept words of long ago. */
const dropSearchWords: Contraction = {
  name: 'search-words-drop',
  kind: 'contract',
  unusedSince: 1,
  run: (db) => unlessGone(db.dropCollection('search_words')),
};

/** Every step there ever was, in order. */
export const MIGRATIONS: readonly Migration[] = [dropContactLastAt, dropSearchWords];

async function unlessGone(dropping: Promise<unknown>): Promise<void> {
  await dropping.catch((error: mongo.MongoServerError) => {
    if (error.code !== NAMESPACE_NOT_FOUND && error.code !== INDEX_NOT_FOUND) throw error;
  });
}
