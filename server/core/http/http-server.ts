import { createServer, type RequestListener, type Server } from 'node:http';

/** A browser on a poor network sends its headers well within this; who drips them in to hold a socket does not. */
const HEADERS_TIMEOUT_MS = 10_000;
/** For a whole request: 2 MB at 1 Mbit/s take 16 s. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the proxies in front keep theirs, so that it is never us who closes under a request. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
const CHECK_EVERY_MS = 2_000;
const HEADERS_MAX = 100;

/** An HTTP server that does not let slow clients hold it, not yet listening. */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer({ connectionsCheckingInterval: CHECK_EVERY_MS }, listener);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.maxHeadersCount = HEADERS_MAX;
  return server;
}
