import { useEffect, useRef } from 'preact/hooks';
import { isWritten } from '../../shared/apply-change.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { Chat } from '../core/chat.ts';
import type { Talk } from '../core/talks.ts';

/** Addresses are good for a day at least: one that is not good for half a day any more is renewed. */
const RENEW_BEFORE_MS = 12 * 60 * 60_000;
const LOOK_EVERY_MS = 60_000;
/** Where the clock here is wrong, or nobody answers, the same is not asked more often. */
const AGAIN_MS = 10 * 60_000;

/** Asks for newer addresses of a thread's files before they end, and where a picture does not come. */
export function useFreshAddresses(
  around: { current: HTMLElement | null },
  chat: Chat,
  talk: Talk | undefined,
  live: boolean,
): void {
  const askedAt = useRef(new Map<number, number>());
  const failed = useRef(new Set<string>());
  const entries = talk?.thread.entries;
  useEffect(() => {
    if (!talk || !entries) return;
    const look = () => {
      const now = Date.now();
      const isOld = (address: string) =>
        failed.current.has(address) || expiryOf(address) - now < RENEW_BEFORE_MS;
      const old = entries.findLast(
        (entry) =>
          addressesOf(entry).some(isOld) && Math.abs(now - (askedAt.current.get(entry.seq) ?? 0)) > AGAIN_MS,
      );
      if (!old || !live) return;
      askedAt.current.set(old.seq, now);
      void renew(chat, talk.conversation.id, old.seq).catch(() => askedAt.current.delete(old.seq));
    };
    look();
    const ending = new AbortController();
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', look, ending);
    const fail = ({ target }: Event) => {
      if (!(target instanceof HTMLImageElement)) return;
      for (const address of entries.flatMap(addressesOf))
        if (target.src.startsWith(address)) failed.current.add(address);
      look();
    };
    // It does not bubble.
    around.current?.addEventListener('error', fail, { capture: true, signal: ending.signal });
    return () => {
      ending.abort();
      clearInterval(timer);
    };
  }, [chat, entries, live]);
}

/**
 * Takes the page that ends with an entry as the server says it now.
 * @throws (rejects) where there is no answer
 */
async function renew(chat: Chat, conversationId: string, seq: number): Promise<void> {
  const before = seq + 1;
  const answer = await chat.connection.ask('conversation:older', { conversationId, before });
  const { talks } = chat.store.get();
  const talk = talks[conversationId];
  if (!answer.ok || !talk) return;
  const told = new Map(answer.value.entries.map((entry) => [entry.seq, entry]));
  const entries = talk.thread.entries.map((entry) => newer(entry, told.get(entry.seq)));
  chat.store.set({ talks: { ...talks, [conversationId]: { ...talk, thread: { ...talk.thread, entries } } } });
}

/** A change may have come while the answer was on its way. */
function newer(known: PublicEntry, told: PublicEntry | undefined): PublicEntry {
  const isNewer = told && isWritten(told) && isWritten(known);
  return isNewer && (told.changedSeq ?? 0) >= (known.changedSeq ?? 0) ? told : known;
}

function addressesOf(entry: PublicEntry): string[] {
  if (entry.kind !== 'message') return [];
  const { attachments = [], cards = [] } = entry;
  return [...attachments, ...cards.flatMap(({ picture }) => picture ?? [])].map(({ url }) => url);
}

/** When an address ends, in milliseconds since 1970; 0 where it does not say. */
function expiryOf(address: string): number {
  return Number(new URL(address).searchParams.get('expires'));
}
