/** Where progress is shown: a terminal, or a file or pipe that keeps every line. */
export interface ProgressOutput {
  isTTY?: boolean;
  write(text: string): unknown;
}

const BAR_WIDTH = 28;
/** How often a line is written where lines are kept, in milliseconds. */
const LINE_EVERY_MS = 2_000;

/** Shows how far a long piece of work is: a bar on a terminal, now and then a line elsewhere. */
export class Progress {
  readonly #total: number;
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  readonly #startedAt: number;
  #shownAt: number;

  /** @param now milliseconds of any clock that only grows */
  constructor(total: number, output: ProgressOutput, now: () => number) {
    this.#total = total;
    this.#output = output;
    this.#now = now;
    this.#startedAt = now();
    this.#shownAt = this.#startedAt;
  }

  /** Says that so much of the total is done. */
  update(done: number): void {
    const elapsedSeconds = (this.#now() - this.#startedAt) / 1_000;
    const rate = done / Math.max(elapsedSeconds, 0.001);
    const percent = Math.floor((done / this.#total) * 100);
    const left = done === 0 ? '' : `, ${formatSeconds((this.#total - done) / rate)} left`;
    const words = `${percent} %  ${done} of ${this.#total}, ${Math.round(rate)}/s${left}`;
    if (this.#output.isTTY) {
      const filled = Math.round((done / this.#total) * BAR_WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      this.#output.write(`\r${bar} ${words}\u001b[K`);
      return;
    }
    if (done < this.#total && this.#now() - this.#shownAt < LINE_EVERY_MS) return;
    this.#shownAt = this.#now();
    this.#output.write(`${words}\n`);
  }

  /** Leaves the bar as it stands and goes to the next line. */
  end(): void {
    if (this.#output.isTTY) this.#output.write('\n');
  }
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
