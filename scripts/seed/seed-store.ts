import { contactCollections } from '../../server/contacts/model.ts';
import { logCollections } from '../../server/conversations/model.ts';
import { searchCollections } from '../../server/conversations/search/model.ts';
import type { Core } from '../../server/core/core.ts';
import { prepareStore } from '../../server/core/db/prepare-store.ts';
import { Company } from './company.ts';
import { findCompany } from './find-company.ts';
import { Random } from './random.ts';
import { openingTimes } from './rhythm.ts';
import { liftSweepMark } from './sweep-mark.ts';
import { readThreads } from './threads.ts';
import { type SeedCollections, writeBatch } from './write-batch.ts';

/** Conversations written together. */
const BATCH = 250;

export interface SeedOptions {
  /** How many conversations to add. */
  conversations: number;
  /** The same text on the same store at the same time gives the same data. */
  randomSeed: string;
  /** Called after every batch with how many conversations have been written. */
  onProgress?(written: number): void;
  /** Ends the work after the batch under way. */
  signal?: AbortSignal;
}

export interface SeedResult {
  conversations: number;
  entries: number;
  contacts: number;
  tickets: number;
  /** The address of the admin who had to be made, and who has no password yet. */
  madeAdmin: string | null;
}

/**
 * Fills a store with a year of conversations, as the server itself would have written them. What is there already
 * stays, and ticket numbers go on after it.
 * @throws the driver's error where the store refuses a write; what was written until then is sound
 */
export async function seedStore(core: Core, options: SeedOptions): Promise<SeedResult> {
  const collections = { ...logCollections(core.db), ...contactCollections(core.db) };
  const { sites, agents, madeAdmin } = await findCompany(core);
  const { progress } = searchCollections(core.db);
  await prepareStore(core);
  // Run again, it must not come up with the same people and ids: what is there is part of the seed.
  const existing = await collections.conversations.countDocuments({});
  const random = new Random(`${options.randomSeed}:${existing}`);
  const now = core.clock.now();
  const company = new Company({ sites, agents, threads: readThreads(), random, now });
  const times = openingTimes(options.conversations, now, random);
  const firstTicket = await nextTicketNumber(collections);
  const putSweepMarkBack = await liftSweepMark(core.db, { isEmpty: existing === 0, now });
  const result: SeedResult = { conversations: 0, entries: 0, contacts: 0, tickets: 0, madeAdmin };
  while (result.conversations < times.length && options.signal?.aborted !== true) {
    const batch = times
      .slice(result.conversations, result.conversations + BATCH)
      .map((openedAt) => company.converse(openedAt));
    const nextTicket = await writeBatch(collections, batch, firstTicket + result.tickets);
    result.tickets = nextTicket - firstTicket;
    result.conversations += batch.length;
    for (const { recording, newContact } of batch) {
      result.entries += recording.entries.length;
      if (newContact !== null) result.contacts++;
    }
    options.onProgress?.(result.conversations);
  }
  // The next start takes everything in, so that it is found by its words.
  await progress.deleteMany({});
  await putSweepMarkBack();
  return result;
}

async function nextTicketNumber({ entries }: SeedCollections): Promise<number> {
  const [highest] = await entries
    .find({ number: { $gt: 0 } })
    .sort({ number: -1 })
    .limit(1)
    .toArray();
  return highest?.kind === 'ticket_created' ? highest.number + 1 : 1;
}
