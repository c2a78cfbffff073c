/** A turn by a lease in the database: for pages on plain http, where browsers give no locks. */
import type { TurnEvents } from '../../shared/turn.ts';
import type { Keeper } from './storage.ts';
import type { After } from './timers.ts';

/** A lease that is not renewed is over after this. */
const LEASE_MS = 6_000;
/** How often a lease is renewed, and asked for by those who wait. */
const RENEW_MS = 1_500;

interface Lease {
  holder: string;
  /** Milliseconds since 1970. */
  until: number;
}

export interface LeasePorts {
  /** The same in all tabs that belong together. */
  name: string;
  /** This tab's own. */
  holder: string;
  keeper: Keeper;
  after: After;
  now(): number;
}

/**
 * Takes the lease when it is free or over, and renews it until `signal` is aborted, which gives it back. Where the
 * database refuses, nobody can be asked: then the turn is taken without it.
 */
export function askLease(ports: LeasePorts, events: TurnEvents, signal: AbortSignal): void {
  const { name, holder, keeper, after, now } = ports;
  const key = ['lease', name];
  let taken = false;
  let cancel = () => {};

  const take = (): Promise<boolean> => {
    let free = true;
    return keeper('readwrite', (store) => {
      const found: IDBRequest<Lease | undefined> = store.get(key);
      found.onsuccess = () => {
        const left = (found.result?.until ?? 0) - now();
        // More than a whole lease is left only where the clock has been set back.
        free = found.result?.holder === holder || left <= 0 || left > LEASE_MS;
        if (free) store.put({ holder, until: now() + LEASE_MS } satisfies Lease, key);
      };
      return found;
    }).then(
      () => free,
      () => true,
    );
  };
  const giveBack = () =>
    keeper('readwrite', (store) => {
      const found: IDBRequest<Lease | undefined> = store.get(key);
      found.onsuccess = () => {
        if (found.result?.holder === holder) store.delete(key);
      };
      return found;
    }).catch(() => undefined);

  const beat = async () => {
    const mine = await take();
    if (signal.aborted) return giveBack();
    if (taken && !mine) return events.onLost();
    cancel = after(RENEW_MS, () => void beat());
    if (mine && !taken) {
      taken = true;
      events.onTaken();
    }
  };
  signal.addEventListener('abort', () => {
    cancel();
    if (taken) void giveBack();
  });
  if (!signal.aborted) void beat();
}
