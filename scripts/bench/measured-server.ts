import { type ChildProcess, fork } from 'node:child_process';
import { SERVER_FLAGS } from '../server-flags.ts';
import type { Question, ServerReport } from './server-control.ts';

type Told = { value: unknown } | { error: string };

/** What is measured: one server, or several that work together. */
export interface Measured {
  /** What has been used so far. With `collect` after a collection of garbage. */
  usage(collect?: boolean): Promise<ServerReport>;
  /** Turns the clock forward. */
  pass(milliseconds: number): Promise<void>;
  /** Resolves when there is nothing left to do of what was asked. */
  settle(): Promise<void>;
  /** Records from now on where the main thread spends its time. */
  profile(): Promise<void>;
  /** Writes what was recorded to a `.cpuprofile`. */
  stopProfile(path: string): Promise<void>;
}

/** A server in a process of its own that can be asked what it has used. */
export class MeasuredServer implements Measured {
  readonly port: number;
  readonly #program: string;
  readonly #args: readonly string[];
  #child: ChildProcess;
  /** One question at a time: answers carry no name. */
  #asking: Promise<unknown> = Promise.resolve();

  private constructor(program: string, args: readonly string[], child: ChildProcess, port: number) {
    this.#program = program;
    this.#args = args;
    this.#child = child;
    this.port = port;
  }

  /**
   * Starts a server and waits until it listens.
   * @param program a built file that calls `answerQuestions` and takes a port before `args`
   * @throws Error where it ends before
   */
  static async start(program: string, args: readonly string[] = []): Promise<MeasuredServer> {
    const child = launch(program, 0, args);
    return new MeasuredServer(program, args, child, (await nextTold(child)) as number);
  }

  usage(collect = false): Promise<ServerReport> {
    return this.#ask({ kind: 'usage', collect }) as Promise<ServerReport>;
  }

  async pass(milliseconds: number): Promise<void> {
    await this.#ask({ kind: 'pass', milliseconds });
  }

  async settle(): Promise<void> {
    await this.#ask({ kind: 'settle' });
  }

  async profile(): Promise<void> {
    await this.#ask({ kind: 'profile' });
  }

  async stopProfile(path: string): Promise<void> {
    await this.#ask({ kind: 'stop_profile', path });
  }

  /** Ends the process as a crash does, without a word to anybody, and starts it again on the same port. */
  async crashAndRestart(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
    this.#child = launch(this.#program, this.port, this.#args);
    await nextTold(this.#child);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.send({ kind: 'stop' } satisfies Question);
    const impatience = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(impatience);
  }

  #ask(question: Question): Promise<unknown> {
    const told = this.#asking.then(() => {
      const answer = nextTold(this.#child);
      this.#child.send(question);
      return answer;
    });
    this.#asking = told.catch(() => undefined);
    return told;
  }
}

/** @param port 0 for any */
function launch(program: string, port: number, args: readonly string[]): ChildProcess {
  return fork(program, [String(port), ...args], { execArgv: ['--expose-gc', ...SERVER_FLAGS] });
}

function nextTold(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a server ended with code ${code}`));
    child.once('exit', ended);
    child.once('message', (told: Told) => {
      child.off('exit', ended);
      if ('error' in told) reject(new Error(told.error));
      else resolve(told.value);
    });
  });
}
