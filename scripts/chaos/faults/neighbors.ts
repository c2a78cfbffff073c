import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'redis';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { aWhile, type Fault, severalTimes } from './fault.ts';

/** Redis and the store: what nodes lean on. */

async function cutSubscribers(world: World): Promise<void> {
  const client = createClient({ url: world.redis.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
  client.destroy();
}

/** Small enough to be filled at once, and large enough for a run. */
const DISK = '24m';

/** A disk of the store's own; it has to be root's to make. */
class SmallDisk {
  #folder: string | null = null;

  mount(): string {
    this.#folder = mkdtempSync(join(tmpdir(), 'parley-chaos-disk-'));
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', this.#folder]);
    mkdirSync(join(this.#folder, 'store'));
    return join(this.#folder, 'store');
  }

  /** Leaves no room at all. */
  async fill(): Promise<void> {
    const ballast = await open(this.#ballast, 'w');
    const { bavail, bsize } = statfsSync(this.#ballast);
    for (let block = 0; block < bavail; block++) {
      const isFull = await ballast.write(Buffer.alloc(bsize)).then(
        () => false,
        () => true,
      );
      if (isFull) break;
    }
    await ballast.close();
  }

  async empty(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  unmount(): void {
    if (this.#folder === null) return;
    execFileSync('/bin/umount', ['-l', this.#folder]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #ballast(): string {
    return join(this.#folder ?? '', 'ballast');
  }
}

function diskFull(): Fault {
  /** By the store's folder on them. */
  const disks = new Map<string, SmallDisk>();
  return {
    what: 'The disk of the store is full, and has room again.',
    isImpossible: () => (process.getuid?.() === 0 ? null : 'a disk of its own is root’s to make'),
    world() {
      const disk = new SmallDisk();
      const storeFolder = disk.mount();
      disks.set(storeFolder, disk);
      return { storeFolder };
    },
    async strike(world: World, random: Random) {
      const disk = disks.get(world.storeFolder);
      await aWhile(random);
      await disk?.fill();
      await delay(random.between(800, 2_000));
      if (random.chance(0.3)) await world.store.end('SIGKILL');
      await disk?.empty();
      return 1;
    },
    async after({ storeFolder = '' }) {
      disks.get(storeFolder)?.unmount();
      disks.delete(storeFolder);
    },
  };
}

export const NEIGHBORS: Readonly<Record<string, Fault>> = {
  'redis-killed': {
    what: 'Redis is killed, and comes back empty.',
    strike: (world, random) =>
      severalTimes(random, 2, async () => {
        await world.redis.kill();
        await delay(random.between(200, 1_500));
        await world.redis.run();
      }),
  },
  'redis-paused': {
    what: 'Redis stands still, its connections open, for up to 2.5 s, more than once.',
    strike: (world, random) =>
      severalTimes(random, 2, async () => {
        world.redis.pause();
        await delay(random.between(500, 2_500));
        world.redis.resume();
      }),
  },
  'redis-subscribers-cut': {
    what: 'Redis cuts off who listens, again and again.',
    strike: (world, random) => severalTimes(random, 4, () => cutSubscribers(world)),
  },
  'redis-unheard': {
    what: 'What one node publishes gets lost, and its connection stands.',
    strike: (world, random) =>
      severalTimes(random, 2, async () => {
        const { toRedis } = random.pick(world.nodes);
        toRedis.hold(random.pick(['up', 'down']));
        await delay(random.between(500, 2_000));
        toRedis.heal();
      }),
  },
  'store-stopped': {
    what: 'The store stands still, its connections open.',
    strike: (world, random) =>
      severalTimes(random, 2, async () => {
        world.store.freeze();
        await delay(random.between(300, 3_500));
        world.store.thaw();
      }),
  },
  'store-killed': {
    what: 'kill -9 of the store.',
    strike: (world, random) =>
      severalTimes(random, 2, async () => {
        await world.store.end('SIGKILL');
        await delay(random.between(50, 800));
        await world.startStore();
      }),
  },
  'store-cut': {
    what: 'The connections between a node and the store break.',
    strike: (world, random) => severalTimes(random, 4, () => random.pick(world.nodes).toStore.cut()),
  },
  'disk-full': diskFull(),
};
