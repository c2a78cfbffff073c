import { createServer, type Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Refusal } from '../../shared/errors.ts';
import type { WidgetWelcome } from '../../shared/events.ts';
import { Connection, type Link } from '../../widget/core/connection.ts';
import { eventually } from '../support/eventually.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const WELCOME: WidgetWelcome = {
  protocol: 1,
  site: {
    key: 'site_abcdefghijkl',
    name: 'Shop',
    color: '#4b3fd6',
    greeting: '',
    position: 'right',
    language: 'en',
  },
  presence: { here: false, agents: [] },
  contact: null,
  conversations: [],
  attachmentMaxBytes: 20_971_520,
};

/**
 * The widget's own client against the real Socket.IO server. Node has no WebSocket, so this is long polling; the
 * browser tests go over WebSocket.
 */
describe('a connection', () => {
  let http: HttpServer;
  let io: Server;
  let origin: string;
  let refuse: Refusal | null;
  let sockets: Socket[];
  let handshakes: unknown[];
  let clock: TurnedClock;
  let links: Link['kind'][];
  /** Every delay that was asked for, in milliseconds. */
  let delays: number[];
  let outdated: number;
  let connection: Connection;

  beforeEach(async () => {
    http = createServer();
    io = new Server(http, { cors: { origin: true } });
    refuse = null;
    sockets = [];
    handshakes = [];
    io.of('/widget').use((socket, next) => {
      handshakes.push({ ...socket.handshake.auth, site: socket.handshake.query.site });
      next(refuse ? Object.assign(new Error(refuse.code), { data: refuse }) : undefined);
    });
    io.of('/widget').on('connection', (socket) => {
      sockets.push(socket);
      socket.on('heads', (_nothing: null, ack: (answer: unknown) => void) => ack({ ok: true, value: {} }));
      socket.emit('welcome', WELCOME);
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    origin = `http://127.0.0.1:${address.port}`;
    clock = new TurnedClock();
    links = [];
    delays = [];
    outdated = 0;
    let count = 0;
    connection = new Connection({
      origin,
      siteKey: 'site_abcdefghijkl',
      handshake: () => ({
        protocol: 1,
        token: 'secret',
        heads: { conversation: count++ },
        page: { url: 'https://shop.example.test/' },
        language: 'en',
        timezone: 'UTC',
      }),
      onLink: ({ kind }) => void links.push(kind),
      onOutdated: () => void outdated++,
      after(delayMs, task) {
        delays.push(delayMs);
        return clock.after(delayMs, task);
      },
      random: () => 0,
    });
  });

  afterEach(async () => {
    connection.close();
    http.closeAllConnections();
    await io.close();
  });

  const last = () => links.at(-1);
  const live = () => eventually(() => expect(last()).toBe('live'));

  it('says who it is, and is live with the answer to the handshake', async () => {
    const welcomed = vi.fn();
    connection.on('welcome', welcomed);
    connection.restart();
    await live();
    expect(welcomed).toHaveBeenCalledWith(WELCOME);
    expect(links).toEqual(['connecting', 'live']);
    expect(handshakes[0]).toMatchObject({
      token: 'secret',
      site: 'site_abcdefghijkl',
      heads: { conversation: 0 },
    });
  });

  it('asks and is answered, tells, and hears', async () => {
    const typing = vi.fn();
    connection.on('typing', typing);
    connection.restart();
    await live();
    expect(await connection.ask('heads', null)).toEqual({ ok: true, value: {} });
    const told = vi.fn();
    sockets[0]?.on('typing', told);
    connection.tell('typing', { conversationId: 'conversation', typing: true });
    await eventually(() =>
      expect(told).toHaveBeenCalledWith({ conversationId: 'conversation', typing: true }),
    );
    sockets[0]?.emit('typing', { conversationId: 'conversation', typing: true, name: 'Ana – 🙂' });
    await eventually(() => expect(typing.mock.calls[0]?.[0]).toMatchObject({ name: 'Ana – 🙂' }));
  });

  it('does not know the outcome where no answer comes in time, or the connection is lost', async () => {
    connection.restart();
    await expect(connection.ask('heads', null), 'not yet connected').rejects.toThrow();
    await live();
    const unanswered = connection.ask('contact:update', {});
    const checked = expect(unanswered).rejects.toThrow('no answer');
    clock.turn(10_000);
    await checked;
    const cut = connection.ask('contact:update', {});
    const lost = expect(cut).rejects.toThrow();
    sockets[0]?.disconnect(true);
    await lost;
  });

  it('comes back by itself with a fresh handshake, and shows a break only when it lasts', async () => {
    connection.restart();
    await live();
    sockets[0]?.disconnect(true);
    await eventually(() => expect(last()).toBe('connecting'));
    expect(delays.at(-1)).toBe(500);
    clock.turn(500);
    await live();
    expect(handshakes[1]).toMatchObject({ heads: { conversation: 1 } });
    expect(links).not.toContain('offline');
  });

  it('says that it is too old for the server, and tries on: another node may be older', async () => {
    connection.restart();
    await live();
    refuse = { code: 'protocol_too_old', message: 'Older than the server.' };
    sockets[0]?.disconnect(true);
    await eventually(() => {
      clock.turn(1_000);
      expect(outdated).toBeGreaterThan(1);
    });
    expect(links).not.toContain('refused');
    refuse = null;
    await eventually(() => {
      clock.turn(1_000);
      expect(last()).toBe('live');
    });
  });

  it('says after three seconds that it is offline, and live again when it is', async () => {
    connection.restart();
    await live();
    refuse = { code: 'unavailable', message: 'Not now.' };
    sockets[0]?.disconnect(true);
    await eventually(() => expect(last()).toBe('connecting'));
    clock.turn(500);
    await eventually(() => expect(handshakes).toHaveLength(2));
    clock.turn(2_499);
    expect(links).not.toContain('offline');
    clock.turn(1);
    await eventually(() => expect(last()).toBe('offline'));
    refuse = null;
    await eventually(() => {
      clock.turn(1_000);
      expect(last()).toBe('live');
    });
  });

  it('comes back when the server asks for it, not before', async () => {
    connection.restart();
    await live();
    sockets[0]?.emit('refused', { code: 'unavailable', message: 'Going down.', retryAfterMs: 4_000 });
    sockets[0]?.conn.close();
    await eventually(() => expect(last()).toBe('connecting'));
    expect(delays.at(-1)).toBe(4_000);
    clock.turn(4_000);
    await live();
    expect(handshakes).toHaveLength(2);
  });

  it('stays away where trying again cannot help, until it is told to', async () => {
    refuse = { code: 'site_off', message: 'This chat is switched off.' };
    connection.restart();
    await eventually(() => expect(last()).toBe('refused'));
    const asked = delays.length;
    clock.turn(600_000);
    expect(delays).toHaveLength(asked);
    refuse = null;
    connection.restart();
    await live();
  });

  it('takes a server that has fallen silent for gone', async () => {
    connection.restart();
    await live();
    clock.turn(25_000 + 20_000 - 1);
    expect(last()).toBe('live');
    clock.turn(1);
    expect(last()).toBe('connecting');
  });

  it('stays closed once it is closed', async () => {
    connection.restart();
    await live();
    connection.close();
    await eventually(() => expect(io.of('/widget').sockets.size).toBe(0));
    const asked = delays.length;
    clock.turn(600_000);
    expect(delays).toHaveLength(asked);
  });

  it('stays closed also where it was about to try again', async () => {
    connection.restart();
    await live();
    sockets[0]?.disconnect(true);
    await eventually(() => expect(last()).toBe('connecting'));
    connection.close();
    const asked = delays.length;
    clock.turn(600_000);
    expect(delays).toHaveLength(asked);
  });
});
