/** Calls `task` after a delay in milliseconds; the answer takes it back. */
export type After = (delayMs: number, task: () => void) => () => void;

/** Delays of the browser that end together when `signal` is aborted. */
export function pageTimers(signal: AbortSignal): After {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  signal.addEventListener('abort', () => timers.forEach(clearTimeout));
  return (delayMs, task) => {
    const end = () => {
      clearTimeout(timer);
      timers.delete(timer);
    };
    const timer = setTimeout(() => {
      end();
      if (!signal.aborted) task();
    }, delayMs);
    timers.add(timer);
    return end;
  };
}
