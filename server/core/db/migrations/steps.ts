import type { mongo } from 'mongoose';
import type { Contraction, Expansion, Migration } from './migration.ts';

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

/** A picture was kept by its agent, so that two changes at once could leave an address without one. */
interface PictureByAgent {
  _id: string;
  version: string;
  bytes: mongo.Binary;
}
const BY_AGENT = { version: { $exists: true } };

const picturesByVersion: Expansion = {
  name: 'agent-pictures-by-version',
  kind: 'expand',
  run: keepByVersion,
};

const dropPicturesByAgent: Contraction = {
  name: 'agent-pictures-drop-by-agent',
  kind: 'contract',
  unusedSince: 1,
  async run(db) {
    // Nodes of before have gone on keeping them by agent beside those that looked for them by version.
    await keepByVersion(db);
    await db.collection('agent_pictures').deleteMany(BY_AGENT);
  },
};

async function keepByVersion(db: mongo.Db): Promise<void> {
  const pictures = db.collection<{ _id: string }>('agent_pictures');
  for await (const { _id: ownerId, version, bytes } of pictures.find<PictureByAgent>(BY_AGENT)) {
    await pictures.updateOne({ _id: version }, { $setOnInsert: { ownerId, bytes } }, { upsert: true });
  }
}

/** Every step there ever was, in order. */
export const MIGRATIONS: readonly Migration[] = [
  dropContactLastAt,
  dropSearchWords,
  picturesByVersion,
  dropPicturesByAgent,
];

async function unlessGone(dropping: Promise<unknown>): Promise<void> {
  await dropping.catch((error: mongo.MongoServerError) => {
    if (error.code !== NAMESPACE_NOT_FOUND && error.code !== INDEX_NOT_FOUND) throw error;
  });
}
