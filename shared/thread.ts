/**
 * One conversation's entries on a client: contiguous, in order, each once, and what was written as it is now. What
 * arrives live, as catch-up or as an older page goes through here; an entry beyond a hole waits until the hole is
 * filled. Pure.
 */
import { applyChange, applyChanges, isChange } from './apply-change.ts';
import type { CatchUp, OlderPage } from './conversations.ts';
import type { Entry, PublicEntry } from './entries.ts';

export interface Thread<E extends Entry | PublicEntry> {
  /** Without holes, ascending by `seq`. */
  entries: readonly E[];
  /** Whether the log goes on before the first of `entries`. */
  hasOlder: boolean;
  /** Came live from beyond a hole; ascending. */
  ahead: readonly E[];
}

export function emptyThread<E extends Entry | PublicEntry>(): Thread<E> {
  return { entries: [], hasOlder: false, ahead: [] };
}

/** The last number without a hole: what a handshake names. 0 for nothing. */
export function headOf(thread: Thread<Entry | PublicEntry>): number {
  return thread.entries.at(-1)?.seq ?? 0;
}

/** Whether something is missing before what has already arrived. */
export function hasHole(thread: Thread<Entry | PublicEntry>): boolean {
  return thread.ahead.length > 0;
}

/** Takes one live entry in. The same thread comes back where it was known already. */
export function receive<E extends Entry | PublicEntry>(thread: Thread<E>, entry: E): Thread<E> {
  const head = headOf(thread);
  if (entry.seq <= head || thread.ahead.some((waiting) => waiting.seq === entry.seq)) return thread;
  if (entry.seq > head + 1) {
    return { ...thread, ahead: [...thread.ahead, entry].sort((a, b) => a.seq - b.seq) };
  }
  return drain({ ...thread, ahead: [...thread.ahead, entry] });
}

/** Takes in what the server says was missing. */
export function takeCatchUp<E extends Entry | PublicEntry>(
  thread: Thread<E>,
  catchUp: CatchUp<E>,
): Thread<E> {
  if (catchUp.kind === 'snapshot') {
    // What was there when it was asked for goes, also where that is beyond the snapshot: a store brought back from
    // a backup gives those numbers again. What has arrived live since then stays.
    const last = Math.max(catchUp.after, catchUp.entries.at(-1)?.seq ?? 0);
    const newer = [...thread.entries, ...thread.ahead].filter((entry) => entry.seq > last);
    return drain({ entries: catchUp.entries, hasOlder: catchUp.hasOlder, ahead: newer });
  }
  return catchUp.entries.reduce(receive<E>, thread);
}

/** Puts an older page in front. A page that does not reach the first entry is left out. */
export function takeOlder<E extends Entry | PublicEntry>(thread: Thread<E>, page: OlderPage<E>): Thread<E> {
  const first = thread.entries[0];
  if (first === undefined) return thread;
  const older = page.entries.filter((entry) => entry.seq < first.seq);
  const last = older.at(-1);
  if (last === undefined) return { ...thread, hasOlder: page.hasOlder };
  if (last.seq !== first.seq - 1) return thread;
  // Changes that came while the page was on its way found nothing to change.
  const current = applyChanges(older, thread.entries.filter(isChange));
  return { ...thread, entries: [...current, ...thread.entries], hasOlder: page.hasOlder };
}

function drain<E extends Entry | PublicEntry>(thread: Thread<E>): Thread<E> {
  let head = headOf(thread);
  let entries = [...thread.entries];
  const ahead: E[] = [];
  for (const entry of [...thread.ahead].sort((a, b) => a.seq - b.seq)) {
    if (entry.seq <= head) continue;
    if (entry.seq === head + 1) {
      if (isChange(entry)) entries = entries.map((known) => applyChange(known, entry));
      entries.push(entry);
      head = entry.seq;
    } else if (ahead.at(-1)?.seq !== entry.seq) {
      ahead.push(entry);
    }
  }
  return { ...thread, entries, ahead };
}
