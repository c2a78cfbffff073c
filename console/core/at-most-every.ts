/** The passing of time, given: tests turn the hands. */
export interface Time {
  /** Milliseconds since some moment; the time of day may be set back. */
  now(): number;
  /** Calls `task` after a delay in milliseconds; the answer takes it back. */
  after(delayMs: number, task: () => void): () => void;
}

export const realTime: Time = {
  now: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface Paced {
  /** Asks for a run: soon, and not before the pause since the last one is over. Many asks make one run. */
  ask(): void;
  cancel(): void;
}

/**
 * Runs `task` when asked, with a pause of at least `pauseMs` between the starts of two runs.
 *
 * @param gatherMs how long the first ask waits for others, in milliseconds; 0 runs at once
 */
export function atMostEvery(pauseMs: number, time: Time, task: () => void, gatherMs = 0): Paced {
  let lastAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  const run = () => {
    cancel = null;
    lastAt = time.now();
    task();
  };
  return {
    ask() {
      if (cancel !== null) return;
      const waitMs = Math.max(gatherMs, lastAt + pauseMs - time.now());
      if (waitMs <= 0) run();
      else cancel = time.after(waitMs, run);
    },
    cancel() {
      cancel?.();
      cancel = null;
    },
  };
}
