import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Unit } from '../relay/splitter.ts';
import type { Node, World } from '../world.ts';
import { aWhile, type Fault, severalTimes } from './fault.ts';

/** A node that has not come to the point by then is not killed there. */
const POINT_WITHIN_MS = 8_000;
/** The answer that there is no job to do is shorter than this. */
const NO_JOB_BYTES = 180;
const NOTHING = { copies: 0, delayMs: 0 };

/** Waits until a node comes to a point on its way; where it does, it is dead already. */
type Ambush = (node: Node, skip: number) => Promise<boolean>;

/** Kills nodes at one point, each time another node after another number of passings, and starts them again. */
function killsAt(what: string, ambush: Ambush): Fault {
  return {
    what,
    async strike(world, random) {
      let struck = 0;
      for (let time = 0; time < 2; time++) {
        await aWhile(random, 600);
        const node = world.busyNode();
        if (await ambush(node, random.between(0, 4))) struck++;
        await aWhile(random, 600);
        node.toStore.heal();
        node.toRedis.heal();
        await world.endNode(node, 'SIGKILL');
        await world.startNode(node);
      }
      return struck;
    },
  };
}

function killNow(node: Node): void {
  node.isReady = false;
  void node.child.end('SIGKILL');
}

/** Resolves with whether `when` was called in time. */
function inTime(begin: (when: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), POINT_WITHIN_MS);
    begin(() => {
      clearTimeout(late);
      resolve(true);
    });
  });
}

/** A request to the store that does not arrive. */
function beforeRequest(is: (unit: Unit) => boolean): Ambush {
  return (node, skip) =>
    inTime((struck) => {
      let left = skip;
      node.toStore.rule = (unit, direction) => {
        if (direction === 'down' || !is(unit) || left-- > 0) return null;
        killNow(node);
        struck();
        return NOTHING;
      };
    });
}

/** A request to the store that is done, and its answer that does not arrive. */
function afterRequest(is: (unit: Unit) => boolean): Ambush {
  return (node, skip) =>
    inTime((struck) => {
      let left = skip;
      let awaited: number | undefined;
      node.toStore.rule = (unit, direction) => {
        if (direction === 'up' && awaited === undefined && is(unit) && left-- <= 0) awaited = unit.id;
        if (direction === 'up' || awaited === undefined || unit.answers !== awaited) return null;
        killNow(node);
        struck();
        return NOTHING;
      };
    });
}

const isInsert = ({ text }: Unit) => text === 'insert entries';
/** A node has got a side effect to do: it dies at once, or having done it, before it can say so. */
function inHandler(random: Random): Ambush {
  return (node) =>
    inTime((struck) => {
      const diesAtOnce = random.chance(0.5);
      const asked = new Set<number | undefined>();
      let holdsJob = false;
      const kill = () => {
        killNow(node);
        struck();
        return NOTHING;
      };
      node.toStore.rule = (unit, direction) => {
        if (direction === 'up' && unit.text === 'findAndModify jobs') asked.add(unit.id);
        if (direction === 'up') return holdsJob && unit.text === 'update jobs' ? kill() : null;
        if (!asked.delete(unit.answers) || unit.bytes.length < NO_JOB_BYTES) return null;
        holdsJob = true;
        return diesAtOnce ? kill() : null;
      };
    });
}

/** An entry is committed; its sender hears of it, and nobody else does. */
function betweenAcknowledgementAndPublishing(world: World): Ambush {
  return async (node, skip) => {
    const lines = world.clients.filter(({ at }) => at === node).map(({ line }) => line);
    const struck = await inTime((done) => {
      let left = skip;
      node.toStore.rule = (unit, direction) => {
        if (direction === 'down' || !isInsert(unit) || left-- > 0) return null;
        // From here on the node is heard by nobody but the sender of this entry.
        node.toRedis.rule = (_, way) => (way === 'up' ? NOTHING : null);
        for (const line of lines) {
          line.rule = (packet, way) => {
            if (way === 'up' || !packet.text.startsWith('4')) return null;
            if (!packet.text.startsWith('43')) return NOTHING;
            setTimeout(() => {
              killNow(node);
              done();
            }, 2);
            return null;
          };
        }
        node.toStore.rule = null;
        return null;
      };
    });
    for (const line of lines) line.heal();
    return struck;
  };
}

/** All nodes one after the other, as a new version is brought out. */
async function rollingRestart(world: World, random: Random): Promise<number> {
  for (const node of random.shuffle(world.nodes)) {
    await aWhile(random);
    await world.endNode(node, 'SIGTERM');
    await world.startNode(node);
  }
  return world.nodes.length;
}

export const KILLS: Readonly<Record<string, Fault>> = {
  'kill-before-write': killsAt('kill -9 of a node before an entry is written.', beforeRequest(isInsert)),
  'kill-after-write': killsAt(
    'kill -9 of a node between the write of an entry and its acknowledgement.',
    afterRequest(isInsert),
  ),
  'kill-before-publish': {
    what: 'kill -9 of a node that has acknowledged an entry and told nobody else of it.',
    strike: (world, random) => killsAt('', betweenAcknowledgementAndPublishing(world)).strike(world, random),
  },
  'kill-in-handler': {
    what: 'kill -9 of a node that holds a side effect; nobody is there, so every visitor is owed a notice.',
    world: () => ({ agents: 0, visitors: 4 }),
    isEarly: true,
    async strike(world, random) {
      const node = world.nodes[random.pick(world.clients).home] ?? world.busyNode();
      const struck = await inHandler(random)(node, 0);
      node.toStore.heal();
      await world.endNode(node, 'SIGKILL');
      await aWhile(random);
      await world.startNode(node);
      return struck ? 1 : 0;
    },
  },
  'kill-anytime': {
    what: 'kill -9 of any node at any time.',
    strike: (world, random) =>
      severalTimes(random, 3, async () => {
        const node = random.pick(world.nodes);
        await world.endNode(node, 'SIGKILL');
        await delay(random.between(50, 500));
        await world.startNode(node);
      }),
  },
  'rolling-restart': { what: 'SIGTERM to one node after the other.', strike: rollingRestart },
};
