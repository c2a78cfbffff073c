import type { Clock } from '../../server/core/clock.ts';

interface Timer {
  at: number;
  periodMs: number | null;
  task: () => void;
}

/** A clock that stands until a test turns it. */
export class TurnedClock implements Clock {
  readonly #startedAt: number;
  #now: number;
  readonly #timers = new Set<Timer>();

  /** @param now milliseconds since 1970 */
  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now;
    this.#startedAt = now;
  }

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#now - this.#startedAt + 1;
  }

  after(delayMs: number, task: () => void): () => void {
    return this.#add({ at: this.#now + delayMs, periodMs: null, task });
  }

  every(periodMs: number, task: () => void): () => void {
    return this.#add({ at: this.#now + periodMs, periodMs, task });
  }

  /**
   * Lets time pass: what falls due on the way is run, in order. What is periodic runs once, as on a machine that
   * slept: a day turned at once is no day of work.
   */
  turn(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      if (next.periodMs === null) this.#timers.delete(next);
      else next.at = end + next.periodMs;
      next.task();
    }
    this.#now = end;
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}
