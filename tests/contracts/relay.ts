import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

/** What becomes of a packet: passed on now, or after so many milliseconds, or twice, or never. */
type Fate = 'pass' | 'drop' | 'twice' | number;

/** Stands between a client and a server as a bad network does; it can also play the part of a browser. */
export interface Relay {
  url: string;
  /** Where new connections go. */
  target: string;
  /** Sent along with every new connection, as browsers do with origin and cookie. */
  headers: Record<string, string>;
  /** Decides about what the server sends; all passes unless said. */
  down(packet: string): Fate;
  /** Decides about what the client sends. */
  up(packet: string): Fate;
  /** How many connections have come about. */
  connections: number;
  /** What the server said where it let no connection come about. */
  turnedAway: string[];
  /** Breaks every connection without a word. */
  cut(): void;
  close(): Promise<void>;
}

/** @param target address of the server, such as `http://127.0.0.1:3000` */
export async function startRelay(target: string): Promise<Relay> {
  const near = new WebSocketServer({ noServer: true });
  const sockets = new Set<WebSocket>();
  const server = createServer((_request, response) => {
    response.writeHead(502).end();
  });
  const relay: Relay = {
    url: '',
    target,
    headers: {},
    down: () => 'pass',
    up: () => 'pass',
    connections: 0,
    turnedAway: [],
    cut() {
      for (const socket of sockets) socket.terminate();
    },
    close() {
      relay.cut();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  server.on('upgrade', (request, socket, head) => upgrade(relay, near, sockets, request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  relay.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return relay;
}

function upgrade(
  relay: Relay,
  near: WebSocketServer,
  sockets: Set<WebSocket>,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const far = new WebSocket(relay.target.replace(/^http/, 'ws') + request.url, { headers: relay.headers });
  far.on('unexpected-response', (_request, response) => {
    let body = '';
    response.on('data', (part) => {
      body += String(part);
    });
    response.on('end', () => {
      relay.turnedAway.push(body);
      socket.end(`HTTP/1.1 ${response.statusCode} Refused\r\nConnection: close\r\n\r\n`);
    });
  });
  far.on('error', () => socket.destroy());
  far.on('open', () => {
    relay.connections++;
    near.handleUpgrade(request, socket, head, (client) => {
      join(client, far, (packet) => relay.up(packet));
      join(far, client, (packet) => relay.down(packet));
      for (const each of [client, far]) {
        sockets.add(each);
        each.on('close', () => sockets.delete(each));
      }
    });
  });
}

function join(from: WebSocket, to: WebSocket, fateOf: (packet: string) => Fate): void {
  const pass = (packet: string) => to.readyState === WebSocket.OPEN && to.send(packet);
  from.on('message', (data) => {
    const packet = String(data);
    // Only what Parley says is lost or late: the rest is the transport's own.
    const fate = /^4[23]/.test(packet) ? fateOf(packet) : 'pass';
    if (fate === 'pass' || fate === 'twice') pass(packet);
    if (fate === 'twice') pass(packet);
    if (typeof fate === 'number') setTimeout(() => pass(packet), fate);
  });
  from.on('error', () => undefined);
  // Politely: what was passed on just before would be lost otherwise.
  from.on('close', () => to.close());
}
