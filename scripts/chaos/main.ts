import { runAsked } from '../usage.ts';
import { buildPrograms, type Programs } from './build-programs.ts';
import { FAULTS } from './faults/faults.ts';
import { type ChaosArguments, readArguments, USAGE } from './read-arguments.ts';
import { type RunResult, run } from './run.ts';

const LINES_SHOWN = 12;

// Whatever a run may have left open must not keep the command from ending.
process.exit(await runAsked(USAGE, () => readArguments(process.argv.slice(2)), main));

/** @returns the exit code */
async function main(asked: ChaosArguments): Promise<number> {
  const programs = await buildPrograms();
  try {
    return asked.bug === null ? await runAll(asked, programs) : await find(asked, asked.bug, programs);
  } finally {
    await programs.remove();
  }
}

/** Runs every fault with every seed. @returns the exit code */
async function runAll(asked: ChaosArguments, programs: Programs): Promise<number> {
  const possible = asked.faults.filter((name) => isPossible(name));
  const jobs = possible.flatMap((fault) => seedsOf(asked).map((seed) => ({ fault, seed })));
  const failed: string[] = [];
  const work = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      // A world that did not come up is one run that failed, not the end of all.
      const result = await run({ ...job, programs, inChromium: asked.inChromium }).catch((error: unknown) => {
        console.log(`FAIL ${job.fault} ${job.seed}: ${String(error)}`);
        return null;
      });
      if (result !== null) tell(result);
      if (result === null || result.faults.length > 0)
        failed.push(`--fault ${job.fault} --seed ${job.seed}${asked.inChromium ? ' --browser' : ''}`);
    }
  };
  await Promise.all(Array.from({ length: asked.atOnce }, work));
  for (const again of failed) console.log(`Again: npm run chaos -- ${again}`);
  return failed.length > 0 ? 1 : 0;
}

/** Runs until a planted bug is found. @returns the exit code */
async function find(asked: ChaosArguments, bug: string, programs: Programs): Promise<number> {
  for (const fault of asked.faults) {
    for (const seed of seedsOf(asked)) {
      const result = await run({ fault, seed, programs, bug, inChromium: asked.inChromium });
      tell(result);
      if (result.faults.length === 0) continue;
      console.log(`${bug}: found with seed ${seed}`);
      return 0;
    }
  }
  console.log(`${bug}: not found`);
  return 1;
}

function seedsOf({ seed, runs }: ChaosArguments): number[] {
  return Array.from({ length: runs }, (_, index) => seed + index);
}

function isPossible(name: string): boolean {
  const why = FAULTS[name]?.isImpossible?.() ?? null;
  if (why !== null) console.log(`left out: ${name}: ${why}`);
  return why === null;
}

function tell({ fault, seed, faults, stored, struck, seconds, folder }: RunResult): void {
  const mark = faults.length === 0 ? 'ok  ' : 'FAIL';
  console.log(`${mark} ${fault} ${seed}: ${stored} entries, struck ${struck}, ${seconds.toFixed(1)} s`);
  for (const line of faults.slice(0, LINES_SHOWN)) console.log(`     ${line}`);
  if (faults.length > LINES_SHOWN) console.log(`     and ${faults.length - LINES_SHOWN} more`);
  if (faults.length > 0) console.log(`     journals and logs: ${folder}`);
}
