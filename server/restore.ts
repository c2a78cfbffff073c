import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedFolder, complain, EXIT_USAGE, EXIT_WRONG_CONFIG } from './command-line.ts';
import { ConfigError, readPlaces } from './config.ts';
import { systemClock } from './core/clock.ts';
import { connectStore } from './core/db/connect.ts';
import { copyDocuments } from './core/db/copy-documents.ts';
import { checksumIn, type DocumentCounts, restoreStore } from './core/db/embedded/backup.ts';
import { startStore } from './core/db/embedded/start-store.ts';
import { createLog } from './core/log.ts';
import { Progress } from './core/progress.ts';

const USAGE = 'Usage: npm run restore -- --from FOLDER';
const EXIT_STOPPED = 1;

process.exitCode = await main();

/**
 * `npm run restore -- --from FOLDER`: puts a backup into `DATA_DIR`, or where `MONGODB_URL` is set into that MongoDB,
 * which is how one machine becomes several.
 * @returns the exit code
 */
async function main(): Promise<number> {
  const folder = askedFolder('from');
  if (folder === null) return complain([USAGE], EXIT_USAGE);
  try {
    const { dataDir, mongodbUrl } = readPlaces();
    if (mongodbUrl !== null) return await intoMongodb(folder, mongodbUrl);
    say(await restoreStore(folder, dataDir), dataDir);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) return complain(error.faults, EXIT_WRONG_CONFIG);
    return complain([error instanceof Error ? error.message : String(error)], 1);
  }
}

/** Reads the backup through a store on a copy of it, so that what is written is what a server would have read. */
async function intoMongodb(folder: string, mongodbUrl: string): Promise<number> {
  const workFolder = await mkdtemp(join(tmpdir(), 'parley-restore-'));
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  try {
    const counts = await restoreStore(folder, workFolder);
    const log = createLog('warn', process.stderr.isTTY === true);
    const store = await startStore({ dataDir: workFolder, log, clock: systemClock });
    const [from, to] = await Promise.all([connectStore(store.url), connectStore(mongodbUrl)]);
    try {
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      const progress = new Progress(total, process.stderr, () => performance.now());
      const whole = await copyDocuments(from, to, {
        source: await checksumIn(folder),
        clock: systemClock,
        counts,
        onProgress: (documents) => progress.update(documents),
        signal: stopping.signal,
      });
      progress.end();
      if (!whole) return complain(['Stopped. Run it again; it goes on where it stopped.'], EXIT_STOPPED);
      say(counts, to.name);
      process.stdout.write(
        `Give every node the key of the old server as SECRET_KEY (${join(folder, 'secret.key')}), or everybody signs in again.\n`,
      );
      return 0;
    } finally {
      await Promise.all([from.close(), to.close()]);
      await store.close();
    }
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

function say({ conversations = 0, entries = 0 }: DocumentCounts, where: string): void {
  process.stdout.write(`${conversations} conversations with ${entries} entries are in ${where}.\n`);
}
