import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'socket.io';
import type { Clock } from '../clock.ts';
import { Refused } from '../refused.ts';
import { isBeingAnswered } from './on-event.ts';
import type { Realtime } from './realtime.ts';

/**
 * The sockets of a node that ends are cut over the first of these times, and each is told to come back within the
 * second. So they come back spread over 6 s, and nobody is away for longer than 5 s.
 */
const CUT_OVER_MS = 2_500;
const BACK_WITHIN_MS = 3_500;

/** What a proxy takes to another node without the visitor noticing. */
const NOT_HERE = ['HTTP/1.1 503 Service Unavailable', 'Connection: close', 'Content-Length: 0', '', ''];

/** Lets nobody new in: who knocks from now on is answered 503. Sessions of long polling go on. */
export function closeEntrance({ io }: Realtime): void {
  io.engine.use((request: IncomingMessage, response: unknown, next: () => void) => {
    if (new URL(request.url ?? '/', 'http://host').searchParams.has('sid')) next();
    else if (response instanceof ServerResponse) response.writeHead(503, { Connection: 'close' }).end();
    else request.socket.end(NOT_HERE.join('\r\n'));
  });
}

/**
 * Sends the sockets of this node away one after the other; until then each is served as ever. Who is just being
 * answered is left to `sendAwayAll`.
 */
export async function sendAway(realtime: Realtime, clock: Clock): Promise<void> {
  await Promise.all(socketsOf(realtime).map((socket) => sendAwayLater(socket, clock)));
}

/** Sends away everybody who is still there. */
export function sendAwayAll(realtime: Realtime): void {
  for (const socket of socketsOf(realtime)) part(socket);
}

function socketsOf(realtime: Realtime): Socket[] {
  return [realtime.console, realtime.widget].flatMap((namespace) => [...namespace.sockets.values()]);
}

function sendAwayLater(socket: Socket, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(Math.random() * CUT_OVER_MS, () => {
      if (!isBeingAnswered(socket)) part(socket);
      resolve();
    });
    socket.once('disconnect', () => {
      cancel();
      resolve();
    });
  });
}

function part(socket: Socket): void {
  const retryAfterMs = Math.round(Math.random() * BACK_WITHIN_MS);
  socket.emit('refused', new Refused('unavailable', { retryAfterMs }).toRefusal());
  socket.conn.close();
}
