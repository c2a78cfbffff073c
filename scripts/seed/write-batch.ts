import type { contactCollections } from '../../server/contacts/model.ts';
import type { EntryDocument, LogCollections } from '../../server/conversations/model.ts';
import { newDocument } from '../../server/conversations/open.ts';
import { guardedWrite } from '../../server/conversations/projection.ts';
import type { MadeConversation } from './company.ts';
import { objectIdAt } from './sweep-mark.ts';

export type SeedCollections = LogCollections & ReturnType<typeof contactCollections>;

/** Entries in one insert. */
const INSERT_ENTRIES = 1_000;

/**
 * Writes conversations in the server's own order: documents as they are opened, then the log, then the folds. So
 * a process that is killed in between leaves nothing that the server's sweep does not repair. Side effects count
 * as done from the start: nobody is to be told now that nobody was there a year ago.
 * @param firstTicket the number of the first ticket; the others follow in the order in which they were made
 * @returns the number that the next ticket gets
 */
export async function writeBatch(
  collections: SeedCollections,
  batch: readonly MadeConversation[],
  firstTicket: number,
): Promise<number> {
  const nextTicket = numberTickets(batch, firstTicket);
  await writeContacts(collections, batch);
  await collections.conversations.insertMany(
    batch.map(({ recording, opening }) => ({
      ...newDocument(recording.opened, opening),
      handledSeq: recording.conversation.lastSeq,
      seenSeq: recording.seenSeq,
      contactRead: { ...recording.contactRead },
      ...(Object.keys(recording.reads).length > 0 && { reads: recording.reads }),
    })),
    { ordered: false },
  );
  await writeEntries(collections, batch);
  await collections.conversations.bulkWrite(
    batch.map(({ recording }) => guardedWrite(recording.conversation)),
    { ordered: false },
  );
  return nextTicket;
}

/** Gives the tickets of a batch their numbers, in the order of time. */
function numberTickets(batch: readonly MadeConversation[], firstTicket: number): number {
  const createdAt = ({ recording }: MadeConversation) => recording.conversation.ticket?.createdAt ?? 0;
  const tickets = batch.filter(({ recording }) => recording.conversation.ticket !== null);
  let number = firstTicket;
  for (const made of tickets.sort((a, b) => createdAt(a) - createdAt(b)))
    made.recording.numberTicket(number++);
  return number;
}

async function writeContacts(
  collections: SeedCollections,
  batch: readonly MadeConversation[],
): Promise<void> {
  const fresh = batch.flatMap(({ newContact }) => newContact ?? []);
  if (fresh.length > 0) {
    const unordered = { ordered: false };
    await collections.contacts.insertMany(
      fresh.map(({ contact }) => contact),
      unordered,
    );
    await collections.sessions.insertMany(
      fresh.map(({ session }) => session),
      unordered,
    );
  }
  const returned = batch.filter(({ newContact }) => newContact === null);
  if (returned.length === 0) return;
  await collections.contacts.bulkWrite(
    returned.map(({ contact: { _id, lastSeenAt, visit } }) => ({
      updateOne: { filter: { _id }, update: { $set: { lastSeenAt, visit } } },
    })),
  );
}

/** In the order of time and one after the other: whatever is there leaves no hole, neither in a log nor in the tickets. */
async function writeEntries({ entries }: SeedCollections, batch: readonly MadeConversation[]): Promise<void> {
  const documents = batch
    .flatMap(({ recording }) => recording.entries)
    .sort((a, b) => a.at - b.at)
    .map((entry): EntryDocument => {
      const at = new Date(entry.at);
      return Object.assign({ _id: objectIdAt(at) }, entry, { at });
    });
  for (let start = 0; start < documents.length; start += INSERT_ENTRIES) {
    await entries.insertMany(documents.slice(start, start + INSERT_ENTRIES), { ordered: true });
  }
}
