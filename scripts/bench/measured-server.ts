import { type ChildProcess, fork } from 'node:child_process';
import type { Question, ServerReport } from './server-control.ts';

type Told = { value: unknown } | { error: string };

/** A server in a process of its own that can be asked what it has used. */
export class MeasuredServer {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /**
   * Starts a server and waits until it listens.
   * @param program a built file that calls `answerQuestions`
   * @throws Error where it ends before
   */
  static async start(program: string, args: readonly string[]): Promise<MeasuredServer> {
    const child = fork(program, [...args], { execArgv: ['--expose-gc'] });
    return new MeasuredServer(child, (await nextTold(child)) as number);
  }

  /** What the server has used so far. With `collect` after a collection of garbage. */
  usage(collect = false): Promise<ServerReport> {
    return this.#ask({ kind: 'usage', collect }) as Promise<ServerReport>;
  }

  async pass(milliseconds: number): Promise<void> {
    await this.#ask({ kind: 'pass', milliseconds });
  }

  /** Resolves when the server has nothing left to do of what was asked of it. */
  async settle(): Promise<void> {
    await this.#ask({ kind: 'settle' });
  }

  /** Records from now on where the main thread spends its time. */
  async profile(): Promise<void> {
    await this.#ask({ kind: 'profile' });
  }

  /** Writes what was recorded to a `.cpuprofile`. */
  async stopProfile(path: string): Promise<void> {
    await this.#ask({ kind: 'stop_profile', path });
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
    const told = nextTold(this.#child);
    this.#child.send(question);
    return told;
  }
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
