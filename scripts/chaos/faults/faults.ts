import type { Random } from '../random.ts';
import type { World } from '../world.ts';
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

async function atATime(world: World, random: Random, names: readonly string[]): Promise<number> {
  const struck = await Promise.all(names.map((name) => SINGLE[name]?.strike(world, random) ?? 0));
  return struck.reduce((sum, each) => sum + each, 0);
}

/** Everything that can go wrong, by its name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  none: { what: 'Nothing goes wrong.', strike: async () => 1 },
  ...SINGLE,
  'kills-and-cuts': {
    what: 'kill -9 of nodes, broken connections and a Redis that stands still, at a time.',
    strike: (world, random) => atATime(world, random, ['kill-anytime', 'cuts', 'redis-paused']),
  },
  storm: {
    what: 'Three faults at a time.',
    strike: (world, random) => atATime(world, random, random.shuffle(IN_THE_STORM).slice(0, 3)),
  },
};
