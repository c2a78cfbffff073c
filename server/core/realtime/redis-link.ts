import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

const CONNECT_TIMEOUT_MS = 2_000;
/** A connection over which nothing comes for so long is made anew: every node sends itself something every 5 s. */
const SILENCE_MS = 15_000;
const RECONNECT_MAX_MS = 2_000;
/** What Redis has not answered yet is bounded, in messages and in bytes: beyond, messages are dropped. */
const UNANSWERED_MAX = 10_000;
const UNANSWERED_MAX_BYTES = 16 * 1024 * 1024;
/** A Redis that has answered nothing for so long gets nothing more until it does. */
const STALLED_MS = 2_000;
/** Somebody waits for a command; after this they are served without it. */
const COMMAND_TIMEOUT_MS = 500;
/** What was published before the end is given this long to leave. */
const FLUSH_WITHIN_MS = 500;

type RedisPackage = typeof import('redis');
type RedisClient = ReturnType<RedisPackage['createClient']>;

/** Read where there is a Redis at all: bundled, it would cost every start a tenth of its time. */
function createClient(...options: Parameters<RedisPackage['createClient']>): RedisClient {
  const { createClient: create } = createRequire(import.meta.url)('redis') as RedisPackage;
  return create(...options);
}

/** @param isOwn whether this link has published the message itself */
export type MessageListener = (channel: string, message: string, isOwn: boolean) => void;

/** Between what is gathered: JSON has it escaped, and no name has it. */
const BETWEEN = '\n';

interface Gathered {
  channel: string;
  message: string;
}

interface RedisLinkOptions {
  url: string;
  /** Before every channel and key. */
  prefix: string;
  clock: Clock;
  log: Log;
}

/**
 * Two connections to Redis, one to publish and one to hear, that may come and go: nothing here throws into its
 * caller, blocks it or keeps more than a bounded amount for later.
 */
export class RedisLink {
  readonly prefix: string;
  /** What went wrong so far, each by count. */
  readonly faults = { connection: 0, dropped: 0, unanswered: 0, malformed: 0 };
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #publishing: RedisClient;
  readonly #hearing: RedisClient;
  readonly #listeners: { channelPrefix: string; listener: MessageListener }[] = [];
  readonly #connectedListeners: (() => void)[] = [];
  /** What every node of the deployment hears: all that is published, so much at a time as came together. */
  readonly #together: string;
  readonly #self: string = randomUUID();
  #gathered: Gathered[] = [];
  #subscribed = false;
  #unanswered = 0;
  #unansweredBytes = 0;
  #answeredAt = 0;

  constructor({ url, prefix, clock, log }: RedisLinkOptions) {
    this.prefix = prefix;
    this.#together = `${prefix}together`;
    this.#clock = clock;
    this.#log = log;
    this.#publishing = this.#client(url, () => this.#connected());
    this.#hearing = this.#client(url, () => void this.#subscribe());
  }

  /** Whether both connections stand. Says nothing about a Redis that stands still. */
  get isConnected(): boolean {
    return this.#publishing.isReady && this.#hearing.isReady && this.#subscribed;
  }

  /** Calls `listener` whenever both connections stand (again). */
  onConnected(listener: () => void): void {
    this.#connectedListeners.push(listener);
  }

  /** Calls `listener` with every message of a channel whose name begins like this. */
  onMessage(channelPrefix: string, listener: MessageListener): void {
    this.#listeners.push({ channelPrefix, listener });
  }

