import type { Clock } from '../clock.ts';
import { Refused } from '../refused.ts';
import { type Connection, cut } from './cut.ts';
import { WAITING_MAX_CHARACTERS, waitingFor } from './slow-readers.ts';
import { type Allowance, TokenBucket } from './token-bucket.ts';

/** More than all events of a socket together may be sent, so that only who ignores every refusal comes here. */
const PACKETS: Allowance = { burst: 500, perSecond: 150 };
/** A packet counts as one more for every so many characters of it: 20 of the longest messages go through at once. */
const CHARACTERS_COUNTED_AS_ONE = 2_048;

interface Packet {
  data?: unknown;
}

/**
 * Cuts a connection that sends more packets than anybody has use for, whatever is in them, that sends anything but
 * text, or that goes on asking without reading the answers. Called for every connection before it sends anything.
 */
export function packetLimit(clock: Clock): (connection: Connection) => void {
  const buckets = new WeakMap<Connection, TokenBucket>();
  // One function for all connections: most of them only listen, and each should cost little.
  function count(this: Connection, { data }: Packet): void {
    let bucket = buckets.get(this);
    if (bucket === undefined) {
      bucket = new TokenBucket(PACKETS, clock);
      buckets.set(this, bucket);
    }
    if (!mayGoOn(this, bucket, data)) cut(this);
  }
  return (connection) => void connection.on('packet', count);
}

function mayGoOn(connection: Connection, bucket: TokenBucket, data: unknown): boolean {
  // No event of ours has a binary part, and half a one would be kept until the rest comes.
  if (data !== undefined && typeof data !== 'string') return false;
  if (waitingFor(connection) > WAITING_MAX_CHARACTERS) return false;
  try {
    bucket.take(1 + (data?.length ?? 0) / CHARACTERS_COUNTED_AS_ONE);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
