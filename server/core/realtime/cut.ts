import type { Socket } from 'socket.io';

/** What a socket travels on: a WebSocket, or one after the other of long-polling requests. */
export type Connection = Socket['conn'];

/**
 * Ends a connection at once and forgets what it has not read. Closing it politely would wait for just that to be
 * read, by somebody who perhaps never does.
 */
export function cut(connection: Connection): void {
  connection.close(true);
  const { socket } = connection.transport as { socket?: { terminate?(): void } };
  socket?.terminate?.();
}
