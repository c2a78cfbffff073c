import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** A process of a run. What it says goes into a file. */
export class Child {
  readonly #program: string;
  readonly #outputPath: string;
  readonly #environment: () => Record<string, string>;
  #process: ChildProcess | null = null;

  /** @param environment asked at every start */
  constructor(program: string, outputPath: string, environment: () => Record<string, string>) {
    this.#program = program;
    this.#outputPath = outputPath;
    this.#environment = environment;
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  start(args: string[] = []): void {
    const output = openSync(this.#outputPath, 'a');
    const child = fork(this.#program, args, {
      env: { PATH: process.env.PATH ?? '', ...this.#environment() },
      execArgv: ['--experimental-websocket', '--no-warnings', '--enable-source-maps'],
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    this.#process = child;
    child.on('error', () => undefined); // a message to one that has just ended
    child.once('exit', () => {
      if (this.#process === child) this.#process = null;
    });
  }

  /** Resolves when it has ended. SIGKILL ends it as a power cut would. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** Stands still: its connections stay open, nothing is answered. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  tell(message: object): void {
    if (this.#process?.connected) this.#process.send(message, () => undefined);
  }
}
