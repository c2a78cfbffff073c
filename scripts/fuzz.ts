/**
 * `npm run fuzz -- [--runs N] [--seed S] [--path P]`: attacks every route, event and handshake of a server in this
 * process, with inputs made from their own schemas. A failure prints the seed and the path that make it again.
 */
import { parseArgs } from 'node:util';
import { fuzz } from '../tests/attacks/fuzz.ts';

/** A new server and a new store after so many, so that memory and disk stay bounded however long it goes on. */
const RUNS_PER_SERVER = 20_000;
const PROGRESS_EVERY_MS = 5_000;
const MB = 1024 * 1024;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    path: { type: 'string' },
  },
});
process.exitCode = await main(Number(values.runs), Number(values.seed), values.path);

async function main(runs: number, firstSeed: number, path: string | undefined): Promise<number> {
  if (!Number.isSafeInteger(runs) || !Number.isSafeInteger(firstSeed) || runs < 1) {
    console.error('--runs and --seed are whole numbers.');
    return 1;
  }
  const totals: Record<string, number> = {};
  const startedAt = Date.now();
  let [done, toldAt, peakMb] = [0, startedAt, 0];
  const onRun = () => {
    done++;
    if (Date.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = Date.now();
    const memoryMb = Math.round(process.memoryUsage().rss / MB);
    peakMb = Math.max(peakMb, memoryMb);
    const perSecond = Math.round((done / (toldAt - startedAt)) * 1000);
    console.log(`${done} of ${runs}, ${perSecond} a second, ${memoryMb} MB`);
  };
  for (let seed = firstSeed; done < runs; seed++) {
    const share = Math.min(RUNS_PER_SERVER, runs - done);
    const until = done + share;
    console.log(`seed ${seed}: ${share} attacks`);
    try {
      const outcomes = await fuzz({ seed, runs: share, onRun, ...(path !== undefined && { path }) });
      for (const [outcome, times] of Object.entries(outcomes)) {
        totals[outcome] = (totals[outcome] ?? 0) + times;
      }
    } catch (error) {
      console.error(error);
      console.error(`\nAgain: npm run fuzz -- --seed ${seed} --runs ${share} (and --path as named above)`);
      return 1;
    }
    done = until;
  }
  console.log(
    Object.entries(totals)
      .sort((a, b) => b[1] - a[1])
      .map(([outcome, times]) => `${outcome} ${times}`)
      .join(', '),
  );
  console.log(`${done} attacks, nothing broke; at most ${peakMb} MB`);
  return 0;
}
