import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type Namespace, Server, type ServerOptions } from 'socket.io';
import { FRAME_MAX_BYTES } from '../../../shared/limits.ts';
import { newId } from '../ids.ts';
import { Refused } from '../refused.ts';
import type { Bus } from './bus.ts';
import type { Connection } from './cut.ts';
import { GatheringEngine } from './engine.ts';
import { forgetRequest } from './forget-request.ts';

const PING_EVERY_MS = 25_000;
const PING_TIMEOUT_MS = 20_000;
/** A connection that does not join a namespace by then is cut. */
const CONNECT_TIMEOUT_MS = 10_000;

export interface Realtime {
  io: Server;
  console: Namespace;
  widget: Namespace;
  options: Partial<ServerOptions>;
}

/**
 * The socket server with its two namespaces. Recovery of Socket.IO's own is off: it would skip the handshake, and
 * with it the question who somebody is; clients catch up from the log instead.
 * @param mayConnect asked before any upgrade: the only place where a foreign page can be turned away early
 * @param adapter what reaches the sockets of other nodes; undefined for one node
 */
export function createRealtime(
  mayConnect: (request: IncomingMessage) => Promise<boolean>,
  adapter: Bus['adapter'],
): Realtime {
  const options: Partial<ServerOptions> = {
    ...(adapter !== undefined && { adapter }),
    path: '/socket.io/',
    serveClient: false,
    transports: ['websocket', 'polling'],
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: FRAME_MAX_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PING_TIMEOUT_MS,
    // Pages of other origins poll where WebSocket is forbidden; `mayConnect` says which, and no cookie goes along.
    cors: { origin: true, credentials: false },
    allowRequest: (request, done) => {
      mayConnect(request).then(
        (allowed) => done(allowed ? null : 'origin_not_allowed', allowed),
        (error) => done(error instanceof Refused ? error.code : 'unavailable', false),
      );
    },
  };
  const io = new Server(options);
  // Nothing of ours is there, and who is let in needs not say who they are.
  io.use((_socket, next) => next(new Error('not_found')));
  return { io, console: io.of('/console'), widget: io.of('/widget'), options };
}

interface AttachOptions {
  /** Begins the id of every session, so that a proxy can send its next request to the same node. */
  nodeName: string;
  /** Called with every connection before it sends anything. */
  guards: readonly ((connection: Connection) => void)[];
}

/** Puts the socket server onto the HTTP server. */
export function attachRealtime(
  { io, options }: Realtime,
  server: HttpServer,
  { nodeName, guards }: AttachOptions,
): void {
  const engine = new GatheringEngine(options);
  engine.attach(server, options);
  // Only the beginning is known to others: the rest is as hard to guess as any id of ours.
  engine.generateId = () => `${nodeName}.${newId()}`;
  io.bind(engine);
  // What is polled does not pass the other answers' headers.
  io.engine.on('headers', (headers: Record<string, string>) => {
    headers['X-Content-Type-Options'] = 'nosniff';
  });
  io.engine.on('connection', (connection: Connection) => {
    for (const guard of guards) guard(connection);
    forgetRequest(connection);
  });
}
