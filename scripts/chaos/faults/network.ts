import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Fate, Rule } from '../relay/relay.ts';
import type { World } from '../world.ts';
import { aWhile, type Fault, severalTimes } from './fault.ts';

/** Between clients and nodes. */

const LOST: Fate = { copies: 0, delayMs: 0 };

/** Packets of Socket.IO that carry events and answers; without them the connection itself stands. */
const isTold = (text: string) => text.startsWith('42') || text.startsWith('43');

/** Some of the clients get a rule, for a time. */
async function someLines(world: World, random: Random, rule: () => Rule): Promise<void> {
  const some = random.shuffle(world.clients).slice(0, random.between(1, world.clients.length));
  for (const { line } of some) line.rule = rule();
  await delay(random.between(500, 2_000));
  for (const { line } of some) line.rule = null;
}

export const NETWORK: Readonly<Record<string, Fault>> = {
  cuts: {
    what: 'Connections of clients break.',
    strike: (world, random) =>
      severalTimes(random, 6, () => {
        for (const { line } of world.clients) if (random.chance(0.5)) line.cut();
      }),
  },
  'one-way-loss': {
    what: 'What goes in one direction gets lost, all of it or some, and the connection stands.',
    strike: (world, random) =>
      severalTimes(random, 2, () =>
        someLines(world, random, () => {
          const lost = random.pick(['up', 'down']);
          const share = random.pick([0.3, 1]);
          return ({ text }, way) => (way === lost && isTold(text) && random.chance(share) ? LOST : null);
        }),
      ),
  },
  latency: {
    what: 'Everything is late, each packet by another time.',
    strike: async (world, random) => {
      for (const { line } of world.clients) {
        const most = random.pick([50, 200, 600]);
        line.rule = () => ({ copies: 1, delayMs: random.between(0, most) });
      }
      await delay(3_500);
      return 1;
    },
  },
  'frames-doubled': {
    what: 'Every packet arrives twice, and late.',
    strike: async (world, random) => {
      for (const { line } of world.clients) {
        line.rule = ({ text }) => ({ copies: isTold(text) ? 2 : 1, delayMs: random.between(0, 60) });
      }
      await delay(4_000);
      return 1;
    },
  },
  'slow-readers': {
    what: 'Clients read nothing for a while, and their connection stands.',
    strike: (world, random) =>
      severalTimes(random, 2, async () => {
        const slow = random.shuffle(world.clients).slice(0, 3);
        for (const { line } of slow) line.hold('down');
        await delay(random.between(500, 2_500));
        for (const { line } of slow) line.heal();
      }),
  },
  'clocks-wrong': {
    what: 'The clocks of the nodes are up to 10 minutes wrong, and jump.',
    strike: async (world, random) => {
      for (let time = 0; time < 4; time++) {
        for (const { clock, child } of world.nodes) {
          clock.offsetMs = random.between(-600_000, 600_000);
          child.tell({ kind: 'clock', offsetMs: clock.offsetMs });
        }
        if (time === 1) {
          const node = random.pick(world.nodes);
          await world.endNode(node, 'SIGKILL');
          await world.startNode(node);
        }
        await aWhile(random);
      }
      return 4;
    },
  },
};
