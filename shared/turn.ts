/**
 * The right to do something that only one of a person's tabs does at a time. How tabs agree on it is given: locks
 * of the browser, or a lease where it has none. Nothing depends on it being exclusive: a tab that was stopped and
 * wakes up may for a moment believe that it still has it.
 */
import { ACKNOWLEDGE_TIMEOUT_MS, RETRY_MAX_MS } from './limits.ts';

export interface TurnEvents {
  /** This tab has it, until it gives it back. */
  onTaken(): void;
  /** Another tab has taken it away. */
  onLost(): void;
}

/**
 * Stands in line.
 *
 * @param force takes it from whoever has it
 * @returns gives it back, or leaves the line
 */
export type AskTurn = (events: TurnEvents, force: boolean) => () => void;

/** Whoever has the turn says something more often than this: a longest pause, an attempt, and room. */
export const TURN_SILENCE_MS = RETRY_MAX_MS + ACKNOWLEDGE_TIMEOUT_MS + 5_000;

export class Turn {
  readonly #ask: AskTurn;
  readonly #after: (delayMs: number, task: () => void) => () => void;
  readonly #events: TurnEvents;
  #giveBack: (() => void) | null = null;
  #cancelWatch: (() => void) | null = null;
  #mine = false;

  constructor(ask: AskTurn, after: (delayMs: number, task: () => void) => () => void, events: TurnEvents) {
    this.#ask = ask;
    this.#after = after;
    this.#events = events;
  }

  get mine(): boolean {
    return this.#mine;
  }

  /** Stands in line, once. */
  want(): void {
    if (this.#giveBack === null) this.#stand(false);
  }

  /** The tab that has the turn is alive: it is waited for. */
  heard(): void {
    if (this.#giveBack !== null && !this.#mine) this.#watch();
  }

  giveBack(): void {
    this.#cancelWatch?.();
    this.#giveBack?.();
    this.#giveBack = null;
    this.#mine = false;
  }

  #stand(force: boolean): void {
    let over = false;
    let leave: (() => void) | null = null;
    this.#giveBack = () => {
      over = true;
      leave?.();
    };
    // Watched first: the turn may be taken at once.
    this.#watch();
    leave = this.#ask(
      {
        onTaken: () => {
          if (over) return;
          this.#cancelWatch?.();
          this.#mine = true;
          this.#events.onTaken();
        },
        onLost: () => {
          if (over) return;
          this.#giveBack = null;
          this.#mine = false;
          this.#events.onLost();
        },
      },
      force,
    );
    if (over) leave();
  }

  /** A tab that the browser has put to sleep keeps what it holds: after a silence it is taken away. */
  #watch(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = this.#after(TURN_SILENCE_MS, () => {
      this.giveBack();
      this.#stand(true);
    });
  }
}
