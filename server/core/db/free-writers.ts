import type { Socket } from 'node:net';
import type { mongo } from 'mongoose';

interface DriverConnection {
  socket: Socket;
  destroy(): void;
}

/** What the driver (7.8) keeps to itself, as far as it is needed here. */
interface Inside {
  topology?: {
    s: {
      servers: Map<
        string,
        {
          pool: { checkedOut: ReadonlySet<DriverConnection> };
          monitor: { connection: DriverConnection | null } | null;
        }
      >;
    };
  };
}

/**
 * Ends the wait of who has written to a socket that is gone. Where the store's process dies, a socket is destroyed a
 * moment before its connection knows; what is written in between waits for the socket to drain, without a time-out:
 *
 * - An operation would never end, nor anything that waits for it. Here a socket that closes says that it has drained:
 *   the driver then finds the connection closed, and the operation fails as it should.
 * - A monitor would fall asleep, and the store stay away until this process ends. Here a connection whose socket is
 *   gone is closed before the monitor asks over it, so that it makes a new one.
 *
 * No option of the driver's bounds that wait but `timeoutMS`, which also ends cursors and downloads that take their
 * time; none at all bounds a monitor's. So this reaches into the driver, whose version is pinned, and
 * `tests/store/free-writers.test.ts` is red where that no longer works.
 */
export function freeWriters(client: mongo.MongoClient): void {
  const watched = new WeakSet<Socket>();
  const serverAt = (address: string) => (client as unknown as Inside).topology?.s.servers.get(address);
  client.on('connectionCheckedOut', ({ address }) => {
    for (const { socket } of serverAt(address)?.pool.checkedOut ?? []) {
      if (watched.has(socket)) continue;
      watched.add(socket);
      socket.once('close', () => socket.emit('drain'));
    }
  });
  client.on('serverHeartbeatStarted', ({ connectionId: address }) => {
    const connection = serverAt(address)?.monitor?.connection;
    if (connection?.socket.destroyed) connection.destroy();
  });
}
