import type { Namespace } from 'socket.io';

/**
 * Whether anybody of this node but the sender is in one of the rooms. Asked first because Socket.IO writes a packet
 * before it looks for readers, and most visitors have one tab: the one that is answered instead.
 */
export function isHeard(
  { adapter: { rooms } }: Pick<Namespace, 'adapter'>,
  target: string | Iterable<string>,
  exceptSocketId: string | undefined,
): boolean {
  for (const room of typeof target === 'string' ? [target] : target) {
    const members = rooms.get(room);
    if (members === undefined) continue;
    if (exceptSocketId === undefined || members.size > 1 || !members.has(exceptSocketId)) return true;
  }
  return false;
}
