import type { Clock } from './clock.ts';
import { Refused } from './refused.ts';

/** Counts work under way, so that a process that ends can refuse what is new and finish what it has taken. */
export class Gate {
  #open = true;
  #underWay = 0;
  #whenIdle: (() => void) | null = null;

  /**
   * Runs a piece of work unless the gate is closed.
   * @throws Refused `unavailable` once it is closed: the sender comes back to another process
   */
  async run<T>(work: () => T | Promise<T>): Promise<T> {
    this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /**
   * A piece of work begins; `leave` has to follow when it has ended.
   * @throws Refused `unavailable` once the gate is closed
   */
  enter(): void {
    if (!this.#open) throw new Refused('unavailable');
    this.#underWay++;
  }

  leave(): void {
    this.#underWay--;
    if (this.#underWay === 0) this.#whenIdle?.();
  }

  /** Lets nothing new in; resolves when all that was taken is done, or after `withinMs`. */
  async close(clock: Clock, withinMs: number): Promise<void> {
    this.#open = false;
    if (this.#underWay > 0) await this.#idle(clock, withinMs);
    // What has just been done is answered in this turn; who goes on in the next one cuts no answer off.
    await new Promise((resume) => setImmediate(resume));
  }

  async #idle(clock: Clock, withinMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const giveUp = clock.after(withinMs, resolve);
      this.#whenIdle = () => {
        giveUp();
        resolve();
      };
    });
  }
}
