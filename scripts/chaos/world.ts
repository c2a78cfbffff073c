import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../tests/support/free-port.ts';
import { TestRedis } from '../../tests/support/redis.ts';
import type { Programs } from './build-programs.ts';
import { Child } from './child.ts';
import type { ClientSettings } from './programs/page.ts';
import type { ClockSettings } from './programs/world-clock.ts';
import type { Random } from './random.ts';
import { Relay } from './relay/relay.ts';
import { rawSplitter, socketSplitter, storeSplitter } from './relay/splitter.ts';
import { inviteAgent, PUBLIC_URL, signIn } from './sign-in.ts';

/** How much faster clients are in waiting. */
const CLIENT_SPEED = 4;

const ADMIN = { email: 'admin@parley.example', password: 'a long enough password' };
const READY_WITHIN_MS = 45_000;

/** A node with the relays in front of it and behind it. */
export interface Node {
  name: string;
  port: number;
  child: Child;
  toStore: Relay;
  toRedis: Relay;
  isReady: boolean;
  clock: { offsetMs: number };
}

/** A visitor or an agent with a browser of their own. */
export interface Client {
  name: string;
  kind: 'visitor' | 'agent';
  child: Child;
  /** The way to the nodes. */
  line: Relay;
  /** The index of the node that the proxy prefers for it. */
  home: number;
  /** The node it was last sent to. */
  at: Node | null;
  journalPath: string;
}

export interface WorldOptions {
  programs: Programs;
  random: Random;
  nodes: number;
  visitors: number;
  agents: number;
  /** Messages that each client writes. */
  messages: number;
  bug?: string;
  /** Where the store keeps its files; a folder of the run unless said. */
  storeFolder?: string;
  /** Clients are people in front of a real browser. */
  inChromium?: boolean;
  /** How a client's browser is. */
  browser?: (name: string) => Partial<Pick<ClientSettings, 'storage' | 'tabs'>>;
}

/** Nodes, store, Redis, relays between them, and clients: all of a run, in processes of their own. */
export class World {
  readonly folder: string;
  readonly random: Random;
  readonly nodes: Node[] = [];
  readonly clients: Client[] = [];
  readonly store: Child;
  readonly storePort: number;
  readonly redis: TestRedis;
  readonly #options: WorldOptions;

  private constructor(folder: string, options: WorldOptions, storePort: number, redis: TestRedis) {
    this.folder = folder;
    this.random = options.random;
    this.#options = options;
    this.storePort = storePort;
    this.redis = redis;
    this.store = new Child(options.programs.store, join(folder, 'store.log'), () => ({}));
  }

