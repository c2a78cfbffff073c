/** Calls `task` after a delay in milliseconds; the answer takes it back. */
export type After = (delayMs: number, task: () => void) => () => void;

/** Delays of the browser that end together when `signal` is aborted. */
export function pageTimers(signal: AbortSignal): After {
  return (delayMs, task) => {
    const timer = setTimeout(() => signal.aborted || task(), delayMs);
    return () => clearTimeout(timer);
  };
}
