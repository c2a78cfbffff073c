import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readConfig } from '../../server/config.ts';
import { SERVER_FLAGS } from '../server-flags.ts';
import { mergeLogs } from './merge-logs.ts';
import { Part } from './part.ts';
import { findPrograms } from './programs.ts';
import { proxyConfiguration } from './proxy-configuration.ts';
import type { ClusterArguments } from './read-arguments.ts';

/** A machine that is busy with other things may take this long to start a node. */
const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;
/** A node that was ended is started again after this, as a supervisor does. */
const RESTART_AFTER_MS = 1_000;

interface Node {
  name: string;
  port: number;
}

/** Nodes, the store and the Redis that they share, and a proxy in front, on this machine. */
export class Cluster {
  readonly #root: string;
  readonly #port: number;
  readonly #nodes: Node[];
  readonly #print: (name: string, line: string) => void;
  readonly #onFailure: (reason: string) => void;
  readonly #folder = mkdtempSync(join(tmpdir(), 'parley-cluster-'));
  readonly #parts = new Map<string, Part>();
  #ending = false;

  /** @param onFailure called when a part ends that nothing goes on without */
  constructor(root: string, { nodes, port }: ClusterArguments, onFailure: (reason: string) => void) {
    this.#root = root;
    this.#port = port;
    this.#nodes = Array.from({ length: nodes }, (_, index) => ({
      name: `node-${String.fromCharCode('a'.charCodeAt(0) + index)}`,
      port: 0,
    }));
    const names = ['proxy', 'redis', 'store', ...this.#nodes.map(({ name }) => name)];
    this.#print = mergeLogs(names, process.stdout.isTTY === true, (text) => process.stdout.write(text));
    this.#onFailure = onFailure;
  }

  /**
   * Starts everything and says where it is.
   *
   * @throws Error where something is missing or does not start
   */
  async start(): Promise<void> {
    const programs = findPrograms(process.env.PATH ?? '');
    for (const node of this.#nodes) node.port = await freePort();
    const redisPort = await freePort();
    this.#run('redis', programs['redis-server'], this.#redisArguments(redisPort));
    const mongodbUrl = process.env.MONGODB_URL ?? (await this.#runStore());
    const shared = this.#sharedSettings(mongodbUrl, `redis://127.0.0.1:${redisPort}`);
    for (const node of this.#nodes) this.#runNode(node, shared);
    for (const node of this.#nodes) await this.#untilReady(node.name, `http://127.0.0.1:${node.port}`);
    const file = join(this.#folder, 'haproxy.cfg');
    const standard = readFileSync(join(this.#root, 'deploy/haproxy.cfg'), 'utf8');
    writeFileSync(file, proxyConfiguration(standard, this.#nodes));
    const bind = { PARLEY_BIND: `127.0.0.1:${this.#port}` };
    this.#run('proxy', programs.haproxy, ['-db', '-f', file], bind);
    await this.#untilReady('proxy', `http://127.0.0.1:${this.#port}`);
    this.#announce(shared);
  }

  /** Ends the nodes first, which still have something to write, and then what they need for it. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#ending = true;
    const isNode = (part: Part) => part.name.startsWith('node-');
    const parts = [...this.#parts.values()];
    await Promise.all(parts.filter(isNode).map((part) => part.end(signal)));
    await Promise.all(parts.filter((part) => !isNode(part)).map((part) => part.end(signal)));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #redisArguments(port: number): string[] {
    return ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', this.#folder];
  }

  /** The embedded store as a process of its own, on the data that `npm start` uses. */
  async #runStore(): Promise<string> {
    const program = join(this.#root, 'dist/server/store.js');
    const { dataDir } = readConfig(ownSettings());
    const store = this.#run('store', process.execPath, [program, '--data-dir', dataDir]);
    return until(
      () => store.said(/ready at (mongodb:\S+)/)?.[1],
      () => !store.isRunning,
      'the store',
    );
  }

  #sharedSettings(mongodbUrl: string, redisUrl: string): Record<string, string | undefined> {
    const own = ownSettings();
    return {
      ...own,
      MONGODB_URL: mongodbUrl,
      REDIS_URL: redisUrl,
      SECRET_KEY: readConfig(own).secretKey,
      PUBLIC_URL: own.PUBLIC_URL ?? `http://localhost:${this.#port}`,
      HOST: '127.0.0.1',
      TRUST_PROXY: 'loopback',
    };
  }

  #runNode({ name, port }: Node, shared: Readonly<Record<string, string | undefined>>): void {
    const program = join(this.#root, 'dist/server/index.js');
    const settings = { ...shared, NODE_NAME: name, PORT: String(port) };
    this.#run(name, process.execPath, [...SERVER_FLAGS, program], settings, () => {
      this.#print(name, 'It is started again.');
      setTimeout(() => {
        if (!this.#ending) this.#runNode({ name, port }, shared);
      }, RESTART_AFTER_MS);
    });
  }

  /** @param onEnd what to do about an end that nobody asked for; without it everything ends */
  #run(
    name: string,
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string | undefined>> = {},
    onEnd?: () => void,
  ): Part {
    let wasReady = false;
    const part = new Part({
      name,
      command,
      args,
      environment,
      print: (line) => {
        wasReady ||= line.includes('Parley is ready');
        this.#print(name, line);
      },
      onEnd: (how) => {
        if (this.#ending) return;
        this.#print(name, `It has ended: ${how}.`);
        if (onEnd !== undefined && wasReady) onEnd();
        else this.#onFailure(`${name} has ended, and nothing goes on without it.`);
      },
    });
    this.#parts.set(name, part);
    return part;
  }

  async #untilReady(name: string, url: string): Promise<void> {
    await until(
      () =>
        fetch(`${url}/readyz`).then(
          ({ ok }) => ok || undefined,
          () => undefined,
        ),
      () => this.#parts.get(name)?.isRunning !== true,
      name,
    );
  }

  #announce({ PUBLIC_URL, MONGODB_URL, REDIS_URL }: Readonly<Record<string, string | undefined>>): void {
    const nodes = this.#nodes.map(
      ({ name, port }) => `  ${name}   http://127.0.0.1:${port}   process ${this.#parts.get(name)?.pid}`,
    );
    const lines = [
      `${this.#nodes.length} nodes are ready at ${PUBLIC_URL}`,
      ...nodes,
      `  redis    ${REDIS_URL}`,
      `  store    ${MONGODB_URL}`,
      `Console: ${PUBLIC_URL}/console/   Try the chat: ${PUBLIC_URL}/demo   Ctrl-C ends all.`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

/** What somebody has set for the nodes of this cluster; what the cluster itself decides is left out. */
function ownSettings(): Record<string, string | undefined> {
  const { DATA_DIR, ADMIN_EMAIL, ADMIN_PASSWORD, LOG_LEVEL, PUBLIC_URL, SECRET_KEY } = process.env;
  return { DATA_DIR, ADMIN_EMAIL, ADMIN_PASSWORD, LOG_LEVEL, PUBLIC_URL, SECRET_KEY };
}

/** @throws Error naming `what`, where it is over or does not come in time */
async function until<T>(
  look: () => T | undefined | Promise<T | undefined>,
  isOver: () => boolean,
  what: string,
): Promise<T> {
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
    const found = await look();
    if (found !== undefined) return found;
    if (isOver()) break;
  }
  throw new Error(`${what} did not start.`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
