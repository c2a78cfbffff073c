import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUG_FAULTS } from '../../scripts/chaos/bug-names.ts';
import { buildPrograms, type Programs } from '../../scripts/chaos/build-programs.ts';
import { NAMED_SEEDS } from '../../scripts/chaos/named-seeds.ts';
import { run } from '../../scripts/chaos/run.ts';
import { isSkipped } from '../support/skip.ts';

/** A busy machine is allowed to be slow, and each waits for those before it. */
const LONG = 600_000;
const SEEDS_MAX = 20;
/** Each run has a dozen processes. */
const AT_ONCE = 3;

let underWay = 0;
const waiting: (() => void)[] = [];

/** Runs as many as the machine has room for; the others wait. */
async function inTurn(options: Parameters<typeof run>[0]): Promise<string[]> {
  if (underWay >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  underWay++;
  try {
    return (await run(options)).faults;
  } finally {
    underWay--;
    waiting.shift()?.();
  }
}

describe.skipIf(isSkipped('redis'))('nothing is lost, doubled or shown to others', () => {
  let programs: Programs;
  beforeAll(async () => {
    programs = await buildPrograms();
  }, LONG);
  afterAll(() => programs?.remove());

  it.concurrent('through kill -9 between a write and its acknowledgement', { timeout: LONG }, async () => {
    expect(await inTurn({ fault: 'kill-after-write', seed: 1, programs })).toEqual([]);
  });

  it.concurrent.each(NAMED_SEEDS)(
    'through $fault with seed $seed: $found',
    { timeout: LONG },
    async (named) => {
      expect(await inTurn({ ...named, programs })).toEqual([]);
    },
  );

  it.concurrent.each(Object.entries(BUG_FAULTS))(
    'the bug %s is found',
    { timeout: LONG },
    async (bug, fault) => {
      for (let seed = 1; seed <= SEEDS_MAX; seed++) {
        if ((await inTurn({ fault, seed, programs, bug })).length > 0) return;
      }
      expect.fail('the checker found nothing');
    },
  );
});
