/**
 * What edits, removals and reactions make of the message they name. The server hands messages out as they are now,
 * clients keep them so: both by these functions. Pure.
 */
import type { Author, Changed, Entry, PublicEntry } from './entries.ts';

type AnyEntry = Entry | PublicEntry;
type ChangeKind = 'edited' | 'removed' | 'reacted';
export type Change = Extract<AnyEntry, { kind: ChangeKind }>;
type Written = Extract<AnyEntry, { kind: 'message' | 'note' }>;

/** Whether an entry is about another one instead of saying something itself. */
export function isChange<E extends AnyEntry>(entry: E): entry is E & Change {
  return entry.kind === 'edited' || entry.kind === 'removed' || entry.kind === 'reacted';
}

/** Whether an entry is a message or a note. */
export function isWritten<E extends AnyEntry>(entry: E): entry is E & Written {
  return entry.kind === 'message' || entry.kind === 'note';
}

/**
 * An entry after a change: what was written says what it says now, and so does every edit of it, so that old text is
 * nowhere. The same entry where the change is about another, or is in it already.
 */
export function applyChange<E extends AnyEntry>(entry: E, change: Change): E {
  if (entry.kind === 'edited' && entry.target === change.target && change.seq > entry.seq) {
    return change.kind === 'reacted'
      ? entry
      : { ...entry, text: change.kind === 'edited' ? change.text : '' };
  }
  if (entry.clientId !== change.target || !isWritten(entry)) return entry;
  if (change.seq <= (entry.changedSeq ?? 0)) return entry;
  return { ...entry, ...changed(entry, change), changedSeq: change.seq };
}

/** Entries after changes, given in their order. */
export function applyChanges<E extends AnyEntry>(entries: readonly E[], changes: readonly Change[]): E[] {
  return entries.map((entry) => changes.reduce<E>(applyChange, entry));
}

function changed(
  message: Written,
  change: Change,
): Changed & { text?: string; attachments?: []; quickReplies?: []; cards?: [] } {
  // What is gone stays gone.
  if (message.removedAt !== undefined) return {};
  switch (change.kind) {
    case 'edited':
      return { text: change.text, editedAt: change.at };
    case 'removed':
      return {
        text: '',
        removedAt: change.at,
        reactions: [],
        ...(message.attachments && { attachments: [] }),
        ...('quickReplies' in message && { quickReplies: [] }),
        ...('cards' in message && { cards: [] }),
      };
    case 'reacted': {
      const { emoji, author, on } = change;
      const others = (message.reactions ?? []).filter(
        (one) => one.emoji !== emoji || !isSamePerson(one.author, author),
      );
      return { reactions: on ? [...others, { emoji, author }] : others };
    }
  }
}

/** There is one contact in a conversation, who does not always know the own id. */
function isSamePerson(one: Author, other: Author): boolean {
  return one.kind === other.kind && (one.kind === 'contact' || one.id === other.id);
}
