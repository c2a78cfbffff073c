import { type Clock, systemClock } from '../../server/core/clock.ts';

/** The machine's clock, whose time of day somebody sets. */
export class SetClock implements Clock {
  /** How wrong it is, in milliseconds. */
  offsetMs = 0;
  readonly after = systemClock.after;
  readonly every = systemClock.every;
  readonly elapsed = systemClock.elapsed;

  now(): number {
    return systemClock.now() + this.offsetMs;
  }
}
