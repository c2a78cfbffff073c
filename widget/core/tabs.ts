/** How the tabs of one person hear of each other and agree on which of them sends. */
import type { AskTurn } from '../../shared/turn.ts';
import { newClientId } from './ids.ts';
import type { Keeper } from './storage.ts';
import type { After } from './timers.ts';

export interface Tabs<Word> {
  /** Tells all other tabs; nobody where the browser has no way. */
  tell(word: Word): void;
  /** Hears again after `leave`. */
  join(): void;
  /** A page that listens cannot be kept for the way back. */
  leave(): void;
}

/** @param name the same in all tabs that belong together */
export function joinTabs<Word>(name: string, onWord: (word: Word) => void): Tabs<Word> {
  let channel: BroadcastChannel | undefined;
  const tabs: Tabs<Word> = {
    tell: (word) => channel?.postMessage(word),
    join() {
      tabs.leave();
      try {
        channel = new BroadcastChannel(name);
        channel.onmessage = ({ data }) => onWord(data);
      } catch {
        // Blocked along with storage: this tab is alone.
      }
    },
    leave() {
      channel?.close();
      channel = undefined;
    },
  };
  tabs.join();
  return tabs;
}

/**
 * A turn by a lock of the browser, which ends with the tab; on plain http, where there are no locks, by a lease in
 * the database. Where neither is to be had every tab is on its own: what is sent twice counts once.
 */
export function createAskTurn(name: string, keeper: Keeper, after: After): AskTurn {
  return (events, force) => {
    const { locks } = navigator;
    if (locks) return askLock(locks, name, events, force);
    const ending = new AbortController();
    import('./lease.ts').then(
      ({ askLease }) =>
        askLease({ name, holder: newClientId(), keeper, after, now: Date.now }, events, ending.signal),
      () => events.onTaken(),
    );
    return () => ending.abort();
  };
}

const askLock = (locks: LockManager, name: string, events: Parameters<AskTurn>[0], force: boolean) => {
  const ending = new AbortController();
  const { signal } = ending;
  let taken = false;
  const hold = () =>
    new Promise<void>((giveBack) => {
      if (signal.aborted) return giveBack();
      signal.addEventListener('abort', () => giveBack());
      taken = true;
      events.onTaken();
    });
  locks.request(name, force ? { steal: true } : { signal }, hold).catch(() => {
    if (signal.aborted) return;
    if (taken) events.onLost();
    else events.onTaken();
  });
  return () => ending.abort();
};
