import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { MessageFigures } from '../../scripts/bench/measure-messages.ts';
import { missingFor } from '../../scripts/bench/missing.ts';
import { readArguments } from '../../scripts/bench/read-arguments.ts';
import { ReturningVisitor } from '../../scripts/bench/returning-visitor.ts';
import { clusterRows } from '../../scripts/bench/rows.ts';
import { processMicroseconds, readUsage } from '../../scripts/bench/server-usage.ts';
import { toTable } from '../../scripts/bench/table.ts';
import { WireClient } from '../../scripts/bench/wire-client.ts';
import { eventually } from '../support/eventually.ts';

describe('npm run bench', () => {
  it('takes names in its own order, and so many sockets for connecting and for coming back', () => {
    const asked = readArguments(['reconnect', 'connect']);
    expect(asked).toMatchObject({ names: ['connect', 'reconnect'], sockets: 2_000, returning: 10_000 });
    expect(readArguments(['--sockets', '50'])).toMatchObject({ sockets: 50, returning: 50 });
    expect(() => readArguments(['cluster', 'clusters'])).toThrow('no bench "clusters"');
    expect(() => readArguments(['--readers', '0'])).toThrow('--readers is a whole number from 1');
  });

  it('says what the machine lacks for what is asked, and for nothing else', () => {
    const nothingThere = () => false;
    expect(missingFor(readArguments(['cluster']), nothingThere, 20_000)[0]).toMatch('redis-server');
    expect(missingFor(readArguments(['page']), nothingThere, 200)[0]).toMatch('chromium');
    expect(missingFor(readArguments(['message']), nothingThere, 200)).toEqual([]);
    expect(missingFor(readArguments(['reconnect']), nothingThere, 10_050)[0]).toMatch('ulimit -n');
    expect(missingFor(readArguments(['reconnect']), nothingThere, 10_100)).toEqual([]);
  });

  it('sets the CPU of several nodes against that of one, on both sides', () => {
    const figures = (allMicroseconds: number) => [{ allMicroseconds } as MessageFigures];
    const rows = clusterRows(
      2,
      { parley: figures(200), bare: figures(100) },
      { parley: figures(240), bare: figures(150) },
    );
    const times = rows.find(({ unit }) => unit === '×');
    expect(times).toMatchObject({ parley: 1.2, bare: 1.5 });
    expect(toTable(rows)).toMatch(/1\.20 × +\| +1\.50 × +\| +0\.80 \| ≤ 1\.25 ×: yes/);
  });

  it('reads the CPU of another process as the system counts it', () => {
    const own = readUsage().allMicroseconds;
    expect(processMicroseconds(process.pid)).toBeGreaterThan(own / 2);
    expect(processMicroseconds(0)).toBeNaN();
  });
});

describe('a returning visitor', () => {
  let server: Server;
  const accepted: Socket[] = [];

  afterEach(() => {
    for (const socket of accepted.splice(0)) socket.destroy();
    server.close();
  });

  it('comes back by itself after each connection that is lost or refused', async () => {
    // Cut at once, answered with a refusal, then welcomed.
    const turns = [
      (socket: Socket) => socket.destroy(),
      (socket: Socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
      (socket: Socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x0240', 'latin1'),
    ];
    server = createServer((socket) => {
      accepted.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => turns.shift()?.(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    let isBack = false;
    const visitor = new ReturningVisitor(
      (onReady, handlers) =>
        new WireClient({ port, namespace: '/' }, { ...handlers, onJoined: () => onReady() }),
      () => {
        isBack = true;
      },
    );
    visitor.connect();
    await eventually(() => isBack, { timeoutMs: 15_000 });
    expect(visitor.attempts).toBe(3);
    visitor.close();
    await eventually(() => accepted.every(({ destroyed, readableEnded }) => destroyed || readableEnded));
    expect(visitor.attempts).toBe(3);
  });
});
