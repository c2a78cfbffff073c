import { complain, EXIT_WRONG_CONFIG } from '../server/command-line.ts';
import { ConfigError, readConfig } from '../server/config.ts';
import { systemClock } from '../server/core/clock.ts';
import { createLog } from '../server/core/log.ts';
import { Progress } from '../server/core/progress.ts';
import { openSeededStore } from './seed/open-seeded-store.ts';
import { readArguments, type SeedArguments, USAGE } from './seed/read-arguments.ts';
import { seedStore } from './seed/seed-store.ts';
import { runAsked } from './usage.ts';

process.exitCode = await runAsked(USAGE, () => readArguments(process.argv.slice(2)), main);

/** @returns the exit code */
async function main(asked: SeedArguments): Promise<number> {
  try {
    return await seed(asked);
  } catch (error) {
    if (error instanceof ConfigError) return complain([error.message], EXIT_WRONG_CONFIG);
    return complain([error instanceof Error ? error.message : String(error)], 1);
  }
}

async function seed({ conversations, url, randomSeed }: SeedArguments): Promise<number> {
  const config = readConfig();
  const log = createLog('warn', process.stderr.isTTY === true);
  const store = await openSeededStore({ ...config, mongodbUrl: url ?? config.mongodbUrl }, log);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const startedAt = performance.now();
  const progress = new Progress(conversations, process.stderr, () => performance.now());
  try {
    const core = { config, db: store.db, clock: systemClock, log };
    const onProgress = (written: number) => progress.update(written);
    const made = await seedStore(core, { conversations, randomSeed, onProgress, signal: stopping.signal });
    progress.end();
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    if (stopping.signal.aborted) console.log('Stopped; what is written is whole. Run it again to add more.');
    console.log(
      `${made.conversations} conversations, ${made.entries} entries, ${made.contacts} contacts and ${made.tickets} tickets in ${seconds} s.`,
    );
    if (made.madeAdmin !== null) {
      console.log(`There was no agent yet, so an admin was made: ${made.madeAdmin}, without a password.`);
      console.log(`Get in with: npm run admin -- --email ${made.madeAdmin}`);
    }
    return 0;
  } finally {
    await store.close();
  }
}
