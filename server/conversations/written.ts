import type { Entry } from '../../shared/entries.ts';
import { Refused } from '../core/refused.ts';
import { fromEntryDocument, type LogCollections } from './model.ts';

/** A message or note as it was sent, and everything that changed it, in order. */
export interface WrittenEntry {
  entry: Extract<Entry, { kind: 'message' | 'note' }>;
  changes: Entry[];
}

/** How something written is named: as its sender does, or by its number in the log. */
export type WrittenName = { clientId: string } | { seq: number };

/**
 * What somebody has written, read from the store.
 * @throws Refused `not_found` where there is no such entry or it is neither message nor note
 */
export async function readWritten(
  entries: LogCollections['entries'],
  conversationId: string,
  name: WrittenName,
): Promise<WrittenEntry> {
  const document = await entries.findOne({ conversationId, ...name });
  if (document === null) throw new Refused('not_found');
  const entry = fromEntryDocument(document);
  if (entry.kind !== 'message' && entry.kind !== 'note') throw new Refused('not_found');
  return { entry, changes: await readChangesAfter(entries, [entry]) };
}

/**
 * What has changed a page of entries after the last of them, ascending. A page that goes to the end of the log holds
 * its changes itself.
 */
export async function readChangesAfter(
  entries: LogCollections['entries'],
  page: readonly Entry[],
): Promise<Entry[]> {
  const last = page.at(-1);
  const targets = new Set(page.flatMap(changeableIds));
  if (last === undefined || targets.size === 0) return [];
  const { conversationId, seq } = last;
  const found = await entries
    .find({ conversationId, target: { $in: [...targets] }, seq: { $gt: seq } } as object)
    .sort({ seq: 1 })
    .toArray();
  return found.map(fromEntryDocument);
}

function changeableIds(entry: Entry): string[] {
  switch (entry.kind) {
    case 'message':
    case 'note':
      return [entry.clientId];
    case 'edited':
      return [entry.target];
    default:
      return [];
  }
}
