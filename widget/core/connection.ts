/** Keeps the visitor connected: opens a socket, watches it, and opens the next one when it is lost. */
import type { Refusal } from '../../shared/errors.ts';
import type { WidgetServerEvents } from '../../shared/events.ts';
import { isFinal } from '../../shared/is-final.ts';
import { LAST_TRY_MS, OFFLINE_SHOWN_AFTER_MS, RETRY_MIN_MS } from '../../shared/limits.ts';
import { retryDelayMs } from '../../shared/outbox.ts';
import { openSocket, type Socket, type SocketPorts } from './socket.ts';

/** What the visitor may know of the connection. */
export type Link =
  /** Not yet there, or lost for so short that nobody needs to know. */
  | { kind: 'connecting' }
  /** The handshake is answered. */
  | { kind: 'live' }
  | { kind: 'offline' }
  /** The server will not have this page; trying again unchanged cannot help. */
  | { kind: 'refused'; refusal: Refusal };

export interface ConnectionPorts extends Pick<SocketPorts, 'origin' | 'siteKey' | 'handshake' | 'after'> {
  onLink(link: Link): void;
  /** The server takes only newer code than this. Meanwhile it is tried on: another node may not be that new yet. */
  onOutdated(refusal: Refusal): void;
  /** A number from 0 up to 1, for jitter. */
  random(): number;
}

type Listeners = { [Name in keyof WidgetServerEvents]?: Set<(detail: never) => void> };

export class Connection implements Pick<Socket, 'tell' | 'ask'> {
  readonly #ports: ConnectionPorts;
  readonly #listeners: Listeners = {};
  #socket: Socket | undefined;
  #link: Link['kind'] | undefined;
  #attempts = 0;
  #cancelRetry: (() => void) | undefined;
  #cancelOffline: (() => void) | undefined;
  /** Waits for the next attempt, and not because the server has asked for it. */
  #mayHurry = false;
  /** Lost for so long that the next failure is shown. */
  #doubtful = false;

  /** Stays closed until `restart`. */
  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  /** @returns what ends it */
  on<Name extends keyof WidgetServerEvents>(name: Name, listener: WidgetServerEvents[Name]): () => void {
    const listeners: Set<(detail: never) => void> = this.#listeners[name] ?? new Set();
    this.#listeners[name] = listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Sends what is not answered; while not connected it is lost. */
  tell: Socket['tell'] = (name, input) => {
    if (this.#link === 'live') this.#socket?.tell(name, input);
  };

  /** @throws (rejects) where the outcome is unknown: no answer in time, or no connection */
  ask: Socket['ask'] = (name, input) =>
    this.#link === 'live' && this.#socket
      ? this.#socket.ask(name, input)
      : Promise.reject(new Error('not connected'));

  /** Connects at once, anew where it is connected already. */
  restart(): void {
    this.#drop();
    this.#lost();
    const { origin, siteKey, handshake, after } = this.#ports;
    this.#socket = openSocket({
      origin,
      siteKey,
      handshake,
      after,
      onEvent: (name, detail) => {
        if (name === 'welcome') this.#found();
        for (const listener of this.#listeners[name] ?? []) listener(detail as never);
      },
      onClose: (refusal) => this.#closed(refusal),
    });
  }

  /** Where the next attempt is waited for, it is made now: the network may be back. */
  hurry(): void {
    if (this.#mayHurry) this.restart();
  }

  /** Stays closed until `restart`. */
  close(): void {
    this.#drop();
    this.#cancelOffline?.();
    this.#link = undefined;
  }

  #drop(): void {
    this.#mayHurry = false;
    this.#cancelRetry?.();
    this.#socket?.close();
  }

  #found(): void {
    this.#attempts = 0;
    this.#cancelOffline?.();
    this.#show({ kind: 'live' });
  }

  /**
   * Shows nothing yet: most breaks are over before anybody needs to know. Then one more attempt has to fail first,
   * or to take long: what would be over in the next moment would be a flash.
   */
  #lost(): void {
    if (this.#link === 'connecting' || this.#link === 'offline') return;
    this.#show({ kind: 'connecting' });
    this.#doubtful = false;
    const { after, random } = this.#ports;
    // Spread, because a server that went away has lost all pages in the same moment.
    this.#cancelOffline = after(OFFLINE_SHOWN_AFTER_MS + (RETRY_MIN_MS / 2) * random(), () => {
      this.#cancelOffline = after(LAST_TRY_MS, () => this.#show({ kind: 'offline' }));
      this.#doubtful = true;
      this.hurry();
    });
  }

  #closed(refusal: Refusal | undefined): void {
    if (refusal?.code === 'protocol_too_old') this.#ports.onOutdated(refusal);
    else if (refusal && isFinal(refusal.code)) {
      this.#cancelOffline?.();
      this.#show({ kind: 'refused', refusal });
      return;
    }
    this.#lost();
    if (this.#doubtful) this.#show({ kind: 'offline' });
    const { after, random } = this.#ports;
    this.#mayHurry = !refusal?.retryAfterMs;
    const delayMs = Math.max(refusal?.retryAfterMs ?? 0, retryDelayMs(++this.#attempts, random()));
    this.#cancelRetry = after(delayMs, () => this.restart());
  }

  #show(link: Link): void {
    this.#link = link.kind;
    this.#ports.onLink(link);
  }
}
