import { randomUUID } from 'node:crypto';
import { type ZodType, z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Canary } from './canary.ts';
import { nodeAdapter } from './node-adapter.ts';
import { RedisLink } from './redis-link.ts';

/** What nodes tell each other under one name. Nodes of two versions talk: a payload that is not this shape is dropped. */
export interface Topic<Payload> {
  name: string;
  payload: ZodType<Payload>;
}

/**
 * Between the nodes of one deployment. A hint, never the truth: nothing here throws, waits or promises to arrive,
 * whatever Redis does.
 */
export interface Bus {
  /** What Socket.IO's namespaces publish by; undefined where there is one node. */
  readonly adapter: ReturnType<typeof nodeAdapter> | undefined;
  /** Counts in Redis, shared by all nodes; null where there is one node. */
  readonly redis: Pick<RedisLink, 'prefix' | 'evaluate'> | null;
  /** How the way over Redis does, in numbers; empty where there is one node. */
  measure(): { canaryDelayMs?: number; faults: Readonly<Record<string, number>> };
  /** Whether what is told reaches nobody for now. */
  isDegraded(): boolean;
  /** Tells all other nodes. */
  tell<Payload>(topic: Topic<Payload>, payload: Payload): void;
  /** Calls `listener` with what other nodes tell, and with the name that the teller has while it lives. */
  on<Payload>(topic: Topic<Payload>, listener: (payload: Payload, from: string) => void): void;
  /** Calls `listener` whenever Redis is there (again): what was told meanwhile has been missed. */
  onConnected(listener: () => void): void;
  start(): void;
  stop(): Promise<void>;
}

/** Declares what nodes tell each other. */
export function topic<Payload>(name: string, payload: ZodType<Payload>): Topic<Payload> {
  return { name, payload };
}

/** The bus of a node that has no others. */
const oneNode: Bus = {
  adapter: undefined,
  redis: null,
  measure: () => ({ faults: {} }),
  isDegraded: () => false,
  tell: () => undefined,
  on: () => undefined,
  onConnected: () => undefined,
  start: () => undefined,
  stop: async () => undefined,
};

interface BusOptions {
  /** Null for one node. */
  redisUrl: string | null;
  /** Keeps deployments that share a Redis apart. */
  deployment: string;
  clock: Clock;
  log: Log;
}

/** The bus that the settings name; it connects when it is started. */
export function createBus({ redisUrl, deployment, clock, log }: BusOptions): Bus {
  if (redisUrl === null) return oneNode;
  return new RedisBus(
    new RedisLink({ url: redisUrl, prefix: `parley:${deployment}:`, clock, log }),
    clock,
    log,
  );
}

const Envelope = z.object({ from: z.string(), topic: z.string(), payload: z.unknown() });
const CANARY = topic('canary', z.number());

class RedisBus implements Bus {
  readonly adapter: ReturnType<typeof nodeAdapter>;
  readonly redis: RedisLink;
  readonly #node = randomUUID();
  readonly #channel: string;
  readonly #canary: Canary;
  readonly #log: Log;
  readonly #listeners = new Map<string, ((payload: unknown, from: string) => void)[]>();

  constructor(link: RedisLink, clock: Clock, log: Log) {
    this.redis = link;
    this.adapter = nodeAdapter(link);
    this.#channel = `${link.prefix}nodes`;
    this.#log = log;
    this.#canary = new Canary(clock, (number) => this.tell(CANARY, number));
    this.#canary.onChanged((alive) => {
      if (alive) log.info('Redis passes messages between the nodes.');
      else log.warn('Redis passes no messages between the nodes; each goes on for its own people.');
    });
    link.onMessage(this.#channel, (_channel, message) => this.#heard(message));
    link.onConnected(() => this.#canary.send());
  }

  measure() {
    return { canaryDelayMs: this.#canary.delayMs, faults: { ...this.redis.faults } };
  }

  isDegraded(): boolean {
    return !this.redis.isConnected || !this.#canary.isAlive;
  }

  tell<Payload>({ name }: Topic<Payload>, payload: Payload): void {
    this.redis.publish(this.#channel, JSON.stringify({ from: this.#node, topic: name, payload }));
  }

  on<Payload>({ name, payload }: Topic<Payload>, listener: (payload: Payload, from: string) => void): void {
    const listeners = this.#listeners.get(name) ?? [];
    this.#listeners.set(name, listeners);
    listeners.push((told, from) => {
      const parsed = payload.safeParse(told);
      if (parsed.success) listener(parsed.data, from);
      else this.#log.debug({ topic: name }, 'Another node told something of another shape.');
    });
  }

  onConnected(listener: () => void): void {
    this.redis.onConnected(listener);
  }

  start(): void {
    this.redis.start();
    this.#canary.start();
  }

  async stop(): Promise<void> {
    this.#canary.stop();
    await this.redis.stop();
  }

  #heard(message: string): void {
    const { from, topic: name, payload } = Envelope.parse(JSON.parse(message));
    if (from !== this.#node) {
      for (const listener of this.#listeners.get(name) ?? []) listener(payload, from);
    } else if (name === CANARY.name) {
      this.#canary.heard(Number(payload));
    }
  }
}