  /** Begins to connect, and never gives up. Waits for nothing: a node serves its own people without Redis. */
  start(): void {
    for (const client of [this.#publishing, this.#hearing]) {
      client.connect().catch((error) => this.#log.debug({ err: error }, 'Redis is not connected.'));
    }
  }

  async stop(): Promise<void> {
    this.#connectedListeners.length = 0;
    this.#listeners.length = 0;
    this.#flush();
    if (this.#hearing.isOpen) this.#hearing.destroy();
    if (!this.#publishing.isOpen) return;
    // A client that is not connected has nothing to write out, and one that hangs would never be done.
    if (this.#publishing.isReady) {
      await this.#within(FLUSH_WITHIN_MS, this.#publishing.close()).catch(() => undefined);
    }
    if (this.#publishing.isOpen || this.#unanswered > 0) ignoreErrors(() => this.#publishing.destroy());
  }

  /**
   * Publishes, or drops what cannot leave now. Never throws. What is published in the same tick travels together: a
   * command of its own for each would cost more than all that a node does with a message of another one.
   * @param message JSON, or other text in one line
   */
  publish(channel: string, message: string): void {
    if (!this.#takes(message.length)) {
      this.faults.dropped++;
      return;
    }
    this.#send(1, message.length);
    if (this.#gathered.push({ channel, message }) === 1) setImmediate(() => this.#flush());
  }

  /**
   * Runs a script.
   * @throws Error where Redis is away or does not answer in time
   */
  async evaluate(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown> {
    if (!this.#takes(script.length)) throw new Error('Redis takes nothing now');
    return this.#within(
      COMMAND_TIMEOUT_MS,
      this.#count(script.length, () => this.#publishing.eval(script, options)),
    );
  }

  #takes(bytes: number): boolean {
    if (!this.#publishing.isReady) return false;
    if (this.#unanswered >= UNANSWERED_MAX || this.#unansweredBytes + bytes > UNANSWERED_MAX_BYTES)
      return false;
    return this.#unanswered === 0 || this.#clock.elapsed() - this.#answeredAt < STALLED_MS;
  }

  #flush(): void {
    const gathered = this.#gathered;
    if (gathered.length === 0) return;
    this.#gathered = [];
    const lines = [this.#self];
    let bytes = 0;
    for (const { channel, message } of gathered) {
      lines.push(channel, message);
      bytes += message.length;
    }
    this.#publishing
      .publish(this.#together, lines.join(BETWEEN))
      .catch(() => {
        this.faults.dropped += gathered.length;
      })
      .finally(() => this.#answered(gathered.length, bytes));
  }

  async #count<T>(bytes: number, send: () => Promise<T>): Promise<T> {
    this.#send(1, bytes);
    try {
      return await send();
    } finally {
      this.#answered(1, bytes);
    }
  }

  #send(messages: number, bytes: number): void {
    if (this.#unanswered === 0) this.#answeredAt = this.#clock.elapsed();
    this.#unanswered += messages;
    this.#unansweredBytes += bytes;
  }

  #answered(messages: number, bytes: number): void {
    this.#unanswered -= messages;
    this.#unansweredBytes -= bytes;
    this.#answeredAt = this.#clock.elapsed();
  }

  async #within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
    let cancel: () => void = () => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      cancel = this.#clock.after(timeoutMs, () => {
        this.faults.unanswered++;
        reject(new Error(`Redis did not answer within ${timeoutMs} ms`));
      });
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      cancel();
    }
  }

  #client(url: string, whenReady: () => void): RedisClient {
    const client = createClient({
      url,
      // What cannot leave now is dropped: told late, it would be wrong.
      disableOfflineQueue: true,
      commandsQueueMaxLength: UNANSWERED_MAX,
      socket: {
        connectTimeout: CONNECT_TIMEOUT_MS,
        socketTimeout: SILENCE_MS,
        // Spread, so that the nodes do not all knock at once when Redis is back.
        reconnectStrategy: (retries) =>
          Math.min(RECONNECT_MAX_MS, 50 * 2 ** Math.min(retries, 6)) * (0.5 + Math.random() / 2),
      },
    });
    client.on('error', (error) => {
      this.faults.connection++;
      this.#log.debug({ err: error }, 'A connection to Redis broke.');
    });
    client.on('ready', whenReady);
    return client as RedisClient;
  }

  /** Once: the client subscribes again by itself after every break. */
  async #subscribe(): Promise<void> {
    try {
      if (!this.#subscribed) {
        await this.#hearing.subscribe(this.#together, (lines) => this.#heardTogether(lines));
        this.#subscribed = true;
      }
      this.#connected();
    } catch (error) {
      // The connection broke in between: the next one tries again.
      this.#log.debug({ err: error }, 'Redis took no subscription.');
    }
  }

  #connected(): void {
    if (!this.isConnected) return;
    for (const listener of this.#connectedListeners) listener();
  }

  #heardTogether(lines: string): void {
    const [from, ...rest] = lines.split(BETWEEN);
    for (let at = 0; at + 1 < rest.length; at += 2) {
      this.#heard(rest[at] ?? '', rest[at + 1] ?? '', from === this.#self);
    }
  }

  #heard(channel: string, message: string, isOwn: boolean): void {
    for (const { channelPrefix, listener } of this.#listeners) {
      if (!channel.startsWith(channelPrefix)) continue;
      try {
        listener(channel, message, isOwn);
      } catch (error) {
        this.faults.malformed++;
        this.#log.warn({ err: error }, 'A message of another node could not be read.');
      }
    }
  }
}

function ignoreErrors(work: () => void): void {
  try {
    work();
  } catch {
    // Closed already.
  }
}
