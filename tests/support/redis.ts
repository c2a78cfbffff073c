import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** A Redis of a test's own, to be killed, paused and started again on the same port. */
export class TestRedis {
  readonly url: string;
  readonly port: number;
  readonly #dir: string;
  #child: ChildProcess | null = null;

  private constructor(port: number, dir: string) {
    this.url = `redis://127.0.0.1:${port}`;
    this.port = port;
    this.#dir = dir;
  }

  static async start(): Promise<TestRedis> {
    const redis = await TestRedis.prepare();
    await redis.run();
    return redis;
  }

  /** The process's id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** One that does not run yet. */
  static async prepare(): Promise<TestRedis> {
    return new TestRedis(await freePort(), await mkdtemp(join(tmpdir(), 'parley-redis-')));
  }

  async run(): Promise<void> {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.#dir];
    this.#child = spawn('/usr/bin/redis-server', settings, { stdio: 'ignore' });
    await eventually(() => this.#takesConnections());
  }

  /** Starts it where it has been killed. */
  async runUnlessRunning(): Promise<void> {
    if (this.#child === null) await this.run();
  }

  /** Ends it the hard way; what it holds is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
  }

  /** Stands still: connections stay open, nothing is answered. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Runs one command and gives what Redis says, as text. */
  command(...words: string[]): string {
    const { stdout } = spawnSync('/usr/bin/redis-cli', ['-p', String(this.port), ...words]);
    return stdout.toString().trim();
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.#dir, { recursive: true, force: true });
  }

  #takesConnections(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = createConnection(this.port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  }
}
