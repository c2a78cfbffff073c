import type { Connection } from 'mongoose';
import type { Config } from './config.ts';
import { connectStore } from './core/db/connect.ts';
import { startStoreWorker } from './core/db/embedded/start-worker.ts';
import type { Log } from './core/log.ts';

export interface OpenStore {
  db: Connection;
  close(): Promise<void>;
}

/**
 * Opens the store that the settings name: a MongoDB, or the embedded one in `DATA_DIR`.
 * @throws Error where it does not answer, or where another process holds the folder
 */
export async function openStore({ mongodbUrl, dataDir }: Config, log: Log): Promise<OpenStore> {
  if (mongodbUrl !== null) {
    const db = await connectStore(mongodbUrl);
    return { db, close: () => db.close() };
  }
  const embedded = await startStoreWorker({ dataDir, log });
  try {
    const db = await connectStore(embedded.url);
    return {
      db,
      async close() {
        await db.close();
        await embedded.close();
      },
    };
  } catch (error) {
    await embedded.close();
    throw error;
  }
}
