import type { IncomingMessage } from 'node:http';
import type { Socket } from 'socket.io';
import { addressReader, isLoopback, limitKeyOf } from '../core/http/proxies.ts';
import { RateLimit } from '../core/http/rate-limit.ts';

/** For one address: an office that comes back at once after a restart comes in, a script gone wild is stopped. */
const HANDSHAKES = { times: 1_000, seconds: 10 };

/** What a handshake says about where it comes from. */
type Place = Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } };

/** Where a socket's handshake comes from; its first request may be long gone. */
export function placeOf({ handshake, conn }: Socket): Place {
  return { headers: handshake.headers, socket: { remoteAddress: conn.remoteAddress } };
}

/** Counts handshakes by where they come from: each asks the store for everything a visitor has. */
export class HandshakeLimit {
  readonly #limit = new RateLimit(HANDSHAKES);
  readonly #addressOf: ReturnType<typeof addressReader>;

  /** @param trustedProxies as the setting `TRUST_PROXY` names them */
  constructor(trustedProxies: readonly string[]) {
    this.#addressOf = addressReader(trustedProxies);
  }

  /**
   * Counts one more.
   * @throws Refused `rate_limited`
   */
  async take(from: Place): Promise<void> {
    const key = this.keyOf(from);
    if (key !== null) await this.#limit.take(key);
  }

  /** Where something is counted by address; null where it is not. */
  keyOf(from: Place): string | null {
    const address = this.#addressOf(from);
    // Behind a proxy on this machine that nobody has named, all visitors come from here.
    return isLoopback(address) ? null : limitKeyOf(address);
  }
}
