import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { World, WorldOptions } from '../world.ts';

/** Something that goes wrong while people write. */
export interface Fault {
  /** In a sentence. */
  what: string;
  /** Another world than the usual. */
  world?(random: Random): Partial<WorldOptions>;
  /** Why this machine cannot do it, or null. */
  isImpossible?(): string | null;
  /** It begins before anybody has written. */
  isEarly?: boolean;
  /** Resolves when it is over, with how often it struck; what is still broken then is healed. */
  strike(world: World, random: Random): Promise<number>;
  /**
   * Clears up what the fault has made outside of the world.
   * @param made what `world` has given; others may be under way with worlds of their own
   */
  after?(made: Partial<WorldOptions>): Promise<void>;
}

/** People write for so long before, between and after blows, in real milliseconds. */
export function aWhile(random: Random, most = 1_200): Promise<void> {
  return delay(random.between(100, most));
}

/** Does something some times, with a while before each. */
export async function severalTimes(
  random: Random,
  times: number,
  blow: () => Promise<unknown> | unknown,
): Promise<number> {
  for (let time = 0; time < times; time++) {
    await aWhile(random);
    await blow();
  }
  return times;
}
