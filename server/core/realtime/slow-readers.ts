import type { Namespace } from 'socket.io';
import type { Clock } from '../clock.ts';
import { type Connection, cut } from './cut.ts';

/** What may wait for one reader, in characters: some thousand messages, or the longest answers a client may ask for. */
export const WAITING_MAX_CHARACTERS = 1_000_000;
/** What the system has not taken off a WebSocket, in bytes; only a reader that stands still leaves this much. */
const UNSENT_MAX_BYTES = 16 * 1024 * 1024;
/** What may wait for all readers together, in characters. */
const ALL_WAITING_MAX_CHARACTERS = 128_000_000;
const CHECK_EVERY_MS = 1_000;

/** Cuts whoever does not read, so that what waits for them cannot fill the memory: back again, they catch up. */
export class SlowReaders {
  readonly #namespaces: readonly Namespace[];
  readonly #clock: Clock;
  #stop: () => void = () => undefined;

  constructor(namespaces: readonly Namespace[], clock: Clock) {
    this.#namespaces = namespaces;
    this.#clock = clock;
  }

  start(): void {
    this.#stop = this.#clock.every(CHECK_EVERY_MS, () => this.#check());
  }

  stop(): void {
    this.#stop();
  }

  #check(): void {
    let all = 0;
    const waiting: { connection: Connection; characters: number }[] = [];
    for (const namespace of this.#namespaces) {
      for (const { conn: connection } of namespace.sockets.values()) {
        const characters = waitingFor(connection);
        if (characters > WAITING_MAX_CHARACTERS || unsentOf(connection) > UNSENT_MAX_BYTES) {
          cut(connection);
        } else if (characters > 0) {
          all += characters;
          waiting.push({ connection, characters });
        }
      }
    }
    if (all <= ALL_WAITING_MAX_CHARACTERS) return;
    // Too many who are each only a little behind: those who are most of all go first.
    waiting.sort((a, b) => b.characters - a.characters);
    for (const { connection, characters } of waiting) {
      if (all <= ALL_WAITING_MAX_CHARACTERS) return;
      all -= characters;
      cut(connection);
    }
  }
}

/** What waits for a reader beyond what is on its way, in characters. Nothing in nearly every case. */
export function waitingFor(connection: Connection): number {
  const { writeBuffer } = connection as unknown as { writeBuffer: readonly { data?: unknown }[] };
  let characters = 0;
  for (const { data } of writeBuffer) if (typeof data === 'string') characters += data.length;
  return characters;
}

function unsentOf({ transport }: Connection): number {
  const { socket } = transport as { socket?: { bufferedAmount?: number } };
  return socket?.bufferedAmount ?? 0;
}
