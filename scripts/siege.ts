/**
 * `npm run siege [-- NAME ...]`: how long visitors who do nothing wrong wait for an acknowledgement, quiet and under
 * each attack, and the most memory the server took meanwhile. Server, attackers and visitors share the machine, so
 * compare within one run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { connectVisitor, type Visitor } from '../tests/support/clients.ts';
import { ServerProcess } from '../tests/support/server-process.ts';
import { percentile } from './bench/statistics.ts';
import { ATTACK_NAMES } from './siege/attack-names.ts';
import { buildWhenStale } from './start.mjs';

const CALM_VISITORS = 10;
const WATCHED_MS = 10_000;
const BETWEEN_MESSAGES_MS = 300;
const MEMORY_EVERY_MS = 100;

await main(process.argv.slice(2));

async function main(chosen: readonly string[]): Promise<void> {
  const names = ATTACK_NAMES.filter((name) => chosen.length === 0 || chosen.includes(name));
  await buildWhenStale(new URL('..', import.meta.url).pathname);
  console.log('attack          p50 ms   p99 ms   times quiet   unanswered   most memory MB');
  for (const name of names) await besiege(name);
}

/** A server of its own for each: what one attack has left behind is not the next one's. */
async function besiege(name: string): Promise<void> {
  const admin = { ADMIN_EMAIL: 'admin@parley.example', ADMIN_PASSWORD: 'a long enough password' };
  const server = await ServerProcess.start({ ...admin, LOG_LEVEL: 'warn' });
  try {
    const key = /data-site="(site_\w+)"/.exec(await (await fetch(`${server.url}/demo`)).text())?.[1] ?? '';
    const calm = await Promise.all(
      Array.from({ length: CALM_VISITORS }, () => connectVisitor(server.url, key)),
    );
    const quiet = await watch(server, calm);
    const attacker = attack(name, server.url, key);
    const besieged = await watch(server, calm);
    attacker.kill('SIGKILL');
    const times = (besieged.p99 / quiet.p99).toFixed(1);
    console.log(row('quiet', quiet, ''));
    console.log(row(name, besieged, times));
    for (const visitor of calm) visitor.close();
  } finally {
    await server.close();
  }
}

function attack(name: string, url: string, siteKey: string): ChildProcess {
  const script = new URL('./siege/attacker.ts', import.meta.url).pathname;
  const tsx = new URL('../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
  // Straight to the address: a name would be looked up for every connection.
  const address = url.replace('localhost', '127.0.0.1');
  const child = spawn(process.execPath, ['--import', tsx, script, name, address, siteKey], {
    stdio: 'ignore',
  });
  return child;
}

interface Watched {
  p50: number;
  p99: number;
  unanswered: number;
  memoryMb: number;
}

async function watch(server: ServerProcess, visitors: readonly Visitor[]): Promise<Watched> {
  const times: number[] = [];
  let [unanswered, memoryMb] = [0, 0];
  const memory = setInterval(() => {
    memoryMb = Math.max(memoryMb, memoryOf(server.pid));
  }, MEMORY_EVERY_MS);
  const until = performance.now() + WATCHED_MS;
  await Promise.all(
    visitors.map(async (visitor) => {
      const to = { openId: randomUUID() };
      while (performance.now() < until) {
        const sentAt = performance.now();
        const message = { to, clientId: randomUUID(), text: 'Is anybody there?' };
        const answer = await visitor.ask('message:send', message).catch(() => null);
        if (answer?.ok === true) times.push(performance.now() - sentAt);
        else unanswered++;
        await delay(BETWEEN_MESSAGES_MS);
      }
    }),
  );
  clearInterval(memory);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), unanswered, memoryMb };
}

/** As Linux counts it. */
function memoryOf(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

function row(name: string, { p50, p99, unanswered, memoryMb }: Watched, times: string): string {
  return [
    name.padEnd(15),
    p50.toFixed(1).padStart(7),
    p99.toFixed(1).padStart(8),
    times.padStart(13),
    String(unanswered).padStart(12),
    String(memoryMb).padStart(16),
  ].join(' ');
}
