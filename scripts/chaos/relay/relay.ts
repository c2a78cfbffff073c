import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import type { Splitter, Unit } from './splitter.ts';

/** `up` goes to the server, `down` comes from it. */
export type Direction = 'up' | 'down';

/** What becomes of what passes: how often it arrives (0: never) and how much later, in milliseconds. */
export interface Fate {
  copies: number;
  delayMs: number;
}

export type Rule = (unit: Unit, direction: Direction) => Fate | null;

interface Line {
  near: Socket;
  far: Socket;
}

/** Stands between two processes, and cuts, holds, delays, loses or doubles what passes, as its rule says. */
export class Relay {
  /** Null lets everything pass; so does a rule that gives null. */
  rule: Rule | null = null;
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  readonly #held = new Set<Direction>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param target the port to pass on to, asked anew for every connection; null refuses it */
  static async open(target: () => number | null, splitter: () => Splitter): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server);
    server.on('connection', (near) => relay.#connect(near, target(), splitter));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends all connections at once, as a network that goes away. */
  cut(): void {
    for (const { near, far } of this.#lines) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** Reads no more of what goes in this direction: its sender finds its buffers full. */
  hold(direction: Direction): void {
    this.#held.add(direction);
    for (const line of this.#lines) sourceOf(line, direction).pause();
  }

  /** Everything passes again. */
  heal(): void {
    this.rule = null;
    for (const direction of this.#held) for (const line of this.#lines) sourceOf(line, direction).resume();
    this.#held.clear();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #connect(near: Socket, port: number | null, splitter: () => Splitter): void {
    near.on('error', () => near.destroy());
    if (port === null) {
      near.resetAndDestroy();
      return;
    }
    const far = createConnection(port, '127.0.0.1');
    far.on('error', () => far.destroy());
    const line = { near, far };
    this.#lines.add(line);
    const end = () => {
      this.#lines.delete(line);
      near.destroy();
      far.destroy();
    };
    near.on('close', end);
    far.on('close', end);
    for (const socket of [near, far]) socket.setNoDelay(true);
    this.#pass(line, 'up', splitter());
    this.#pass(line, 'down', splitter());
  }

  #pass(line: Line, direction: Direction, split: Splitter): void {
    const source = sourceOf(line, direction);
    const target = sourceOf(line, direction === 'up' ? 'down' : 'up');
    const late = inTurn();
    source.on('data', (chunk: Buffer) => {
      for (const unit of split(chunk)) {
        const { copies, delayMs } = this.rule?.(unit, direction) ?? { copies: 1, delayMs: 0 };
        late(delayMs, () => {
          for (let copy = 0; copy < copies; copy++) if (target.writable) target.write(unit.bytes);
        });
      }
    });
    source.on('end', () => late(0, () => target.end()));
    if (this.#held.has(direction)) source.pause();
  }
}

/** Runs what it is given after its delay, but never out of order: it is still one connection. */
function inTurn(): (delayMs: number, task: () => void) => void {
  const queue: { at: number; task: () => void }[] = [];
  let isWaiting = false;
  const run = () => {
    isWaiting = false;
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const waitMs = next.at - performance.now();
      if (waitMs > 0) {
        isWaiting = true;
        setTimeout(run, waitMs);
        return;
      }
      queue.shift();
      next.task();
    }
  };
  return (delayMs, task) => {
    queue.push({ at: performance.now() + delayMs, task });
    if (!isWaiting) run();
  };
}

function sourceOf(line: Line, direction: Direction): Socket {
  return direction === 'up' ? line.near : line.far;
}
