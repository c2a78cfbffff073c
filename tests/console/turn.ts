import type { TurnedClock } from '../support/turned-clock.ts';

/** Lets time pass, in milliseconds, and everything run that waits for nothing but promises. */
export async function turn(clock: TurnedClock, milliseconds: number): Promise<void> {
  clock.turn(milliseconds);
  await settled();
}

/** Lets everything run that waits for nothing but promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
