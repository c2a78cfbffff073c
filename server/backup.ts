import { askedFolder, complain, EXIT_USAGE, EXIT_WRONG_CONFIG } from './command-line.ts';
import { ConfigError, readPlaces } from './config.ts';
import { backupStore } from './core/db/embedded/backup.ts';

const USAGE = 'Usage: npm run backup -- --to FOLDER';

process.exitCode = await main();

/**
 * `npm run backup -- --to FOLDER`: copies the embedded store and its key, also while the server runs.
 * @returns the exit code
 */
async function main(): Promise<number> {
  const folder = askedFolder('to');
  if (folder === null) return complain([USAGE], EXIT_USAGE);
  try {
    const { dataDir, mongodbUrl } = readPlaces();
    if (mongodbUrl !== null) {
      return complain(
        ['MONGODB_URL is set: everything is in that MongoDB. Its own mongodump makes the backup.'],
        EXIT_USAGE,
      );
    }
    const counts = await backupStore(dataDir, folder);
    const { conversations = 0, entries = 0 } = counts;
    process.stdout.write(
      `${conversations} conversations with ${entries} entries are in ${folder}, as they were at one moment.\n` +
        'The folder holds the key of the server too: keep it where only you can read it.\n',
    );
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) return complain(error.faults, EXIT_WRONG_CONFIG);
    return complain([error instanceof Error ? error.message : String(error)], 1);
  }
}
