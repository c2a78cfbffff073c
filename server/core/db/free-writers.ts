import type { Socket } from 'node:net';
import type { mongo } from 'mongoose';

/** What the driver (7.8) keeps to itself, as far as it is needed here. */
interface Inside {
  topology?: { s: { servers: Map<string, { pool: { checkedOut: Set<{ socket: Socket }> } }> } };
}

/**
 * Ends the wait of who has written to a socket that is gone. Where the store's process dies, a socket is destroyed a
 * moment before its connection knows; what is written in between waits for the socket to drain, without a time-out,
 * and with it everything that waits for that answer. Here a socket that closes says that it has drained: the driver
 * then finds the connection closed, and the operation fails as it should.
 *
 * No option of the driver's bounds that wait but `timeoutMS`, which also ends cursors and downloads that take their
 * time. So this reaches into the driver, whose version is pinned, and `tests/store/free-writers.test.ts` is red where
 * that no longer works.
 */
export function freeWriters(client: mongo.MongoClient): void {
  const watched = new WeakSet<Socket>();
  client.on('connectionCheckedOut', ({ address }) => {
    const { topology } = client as unknown as Inside;
    for (const { socket } of topology?.s.servers.get(address)?.pool.checkedOut ?? []) {
      if (watched.has(socket)) continue;
      watched.add(socket);
      socket.once('close', () => socket.emit('drain'));
    }
  });
}
