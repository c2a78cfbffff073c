import type { IncomingMessage } from 'node:http';
import { addressReader, isLoopback, limitKeyOf } from '../core/http/proxies.ts';
import type { Connection } from '../core/realtime/cut.ts';

/** A large office behind one address has this many people with a chat open; a script that holds sockets has more. */
const OPEN_MAX = 1_000;

/** Counts the connections that are open from each address. */
export class OpenConnections {
  readonly #addressOf: ReturnType<typeof addressReader>;
  readonly #open = new Map<string, number>();

  readonly #max: number;

  /** @param trustedProxies as the setting `TRUST_PROXY` names them */
  constructor(trustedProxies: readonly string[], max = OPEN_MAX) {
    this.#max = max;
    this.#addressOf = addressReader(trustedProxies);
  }

  /** Whether one more may come from there. */
  hasRoomFor(request: IncomingMessage): boolean {
    return (this.#open.get(this.#keyOf(request) ?? '') ?? 0) < this.#max;
  }

  /** Counts a connection until it closes. */
  readonly count = (connection: Connection): void => {
    const key = this.#keyOf(connection.request as IncomingMessage);
    if (key === null) return;
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    connection.once('close', () => {
      const left = (this.#open.get(key) ?? 1) - 1;
      if (left > 0) this.#open.set(key, left);
      else this.#open.delete(key);
    });
  };

  /** Null where nobody is told from anybody else: all visitors of a proxy on this machine come from here. */
  #keyOf(request: IncomingMessage): string | null {
    const address = this.#addressOf(request);
    return isLoopback(address) ? null : limitKeyOf(address);
  }
}
