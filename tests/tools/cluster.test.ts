import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeLogs } from '../../scripts/cluster/merge-logs.ts';
import { findPrograms } from '../../scripts/cluster/programs.ts';
import { proxyConfiguration } from '../../scripts/cluster/proxy-configuration.ts';
import { readArguments } from '../../scripts/cluster/read-arguments.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { RoamingVisitor } from '../support/roaming-visitor.ts';
import { isSkipped } from '../support/skip.ts';

const root = resolve(import.meta.dirname, '../..');
const LONG = { timeoutMs: 90_000, intervalMs: 100 };

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.skipIf(isSkipped('redis') || isSkipped('haproxy'))('npm run cluster', () => {
  let dataDir: string;
  let child: ChildProcess;
  let said = '';
  let port: number;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-cluster-test-'));
    port = await freePort();
    const args = ['--import', 'tsx', 'scripts/cluster.ts', '--nodes', '2', '--port', String(port)];
    const { PATH, HOME } = process.env;
    const admin = { ADMIN_EMAIL: 'admin@parley.example', ADMIN_PASSWORD: 'a long enough password' };
    child = spawn(process.execPath, args, { cwd: root, env: { PATH, HOME, DATA_DIR: dataDir, ...admin } });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part: Buffer) => {
        said += part.toString();
      });
    }
  });
  afterEach(async () => {
    if (child.exitCode === null) {
      // Once more is at once.
      for (const _ of [1, 2]) child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(dataDir, { recursive: true, force: true });
  });

  it('serves behind one address, starts a node again that was killed, and ends all on Ctrl-C', async () => {
    await eventually(() => expect(said).toContain('Ctrl-C ends all'), LONG);
    expect(said).toContain(`2 nodes are ready at http://localhost:${port}`);
    const pids = [...said.matchAll(/^ {2}node-\w .*process (\d+)$/gm)].map(([, pid]) => Number(pid));
    expect(pids).toHaveLength(2);
    expect(said).toMatch(/^node-a \| \{.*Parley is ready at/m);
    expect(said).toMatch(/^node-b \| /m);
    const siteKey = /data-site=\\"([^\\"]+)/.exec(said)?.[1] ?? '';
    const visitors = (['websocket', 'polling'] as const).map((way) => new RoamingVisitor(port, siteKey, way));
    for (const visitor of visitors) visitor.say('before');
    process.kill(pids[1] ?? 0, 'SIGKILL');
    await eventually(() => expect(said).toContain('node-b | It has ended: SIGKILL.'), LONG);
    for (const visitor of visitors) visitor.say('after');
    await eventually(() => {
      const acknowledged = visitors.flatMap(({ journal }) => journal.map((each) => each.acknowledged?.seq));
      expect(acknowledged.every((seq) => seq !== undefined)).toBe(true);
    }, LONG);
    await eventually(() => expect(said.match(/node-b \| \{.*Parley is ready/g)).toHaveLength(2), LONG);
    for (const visitor of visitors) visitor.close();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(isAlive(pids[0] ?? 0)).toBe(false);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  }, 240_000);
});

it('says what is not there and how to get it', () => {
  expect(() => findPrograms('/nowhere', [])).toThrow('apt-get install redis-server haproxy');
});

it('says how it is used', () => {
  expect(readArguments([])).toEqual({ nodes: 3, port: 3000 });
  expect(() => readArguments(['--nodes', '0'])).toThrow('from 1 to 16');
  expect(() => readArguments(['--port', 'x'])).toThrow('--port');
  expect(() => readArguments(['--proxy', 'x'])).toThrow("'--proxy'");
});

it('puts its own nodes into the configuration for production', async () => {
  const standard = await readFile(join(root, 'deploy/haproxy.cfg'), 'utf8');
  const made = proxyConfiguration(standard, [
    { name: 'node-a', port: 4001 },
    { name: 'node-b', port: 4002 },
    { name: 'node-c', port: 4003 },
  ]);
  expect(made).not.toContain('PARLEY_NODE');
  expect(made).not.toContain('10.0.0.');
  expect(made.match(/^ {4}server .*$/gm)).toEqual([
    '    server node-a 127.0.0.1:4001',
    '    server node-b 127.0.0.1:4002',
    '    server node-c 127.0.0.1:4003',
    '    server node-a 127.0.0.1:4001 track nodes/node-a',
    '    server node-b 127.0.0.1:4002 track nodes/node-b',
    '    server node-c 127.0.0.1:4003 track nodes/node-c',
  ]);
});

it('merges logs, readable for people', () => {
  let shown = '';
  const write = (text: string) => {
    shown += text;
  };
  const line = '{"level":30,"time":"2026-01-05T09:00:00.000Z","msg":"Parley is ready"}';
  mergeLogs(['node-a', 'redis'], false, write)('redis', line);
  expect(shown).toBe(`redis  | ${line}\n`);
  shown = '';
  mergeLogs(['node-a', 'redis'], true, write)('node-a', line);
  expect(shown).toMatch(/^node-a \| .*\d\d:\d\d:\d\d.*Parley is ready.*\n$/);
});
