import type { Connection } from 'mongoose';
import type { Config } from '../../server/config.ts';
import { systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { startStore } from '../../server/core/db/embedded/start-store.ts';
import type { Log } from '../../server/core/log.ts';

interface SeededStore {
  db: Connection;
  close(): Promise<void>;
}

/**
 * Opens the store that is to be filled: a MongoDB where one is named, or the embedded one, in this process.
 * @throws Error where it does not answer, or where a server holds the folder
 */
export async function openSeededStore(
  { mongodbUrl, dataDir }: Pick<Config, 'mongodbUrl' | 'dataDir'>,
  log: Log,
): Promise<SeededStore> {
  if (mongodbUrl !== null) {
    const db = await connectStore(mongodbUrl);
    return { db, close: () => db.close() };
  }
  const embedded = await startStore({ dataDir, log, clock: systemClock });
  const db = await connectStore(embedded.url);
  return {
    db,
    async close() {
      await db.close();
      await embedded.close();
    },
  };
}
