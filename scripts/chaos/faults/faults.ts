import { BROWSERS } from './browsers.ts';
import type { Fault } from './fault.ts';
import { KILLS } from './kills.ts';
import { NEIGHBORS } from './neighbors.ts';
import { NETWORK } from './network.ts';

const SINGLE: Readonly<Record<string, Fault>> = { ...KILLS, ...NEIGHBORS, ...NETWORK, ...BROWSERS };

/** Faults that leave the world as a usual one finds it: they may come together. */
const IN_THE_STORM = [
  'kill-anytime',
  'kill-after-write',
  'redis-killed',
  'redis-paused',
  'store-stopped',
  'store-killed',
  'store-cut',
  'cuts',
  'one-way-loss',
  'frames-doubled',
  'slow-readers',
  'clocks-wrong',
  'browser-killed',
];

/** Everything that can go wrong, by its name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  none: { what: 'Nothing goes wrong.', strike: async () => 1 },
  ...SINGLE,
  storm: {
    what: 'Three faults at a time.',
    async strike(world, random) {
      const some = random.shuffle(IN_THE_STORM).slice(0, 3);
      const struck = await Promise.all(some.map((name) => SINGLE[name]?.strike(world, random) ?? 0));
      return struck.reduce((sum, each) => sum + each, 0);
    },
  },
};
