import type { OlderPage } from '../../shared/conversations.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Chat } from '../core/chat.ts';
import type { Talk } from '../core/talks.ts';

/** Of 50 entries each: what is longer is kept from here on. */
const PAGES_MAX = 100;
/** Where the server says that it was a lot at once, in milliseconds. */
const PAUSE_MS = 1_000;
const PAUSES_MAX = 30;

/** A conversation from its beginning, or from where there was too much of it. */
export interface Collected {
  talk: Talk;
  /** Whether there is more before it. */
  hasOlder: boolean;
}

/**
 * Brings what was said earlier, beyond what the screen has.
 * @returns null where there is no connection
 */
export async function collectEntries(chat: Chat, id: string): Promise<Collected | null> {
  const known = () => chat.store.get().talks[id];
  let hasOlder = known()?.thread.hasOlder ?? false;
  let older: PublicEntry[] = [];
  for (let pages = 0; hasOlder && pages < PAGES_MAX; pages++) {
    const before = (older[0] ?? known()?.thread.entries[0])?.seq;
    if (before === undefined) break;
    const page = await askOlder(chat, id, before);
    if (page === null) return null;
    older = [...page.entries, ...older];
    ({ hasOlder } = page);
  }
  const talk = known();
  if (!talk) return null;
  // Meanwhile the screen may have gone back further, too, or have begun anew.
  const first = talk.thread.entries[0]?.seq ?? 0;
  const before = older.filter(({ seq }) => seq < first);
  if (before.length > 0 && before.at(-1)?.seq !== first - 1) return null;
  return {
    talk: { ...talk, thread: { ...talk.thread, entries: [...before, ...talk.thread.entries] } },
    hasOlder: before.length > 0 ? hasOlder : talk.thread.hasOlder,
  };
}

async function askOlder(
  chat: Chat,
  conversationId: string,
  before: number,
): Promise<OlderPage<PublicEntry> | null> {
  for (let pauses = 0; pauses < PAUSES_MAX; pauses++) {
    const answer: Ack<OlderPage<PublicEntry>> | null = await chat.connection
      .ask('conversation:older', { conversationId, before })
      .catch(() => null);
    if (answer?.ok) return answer.value;
    if (answer?.error.code !== 'rate_limited') return null;
    await new Promise((resolve) => setTimeout(resolve, answer.error.retryAfterMs ?? PAUSE_MS));
  }
  return null;
}
