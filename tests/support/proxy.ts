import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

const DEPLOY = new URL('../../deploy/', import.meta.url).pathname;

export type ProxyName = 'haproxy' | 'nginx';

/** One of the proxies that `deploy/` has a configuration for, run with that very file. */
export interface TestProxy {
  close(): Promise<void>;
}

/**
 * @param port where visitors come in
 * @param nodes addresses of `node-a` and `node-b`, such as `127.0.0.1:3000`
 */
export async function startProxy(name: ProxyName, port: number, nodes: [string, string]): Promise<TestProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-proxy-'));
  const child = name === 'haproxy' ? runHaproxy(port, nodes) : await runNginx(folder, port, nodes);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}: ${said}`);
    await fetch(`http://127.0.0.1:${port}/healthz`);
  });
  return {
    async close() {
      const ended = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function runHaproxy(port: number, [a, b]: [string, string]): ChildProcess {
  // `-db`: in the foreground, one process.
  return spawn('/usr/sbin/haproxy', ['-db', '-f', join(DEPLOY, 'haproxy.cfg')], {
    env: { PARLEY_BIND: `127.0.0.1:${port}`, PARLEY_NODE_A: a, PARLEY_NODE_B: b },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function runNginx(folder: string, port: number, [a, b]: [string, string]): Promise<ChildProcess> {
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const text = (await readFile(join(DEPLOY, 'nginx.conf'), 'utf8'))
    .replaceAll('10.0.0.1:3000', a)
    .replaceAll('10.0.0.2:3000', b)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('access_log off;', ['access_log off;', ...temporary].join('\n'));
  await writeFile(file, text);
  const more = `daemon off; pid ${join(folder, 'pid')}; error_log stderr;`;
  return spawn('/usr/sbin/nginx', ['-p', folder, '-c', file, '-g', more], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