  /** Starts everything but the clients. */
  static async start(options: WorldOptions): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-'));
    const world = new World(folder, options, await freePort(), await TestRedis.start());
    try {
      await world.startStore();
      for (let number = 1; number <= options.nodes; number++) world.nodes.push(await world.#node(number));
      // The first makes the admin and the site; the others find them.
      for (const node of world.nodes) await world.startNode(node);
      return world;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  get storeUrl(): string {
    return `mongodb://127.0.0.1:${this.storePort}/parley`;
  }

  get storeFolder(): string {
    return this.#options.storeFolder ?? join(this.folder, 'store');
  }

  async startStore(): Promise<void> {
    this.store.start(['--data-dir', this.storeFolder, '--port', String(this.storePort)]);
    await delay(100);
  }

  /** Starts a node, again where it ends because the store is not there, as its supervisor would. */
  async startNode(node: Node): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (performance.now() < deadline) {
      if (!node.child.isRunning) node.child.start();
      const answer = await fetch(`http://127.0.0.1:${node.port}/readyz`).catch(() => null);
      if (answer?.ok) {
        node.isReady = true;
        return;
      }
      await delay(50);
    }
    throw new Error(`${node.name} did not become ready`);
  }

  /** Ends a node: the proxy sends its clients to the others. */
  async endNode(node: Node, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    node.isReady = false;
    await node.child.end(signal);
  }

  /** Lets people in: visitors who write, and agents who are signed in. */
  async startClients(): Promise<void> {
    const { visitors, agents } = this.#options;
    const url = `http://127.0.0.1:${this.nodes[0]?.port}`;
    const admin = await signIn(url, ADMIN);
    for (let number = 1; number <= agents; number++) {
      const who = number === 1 ? admin : await inviteAgent(url, admin, `agent-${number}@parley.example`);
      await this.#client('agent', `a${number}`, { ...who, siteKey: '' });
    }
    for (let number = 1; number <= visitors; number++) {
      await this.#client('visitor', `v${number}`, { cookie: '', agent: null, siteKey: admin.siteKey });
    }
    for (const client of this.clients) client.child.start();
  }

  /** Everything goes again that a fault has stopped. */
  async heal(): Promise<void> {
    this.redis.resume();
    this.store.thaw();
    if (!this.store.isRunning) await this.startStore();
    await this.redis.runUnlessRunning();
    for (const relay of this.#relays()) relay.heal();
    for (const node of this.nodes) node.child.thaw();
    await Promise.all(this.nodes.map((node) => this.startNode(node)));
    for (const client of this.clients) if (!client.child.isRunning) client.child.start();
  }

  /** A node that somebody writes to. */
  busyNode(): Node {
    const [first] = this.nodes;
    if (first === undefined) throw new Error('there are no nodes');
    return this.random.pick(this.clients).at ?? first;
  }

  /** Nobody writes any more; agents look through all conversations. */
  finish(): void {
    for (const client of this.clients) client.child.tell({ kind: 'finish' });
  }

  async close(): Promise<void> {
    const children = [...this.clients, ...this.nodes].map(({ child }) => child);
    await Promise.all([...children, this.store].map((child) => child.end('SIGKILL')));
    await Promise.all([...this.#relays()].map((relay) => relay.close()));
    await this.redis.close();
  }

  /** Takes the run's files away. */
  async forget(): Promise<void> {
    // A browser that was killed may still be writing into its profile.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  *#relays(): Iterable<Relay> {
    for (const { toStore, toRedis } of this.nodes) yield* [toStore, toRedis];
    for (const { line } of this.clients) yield line;
  }

  async #node(number: number): Promise<Node> {
    const name = `n${number}`;
    const port = await freePort();
    const toStore = await Relay.open(() => this.storePort, storeSplitter);
    const toRedis = await Relay.open(() => this.redis.port, rawSplitter);
    const clock = { offsetMs: 0 };
    const child = new Child(this.#options.programs.node, join(this.folder, `${name}.log`), () => ({
      ...clockOf({ speed: 1, offsetMs: clock.offsetMs }),
      PORT: String(port),
      PUBLIC_URL,
      DATA_DIR: join(this.folder, name),
      MONGODB_URL: `mongodb://127.0.0.1:${toStore.port}/parley`,
      REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
      SECRET_KEY: 'one secret key for all nodes of the run',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'info',
      CHAOS_BUG: this.#options.bug ?? '',
    }));
    return { name, port, child, toStore, toRedis, isReady: false, clock };
  }

  async #client(
    kind: Client['kind'],
    name: string,
    who: Pick<ClientSettings, 'cookie' | 'agent' | 'siteKey'>,
  ): Promise<void> {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    const home = this.random.between(0, this.nodes.length - 1);
    const line = await Relay.open(() => this.#portFor(client), socketSplitter);
    const settings: ClientSettings = {
      name,
      seed: `${name} ${this.random.next()}`,
      origin: `http://127.0.0.1:${line.port}`,
      journalPath: join(this.folder, `${name}.jsonl`),
      folder,
      storage: 'keeps',
      tabs: 1,
      messages: this.#options.messages,
      publicUrl: PUBLIC_URL,
      ...who,
      ...this.#options.browser?.(name),
    };
    const environment = () => ({
      ...clockOf({ speed: CLIENT_SPEED, offsetMs: 0 }),
      CHAOS_CLIENT: JSON.stringify(settings),
    });
    const { programs, inChromium } = this.#options;
    const program = inChromium ? programs.chromium : programs[kind];
    const child = new Child(program, join(this.folder, `${name}.log`), environment);
    const client: Client = { name, kind, child, line, home, at: null, journalPath: settings.journalPath };
    this.clients.push(client);
  }

  /** As a proxy does: to the client's own node, or to any that is ready. */
  #portFor(client: Client): number | null {
    const inTurn = [...this.nodes.slice(client.home), ...this.nodes.slice(0, client.home)];
    client.at = inTurn.find((node) => node.isReady) ?? null;
    return client.at?.port ?? null;
  }
}

function clockOf(settings: ClockSettings): Record<string, string> {
  return { CHAOS_CLOCK: JSON.stringify(settings) };
}
