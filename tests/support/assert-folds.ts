import { expect } from 'vitest';
import { contentOfNow } from '../../server/conversations/content-of-now.ts';
import { fromDocument, fromEntryDocument, type LogCollections } from '../../server/conversations/model.ts';
import { presentPublicEntry } from '../../server/conversations/present.ts';
import {
  applyEntry,
  applyPublicEntry,
  emptyConversation,
  emptyPublicConversation,
  publicView,
} from '../../shared/apply-entry.ts';
import { unsigned } from './unsigned.ts';

/**
 * What must hold of every log whenever nothing is on its way: numbers without holes, the kept document equal to
 * folding the entries from nothing, and the visitor's entries, as they were and as they are handed out now, folding
 * to the visitor's view.
 * @returns how many conversations were looked at
 */
export async function assertFolds({ conversations, entries }: LogCollections): Promise<number> {
  const documents = await conversations.find({}).toArray();
  for (const document of documents) {
    const kept = fromDocument(document);
    let folded = frozen(emptyConversation(kept));
    let visible = emptyPublicConversation(kept.id, kept.openedAt);
    let served = visible;
    const log = await entries.find({ conversationId: kept.id }).sort({ seq: 1 }).toArray();
    for (const entry of log.map(fromEntryDocument)) {
      folded = frozen(applyEntry(folded, entry));
      const shown = presentPublicEntry(entry, () => undefined, unsigned);
      if (shown !== null) visible = frozen(applyPublicEntry(visible, shown));
    }
    expect(kept, `the kept conversation ${kept.id} differs from the fold of its entries`).toEqual(folded);
    expect(visible).toEqual(publicView(folded));
    const shown = log
      .map((document) => presentPublicEntry(fromEntryDocument(document), () => undefined, unsigned))
      .filter((entry) => entry !== null);
    for (const entry of contentOfNow(shown)) served = applyPublicEntry(served, entry);
    expect(served, `what is handed out of ${kept.id} folds to something else`).toEqual(publicView(folded));
    expect(new Set(log.map((entry) => entry.clientId)).size).toBe(log.length);
  }
  return documents.length;
}

/** With all that is in it: a fold that changed what it is given would throw. */
function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) frozen(inner);
  return Object.freeze(value);
}
