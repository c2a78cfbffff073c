import type { Conversation } from '../../../shared/conversations.ts';
import type { Entry } from '../../../shared/entries.ts';
import type { Contacts } from '../../contacts/index.ts';
import { Refused } from '../../core/refused.ts';
import { contentOfNow } from '../content-of-now.ts';
import type { ConversationLog } from '../log.ts';
import { fromEntryDocument, type LogCollections } from '../model.ts';
import { type Languages, loadLanguages } from './languages.ts';
import type { SearchCollections, TermsDocument } from './model.ts';
import { addTerms, termsOf } from './terms.ts';

/** Newest entries that are looked at. */
const ENTRIES_MAX = 1_000;
/** Raised where terms are made in another way: all conversations are taken in anew. */
export const VERSION = 2;

interface Sources {
  log: Pick<ConversationLog, 'peek' | 'foldForward'>;
  contacts: Pick<Contacts, 'many'>;
  entries: LogCollections['entries'];
  conversations: LogCollections['conversations'];
  terms: SearchCollections['terms'];
}

/**
 * What conversations are found by now, for those where it is not what is kept. Where only words were added, from
 * those; else from all that can be seen of the conversation.
 */
export async function makeTerms(sources: Sources, ids: readonly string[]): Promise<TermsDocument[]> {
  const languages = await loadLanguages();
  const kept = new Map<string, TermsDocument>();
  for await (const document of sources.terms.find({ _id: { $in: [...ids] }, version: VERSION })) {
    kept.set(document._id, document);
  }
  const folds = await Promise.all(ids.map((id) => foldOf(sources.log, id)));
  const due = folds
    .filter((fold) => fold !== null)
    .filter(({ id, lastSeq }) => lastSeq > (kept.get(id)?.upTo ?? 0));
  const contacts = await sources.contacts.many(due.map(({ contactId }) => contactId));
  return Promise.all(
    due.map(async (conversation) => ({
      _id: conversation.id,
      siteId: conversation.siteId,
      openedAt: new Date(conversation.openedAt),
      hasTicket: conversation.ticket !== null,
      terms: await termsNow(
        sources,
        languages,
        conversation,
        contacts.get(conversation.contactId),
        kept.get(conversation.id),
      ),
      upTo: conversation.lastSeq,
      version: VERSION,
    })),
  );
}

/** Everything that is committed; null where there is no such conversation any more. */
async function foldOf(log: Sources['log'], id: string): Promise<Conversation | null> {
  try {
    return await log.foldForward(await log.peek(id));
  } catch (error) {
    if (error instanceof Refused && error.code === 'not_found') return null;
    throw error;
  }
}

async function termsNow(
  { entries, conversations }: Sources,
  languages: Languages,
  conversation: Conversation,
  contact: Parameters<typeof termsOf>[2],
  kept: TermsDocument | undefined,
): Promise<string[]> {
  const { id: conversationId, lastSeq } = conversation;
  const upTo = Math.max(kept?.upTo ?? 0, lastSeq - ENTRIES_MAX);
  const read = async (after: number) => {
    const documents = await entries
      .find({ conversationId, seq: { $gt: after, $lte: lastSeq } })
      .sort({ seq: 1 })
      .toArray();
    return documents.map(fromEntryDocument);
  };
  const added = await read(upTo);
  if (kept !== undefined && upTo === kept.upTo && !added.some(takesWordsAway)) {
    return addTerms(termsOf(languages, conversation, contact, added), kept.terms);
  }
  const all = upTo === 0 ? added : await read(Math.max(0, lastSeq - ENTRIES_MAX));
  const opened = await conversations.findOne({ _id: conversationId }, { projection: { form: 1 } });
  return termsOf(languages, conversation, contact, contentOfNow(all), opened?.form);
}

/** Whether a word that a conversation was found by may be none of its words any more. */
function takesWordsAway(entry: Entry): boolean {
  const { kind } = entry;
  return (
    kind === 'edited' || kind === 'removed' || (kind === 'ticket_changed' && entry.subject !== undefined)
  );
}
