import type { Clock } from '../clock.ts';

const EVERY_MS = 5_000;
/** A canary that is not back by then is dead. */
const BACK_WITHIN_MS = 5_000;

/** Finds out whether what a node publishes arrives: it sends itself a number and waits for it. */
export class Canary {
  readonly #clock: Clock;
  readonly #send: (number: number) => void;
  #listener: (alive: boolean) => void = () => undefined;
  #alive = false;
  #sent = 0;
  #sentAt = 0;
  #delayMs = 0;
  #heard = 0;
  #stop: () => void = () => undefined;

  /** @param send publishes a number in such a way that `heard` is called with it */
  constructor(clock: Clock, send: (number: number) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Whether the last one came back. False until the first has. */
  get isAlive(): boolean {
    return this.#alive;
  }

  /** How long the last one was on its way, in milliseconds. */
  get delayMs(): number {
    return this.#delayMs;
  }

  /** Calls `listener` when canaries begin to come back, and when they stop doing so. */
  onChanged(listener: (alive: boolean) => void): void {
    this.#listener = listener;
  }

  start(): void {
    this.#stop = this.#clock.every(EVERY_MS, () => this.send());
    this.send();
  }

  stop(): void {
    this.#stop();
    this.#listener = () => undefined;
  }

  /** Sends one now, out of turn. */
  send(): void {
    const number = ++this.#sent;
    this.#sentAt = this.#clock.elapsed();
    this.#clock.after(BACK_WITHIN_MS, () => {
      if (this.#heard < number) this.#turn(false);
    });
    this.#send(number);
  }

  /** A number has come back. */
  heard(number: number): void {
    this.#heard = Math.max(this.#heard, number);
    // One that comes late says nothing: a Redis that was stopped hands out all of them when it goes on.
    if (number !== this.#sent) return;
    this.#delayMs = this.#clock.elapsed() - this.#sentAt;
    this.#turn(true);
  }

  #turn(alive: boolean): void {
    if (this.#alive === alive) return;
    this.#alive = alive;
    this.#listener(alive);
  }
}
