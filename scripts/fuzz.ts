/**
 * `npm run fuzz -- [--runs N] [--seed S] [--from W] [--seconds T]`: attacks every route, event and handshake of a
 * server in this process, with inputs made from their own schemas. A failure prints what makes it again; what ends
 * before its time prints what goes on from there.
 */
import { parseArgs } from 'node:util';
import { fuzz } from '../tests/attacks/fuzz.ts';

/** A new server and a new store after so many, so that memory and disk stay bounded however long it goes on. */
const RUNS_PER_SEED = 10_000;
const PROGRESS_EVERY_MS = 5_000;
const MB = 1024 * 1024;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    from: { type: 'string', default: '0' },
    seconds: { type: 'string' },
  },
});
process.exitCode = await main({
  runs: Number(values.runs),
  seed: Number(values.seed),
  from: Number(values.from),
  seconds: values.seconds === undefined ? Number.MAX_SAFE_INTEGER : Number(values.seconds),
});

interface Asked {
  runs: number;
  /** The first seed; every `RUNS_PER_SEED` attacks the next one begins. */
  seed: number;
  /** The wave of the first seed to begin with. */
  from: number;
  /** No new seed is begun after so long. */
  seconds: number;
}

async function main(asked: Asked): Promise<number> {
  if (!Object.values(asked).every((number) => Number.isSafeInteger(number) && number >= 0)) {
    console.error('--runs, --seed, --from and --seconds are whole numbers.');
    return 1;
  }
  const totals: Record<string, number> = {};
  const startedAt = performance.now();
  let { seed, from } = asked;
  let [done, toldAt, peakMb] = [0, startedAt, 0];
  const onWave = (attacks: number) => {
    done += attacks;
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    const memoryMb = Math.round(process.memoryUsage().rss / MB);
    peakMb = Math.max(peakMb, memoryMb);
    const perSecond = Math.round((done / (toldAt - startedAt)) * 1000);
    console.log(`seed ${seed}: ${done} of ${asked.runs}, ${perSecond} a second, ${memoryMb} MB`);
  };
  const isLate = () => performance.now() - startedAt > asked.seconds * 1000;
  for (; done < asked.runs && !isLate(); seed++, from = 0) {
    try {
      const outcomes = await fuzz({ seed, from, runs: Math.min(RUNS_PER_SEED, asked.runs - done), onWave });
      for (const [outcome, times] of Object.entries(outcomes)) {
        totals[outcome] = (totals[outcome] ?? 0) + times;
      }
    } catch (error) {
      console.error(error);
      console.error(
        `\nAgain: npm run fuzz -- --seed ${seed} (and --from the wave named above, where it is enough)`,
      );
      return 1;
    }
  }
  const byNumber = Object.entries(totals).sort((a, b) => b[1] - a[1]);
  console.log(byNumber.map(([outcome, times]) => `${outcome} ${times}`).join(', '));
  console.log(`${done} attacks, nothing broke; at most ${peakMb} MB`);
  if (done < asked.runs) console.log(`Go on: npm run fuzz -- --seed ${seed} --runs ${asked.runs - done}`);
  return 0;
}
