import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, severalTimes } from './fault.ts';

/** What happens where the clients run. */

export const BROWSERS: Readonly<Record<string, Fault>> = {
  'browser-killed': {
    what: 'kill -9 of a client, which comes back with what its browser has kept.',
    strike: (world, random) =>
      severalTimes(random, 4, async () => {
        const client = random.pick(world.clients);
        await client.child.end('SIGKILL');
        await delay(random.between(0, 300));
        client.child.start();
      }),
  },
  'two-tabs': {
    what: 'Visitors write in two tabs of one browser, over connections that break.',
    world: () => ({ browser: (name) => (name.startsWith('v') ? { tabs: 2 } : {}) }),
    strike: (world, random) =>
      severalTimes(random, 4, () => {
        for (const { line } of world.clients) if (random.chance(0.3)) line.cut();
      }),
  },
  'storage-refused': {
    what: 'Browsers keep nothing, or have no room, and connections break.',
    world: (random) => ({ browser: () => ({ storage: random.pick(['refuses', 'full'] as const) }) }),
    strike: (world, random) =>
      severalTimes(random, 4, () => {
        for (const { line } of world.clients) if (random.chance(0.5)) line.cut();
      }),
  },
};
