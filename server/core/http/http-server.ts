import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { limitKeyOf } from './proxies.ts';

/** A browser on a poor network sends its headers well within this; who drips them in to hold a socket does not. */
const HEADERS_TIMEOUT_MS = 10_000;
/** For a whole request: 2 MB at 1 Mbit/s take 16 s. Files that are attached may take longer, see `letTakeTime`. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Beyond this nothing is waited for: 20 MB at 0.3 Mbit/s. */
const LONGEST_REQUEST_MS = 10 * 60_000;
/** Longer than the proxies in front keep theirs, so that it is never us who closes under a request. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
const CHECK_EVERY_MS = 2_000;
const HEADERS_MAX = 100;
/** All headers of a request with its address; browsers and proxies come to a few kilobytes. */
const HEADERS_MAX_BYTES = 16 * 1024;
/** Open at once from one address, whatever is or is not said over them; a browser needs a handful. */
const CONNECTIONS_MAX = 2_000;

/** Ends the waiting for the rest of a request. */
const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Lets a request's body come for longer than that of others. Whoever reads it sees to it that it goes on. */
export function letTakeTime(request: IncomingMessage): void {
  clearTimeout(timers.get(request));
}

/**
 * An HTTP server that does not let slow clients hold it, not yet listening.
 * @param isProxy whether many people come from this address, whose connections are counted by what they say instead
 */
export function createHttpServer(
  listener: RequestListener,
  isProxy: (address: string) => boolean,
  connectionsMax = CONNECTIONS_MAX,
): Server {
  const server = createServer(
    { connectionsCheckingInterval: CHECK_EVERY_MS, maxHeaderSize: HEADERS_MAX_BYTES },
    listener,
  );
  boundConnections(server, isProxy, connectionsMax);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = LONGEST_REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.maxHeadersCount = HEADERS_MAX;
  return server;
}

/**
 * Cuts requests whose body does not come; `letTakeTime` lets one off. After everything else that listens for requests
 * has been attached, or those would pass by.
 */
export function boundBodies(server: Server, withinMs = REQUEST_TIMEOUT_MS): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const timer = setTimeout(() => {
      if (!request.complete) request.destroy();
    }, withinMs);
    timer.unref();
    timers.set(request, timer);
    const done = () => clearTimeout(timer);
    request.once('end', done);
    request.once('close', done);
  });
}

/** Closes what comes over the bound before a byte of it is read. */
function boundConnections(server: Server, isProxy: (address: string) => boolean, max: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (isProxy(address)) return;
    const key = limitKeyOf(address);
    const count = (open.get(key) ?? 0) + 1;
    open.set(key, count);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
    if (count > max) socket.destroy();
  });
}
