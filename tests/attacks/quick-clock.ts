import { type Clock, systemClock } from '../../server/core/clock.ts';

/** A clock that runs many times as fast: what is limited by the second is hardly limited, and all timers fall due. */
export function quickClock(factor: number): Clock {
  const startedAt = Date.now();
  return {
    now: () => Math.round(startedAt + (Date.now() - startedAt) * factor),
    elapsed: () => systemClock.elapsed() * factor,
    after: (delayMs, task) => systemClock.after(delayMs / factor, task),
    every: (periodMs, task) => systemClock.every(periodMs / factor, task),
  };
}
