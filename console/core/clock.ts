import { type ReadonlySignal, signal } from '@preact/signals';

/** Waiting times are told in minutes: this is often enough to be right. */
const TICK_MS = 10_000;

const time = signal(Date.now());

/** The time now in milliseconds since 1970, moving on every ten seconds: what reads it stays right. */
export const now: ReadonlySignal<number> = time;

if (typeof window !== 'undefined') {
  const tick = () => {
    time.value = Date.now();
  };
  setInterval(tick, TICK_MS);
  // A tab that slept must not show old times when it wakes.
  document.addEventListener('visibilitychange', tick);
}
