import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface PartOptions {
  name: string;
  command: string;
  args?: readonly string[];
  /** Beside what every program needs; nothing else of our own environment. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Takes each line that the process says. */
  print(line: string): void;
  /** The process has ended although nobody told it to. */
  onEnd(how: string): void;
}

/** One process of the cluster. */
export class Part {
  readonly name: string;
  readonly #options: PartOptions;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #isTold = false;
  readonly #lines: string[] = [];

  constructor(options: PartOptions) {
    this.name = options.name;
    this.#options = options;
    const { command, args = [], environment = {} } = options;
    this.#child = spawn(command, [...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Out of reach of the terminal: Ctrl-C is for us, and we end the parts in order.
      detached: true,
    });
    this.#ended = once(this.#child, 'exit');
    this.#ended.then(
      () => this.#over(),
      (error) => options.onEnd(`cannot be started: ${error instanceof Error ? error.message : error}`),
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#heard(line));
    }
  }

  /** The number of the process; undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The first line so far that looks like this. */
  said(pattern: RegExp): RegExpExecArray | null {
    for (const line of this.#lines) {
      const found = pattern.exec(line);
      if (found !== null) return found;
    }
    return null;
  }

  /** Asks the process to end and waits for it. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#isTold = true;
    if (!this.isRunning) return;
    this.#child.kill(signal);
    await this.#ended.catch(() => undefined);
  }

  #heard(line: string): void {
    // What comes later is only shown.
    if (this.#lines.length < 100) this.#lines.push(line);
    this.#options.print(line);
  }

  #over(): void {
    const { exitCode, signalCode } = this.#child;
    if (!this.#isTold) this.#options.onEnd(signalCode ?? `exit code ${exitCode}`);
  }
}
