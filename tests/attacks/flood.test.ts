import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OpenConnections } from '../../server/connections/index.ts';
import { createHttpServer } from '../../server/core/http/http-server.ts';
import type { Connection } from '../../server/core/realtime/cut.ts';
import { rooms } from '../../server/core/realtime/rooms.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { WidgetSite } from '../../shared/sites.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

// Much is asked one after the other, also on a machine that is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: TestServer;
let calm: Visitor;

beforeAll(async () => {
  server = await startServer();
  calm = await connectVisitor(server.url, server.site().key);
});
afterAll(async () => {
  calm.close();
  await server.close();
});

const visitor = () => connectVisitor(server.url, server.site().key);

async function expectCut(rude: Visitor, what: string): Promise<void> {
  await eventually(() => expect(rude.socket.connected, what).toBe(false));
  rude.close();
  expect((await say(calm, `still here after ${what}`)).seq).toBeGreaterThan(0);
}

describe('a socket that floods', () => {
  it.each([
    ['with events that are refused', '42/widget,1["heads"]'],
    ['with events that do not exist', '42/widget,["nothing",{}]'],
    ['with answers to nothing', '43/widget,7[]'],
    ['with handshakes', '40/nowhere,{}'],
  ])('%s is cut', async (what, packet) => {
    const rude = await visitor();
    for (let sent = 0; sent < 3_000; sent++) rude.socket.io.engine.write(packet);
    await expectCut(rude, what);
  });

  it('with heartbeats is cut', async () => {
    const rude = await visitor();
    const { ws } = rude.socket.io.engine.transport as unknown as { ws: { send(frame: string): void } };
    for (let sent = 0; sent < 3_000; sent++) ws.send('3');
    await expectCut(rude, 'heartbeats');
  });

  it('with long packets is cut', async () => {
    const rude = await visitor();
    const frame = `42/widget,["nothing","${'x'.repeat(60_000)}"]`;
    for (let sent = 0; sent < 100; sent++) rude.socket.io.engine.write(frame);
    await expectCut(rude, 'long packets');
  });

  it.each([
    ['with a binary part', '451-/widget,["message:send",{"_placeholder":true,"num":0}]'],
    ['with ten million binary parts', '459999999-/widget,["message:send"]'],
  ])('%s is cut', async (what, packet) => {
    const rude = await visitor();
    rude.socket.io.engine.write(packet);
    const { ws } = rude.socket.io.engine.transport as unknown as { ws: { send(frame: unknown): void } };
    ws.send(new Uint8Array(1_000));
    await expectCut(rude, what);
  });

  it('may send as much as a person can before', async () => {
    const busy = await visitor();
    const to = { openId: randomUUID() };
    for (let sent = 0; sent < 20; sent++) {
      await busy.do('message:send', { to, clientId: randomUUID(), text: '\u{1f600}'.repeat(5_000) });
    }
    expect(busy.socket.connected).toBe(true);
    busy.close();
  });
});

it.each(['/', '/nowhere', '/widget/../console', '/admin'])(
  'nobody gets into the namespace %s',
  async (name) => {
    const socket = io(server.url + name, { transports: ['websocket'], forceNew: true, reconnection: false });
    const outcome = await new Promise((resolve) => {
      socket.once('connect', () => resolve('in'));
      socket.once('connect_error', (error) => resolve(error.message));
    });
    socket.close();
    expect(outcome).not.toBe('in');
  },
);

describe('a reader that stands still', () => {
  it('is cut before it fills the memory, misses nothing when it is back, and holds up nobody', async () => {
    const { key, id } = server.site();
    const [slow, quick] = [await connectVisitor(server.url, key), await visitor()];
    const { conversationId } = await say(slow, 'I shall be away for a moment');
    const { ws } = slow.socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
    ws._socket.pause();
    const look = { name: 'x'.repeat(100_000) } as WidgetSite;
    const agent = await server.signIn();
    const before = server.app.realtime.widget.sockets.size;
    await eventually(
      () => {
        for (let told = 0; told < 5; told++) {
          server.app.publisher.toWidgets(rooms.siteVisitors(id), 'site', look);
        }
        expect(server.app.realtime.widget.sockets.size).toBeLessThan(before);
      },
      { timeoutMs: 15_000, intervalMs: 50 },
    );
    expect(quick.socket.connected).toBe(true);
    await agent.post(`/conversations/${conversationId}/messages`, { text: 'Are you there?' });
    slow.close();
    const back = await connectVisitor(server.url, key, { token: slow.token, heads: { [conversationId]: 1 } });
    const [missed] = back.welcome.conversations;
    expect(missed?.catchUp.entries.map((entry: PublicEntry) => entry.seq)).toContain(2);
    back.close();
    quick.close();
  });
});

