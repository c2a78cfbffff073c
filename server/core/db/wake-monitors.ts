import type { mongo } from 'mongoose';

/** What the driver (7.8) keeps to itself, as far as it is needed here. */
interface Inside {
  topology?: {
    s: { servers: Map<string, { monitor: { connection: MonitorConnection | null } | null }> };
  };
}

interface MonitorConnection {
  socket: { destroyed: boolean };
  destroy(): void;
}

/**
 * Keeps the driver's monitors from falling asleep for good. The moment one connection breaks, a monitor asks over its
 * own. Where the store's process has died, that one is gone too, but may not yet be known to be: the question then
 * waits for a socket to drain that never will, without a time-out, and the store stays away until this process ends.
 * Here a connection whose socket is gone is closed before it is asked over, so that a new one is made.
 *
 * No option of the driver's does this: whether it polls or streams, and however often, it asks in the same way; only
 * closing the client and opening it again would help, and would cost everything under way. So this reaches into the
 * driver, whose version is pinned, and `tests/store/wake-monitors.test.ts` is red where that no longer works.
 */
export function wakeMonitors(client: mongo.MongoClient): void {
  client.on('serverHeartbeatStarted', ({ connectionId: address }) => {
    const { topology } = client as unknown as Inside;
    const connection = topology?.s.servers.get(address)?.monitor?.connection;
    if (connection?.socket.destroyed) connection.destroy();
  });
}
