/** Time as an argument: tests turn it by hand, and nothing below reads the wall clock itself. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some moment, which only grow: what is measured by them outlives a clock that is set. */
  elapsed(): number;
  /** Calls `task` once after `delayMs`; the answer takes it back. Does not keep the process alive. */
  after(delayMs: number, task: () => void): () => void;
  /** Calls `task` every `periodMs`; the answer ends it. Does not keep the process alive. */
  every(periodMs: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
  every(periodMs, task) {
    const timer = setInterval(task, periodMs);
    timer.unref();
    return () => clearInterval(timer);
  },
};