describe('connections', () => {
  it('are counted by address while they are open', () => {
    const open = new OpenConnections([], 2);
    const from = (remoteAddress: string) => {
      const request = { headers: {}, socket: { remoteAddress } };
      return Object.assign(new EventEmitter(), { request }) as unknown as Connection & EventEmitter;
    };
    const [first, second] = [from('203.0.113.1'), from('203.0.113.1')];
    open.count(first);
    expect(open.hasRoomFor(first.request)).toBe(true);
    open.count(second);
    expect(open.hasRoomFor(first.request)).toBe(false);
    expect(open.hasRoomFor(from('203.0.113.2').request)).toBe(true);
    second.emit('close');
    expect(open.hasRoomFor(first.request)).toBe(true);
    for (let more = 0; more < 5; more++) open.count(from('127.0.0.1'));
    expect(open.hasRoomFor(from('127.0.0.1').request)).toBe(true);
  });

  it('over the bound of one address are closed unread, those of proxies are not', async () => {
    const answered = (isProxy: boolean) => {
      const http = createHttpServer(
        (_request, response) => response.end(),
        () => isProxy,
        20,
      );
      return openMany(http, 25);
    };
    expect(await answered(false)).toBe(20);
    expect(await answered(true)).toBe(25);
  });

  it('that say nothing, or never end what they say, are closed', async () => {
    server.app.server.headersTimeout = 300;
    const { port } = new URL(server.url);
    const held = ['', 'GET /healthz HTTP/1.1\r\nHost: parley\r\nX-Slow: ', 'GET'].map((said) => {
      const socket = connect(Number(port), '127.0.0.1', () => void (said !== '' && socket.write(said)));
      socket.on('error', () => undefined);
      socket.resume();
      return socket;
    });
    await eventually(() => expect(held.every((socket) => socket.closed)).toBe(true), { timeoutMs: 10_000 });
    server.app.server.headersTimeout = 10_000;
  });

  it.each([
    ['headers of 20 KB', `GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['ten thousand headers', `GET /healthz HTTP/1.1\r\nHost: a\r\n${'A:b\r\n'.repeat(10_000)}\r\n`, 431],
    ['an address of 20 KB', `GET /api/v1/sites?${'a=b&'.repeat(5_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
    [
      'two lengths',
      'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
    ],
    [
      'a length and chunks',
      'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ])('with %s are refused', async (_what, request, status) => {
    expect(await statusOf(request)).toBe(status);
  });
});

function statusOf(request: string): Promise<number> {
  const { port } = new URL(server.url);
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(request));
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      said += part.toString('latin1');
      if (said.includes('\r\n')) socket.destroy();
    });
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1])));
  });
}

/** @returns how many of so many connections are answered */
async function openMany(http: ReturnType<typeof createServer>, count: number): Promise<number> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const sockets: Socket[] = [];
  const outcomes: Promise<boolean>[] = [];
  for (let opened = 0; opened < count; opened++) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    await new Promise((resolve) => socket.once('connect', resolve));
    outcomes.push(
      new Promise((resolve) => {
        socket.once('data', () => resolve(true));
        socket.on('error', () => resolve(false));
        socket.once('close', () => resolve(false));
      }),
    );
    socket.write('GET / HTTP/1.1\r\nHost: parley\r\n\r\n');
  }
  const answered = (await Promise.all(outcomes)).filter(Boolean).length;
  for (const socket of sockets) socket.destroy();
  http.close();
  http.closeAllConnections();
  return answered;
}
