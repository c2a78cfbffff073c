import { Refused } from '../refused.ts';
import type { Realtime } from './realtime.ts';

/** Clients of a node that ends come back spread over this time, not all at once. */
const SPREAD_MS = 6_000;

/** Tells every socket of this node when to come back, each another time, and closes them. */
export function sendAway(realtime: Realtime): void {
  for (const namespace of [realtime.console, realtime.widget]) {
    for (const socket of namespace.sockets.values()) {
      const retryAfterMs = Math.round(Math.random() * SPREAD_MS);
      socket.emit('refused', new Refused('unavailable', { retryAfterMs }).toRefusal());
      socket.conn.close();
    }
  }
}
