import { type Clock, systemClock } from '../../server/core/clock.ts';

/**
 * A clock that runs many times as fast: what is limited by the second is hardly limited, and all timers fall due.
 * @param timers how many times as fast those fall due; all at the pace of the clock they would leave time for nothing
 */
export function quickClock(factor: number, timers: number): Clock {
  const startedAt = Date.now();
  return {
    now: () => Math.round(startedAt + (Date.now() - startedAt) * factor),
    elapsed: () => systemClock.elapsed() * factor,
    after: (delayMs, task) => systemClock.after(delayMs / timers, task),
    every: (periodMs, task) => systemClock.every(periodMs / timers, task),
  };
}
