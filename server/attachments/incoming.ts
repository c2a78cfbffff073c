import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import type { Upload } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';

/** A network that is worse for longer is no network. */
const SILENT_MAX_MS = 30_000;
/** Enough to know every type of file that is known by its first bytes. */
const HEAD_BYTES = 4_100;

/** A body that is being sent: its first bytes, and all of them. */
export interface Incoming {
  head: Uint8Array;
  all: AsyncIterable<Uint8Array>;
}

/**
 * Begins to read what is sent, and gives up where it is too much or does not go on.
 * @throws Refused `too_large`, before anything is read where its length is stated; `invalid_input` for nothing at all
 */
export async function receive({ stream, length }: Upload, maxBytes: number, clock: Clock): Promise<Incoming> {
  if (length !== null && length > maxBytes) throw tooLarge(maxBytes);
  const pieces = bounded(stream, maxBytes, clock);
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const { done, value } = await pieces.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  if (size === 0) {
    const message = 'This file is empty.';
    throw new Refused('invalid_input', { message, errors: [{ path: '', message }] });
  }
  return {
    head: Buffer.concat(first).subarray(0, HEAD_BYTES),
    all: (async function* () {
      yield* first;
      yield* pieces;
    })(),
  };
}

async function* bounded(
  stream: Readable,
  maxBytes: number,
  clock: Clock,
): AsyncGenerator<Uint8Array, undefined> {
  let size = 0;
  let heardAt = clock.elapsed();
  const stop = clock.every(SILENT_MAX_MS / 3, () => {
    if (clock.elapsed() - heardAt > SILENT_MAX_MS) stream.destroy(new Refused('invalid_input'));
  });
  try {
    // Not destroyed where reading ends early: the refusal still has to get through.
    for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      heardAt = clock.elapsed();
      yield piece;
      // Writing it may have taken its time.
      heardAt = clock.elapsed();
    }
  } finally {
    stop();
  }
}

function tooLarge(maxBytes: number): Refused {
  const megabytes = Math.floor(maxBytes / 1024 ** 2);
  return new Refused('too_large', { message: `This file is larger than ${megabytes} MB.` });
}
