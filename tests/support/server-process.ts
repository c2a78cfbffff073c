import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const ENTRY = new URL('../../dist/server/index.js', import.meta.url).pathname;

/** The built server as users run it: a process of its own with a data folder of its own. */
export class ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly #environment: Record<string, string>;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(port: number, dataDir: string, environment: Record<string, string>) {
    this.url = `http://localhost:${port}`;
    this.dataDir = dataDir;
    this.#environment = { PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'info', ...environment };
  }

  /** Makes an empty data folder and starts. */
  static async start(environment: Record<string, string> = {}): Promise<ServerProcess> {
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-'));
    const server = new ServerProcess(await freePort(), dataDir, environment);
    await server.run();
    return server;
  }

  /** The process's id; it has to run. */
  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('the server does not run');
    return pid;
  }

  /** Everything the process has said so far, over all its lives. */
  get output(): string {
    return this.#output;
  }

  /** Starts the process (again, on the same port and data) and waits until it is ready. */
  async run(): Promise<void> {
    const child = spawn(process.execPath, [ENTRY], {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.on('data', (chunk) => {
      this.#output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      this.#output += chunk;
    });
    await eventually(
      async () => {
        if (child.exitCode !== null)
          throw new Error(`the server ended with ${child.exitCode}:\n${this.#output}`);
        const answer = await fetch(`${this.url}/readyz`);
        if (!answer.ok) throw new Error(`not ready: ${answer.status}`);
      },
      { timeoutMs: 60_000 },
    );
  }

  /** Ends the process the hard way, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks the process to end; resolves with its exit code. */
  async terminate(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends the process and removes its data. */
  async close(): Promise<void> {
    await this.#end('SIGKILL');
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return Promise.resolve(child?.exitCode ?? null);
    return new Promise((resolve) => {
      child.once('exit', (code) => resolve(code));
      child.kill(signal);
    });
  }
}
