import type { ExtendedError } from 'socket.io';
import { isStoreAway } from '../db/store-away.ts';
import type { Log } from '../log.ts';
import { Refused } from '../refused.ts';

/** Turns a refusal into what Socket.IO hands to the client as `connect_error`, with the refusal in `data`. */
export function refusedConnection(error: unknown, log: Log): ExtendedError {
  const refused =
    error instanceof Refused ? error : new Refused(isStoreAway(error) ? 'unavailable' : 'internal');
  if (refused !== error) log.error({ err: error }, 'A handshake failed.');
  return Object.assign(new Error(refused.code), { data: refused.toRefusal() });
}
