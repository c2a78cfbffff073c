import mongoose, { type Connection } from 'mongoose';
import { freeWriters } from './free-writers.ts';

/** How long a request may wait for a store that does not answer, in milliseconds. */
const STORE_WAIT_MS = 5_000;

/**
 * Connects to a MongoDB (or the embedded store, which speaks the same). Everything is written to a majority and
 * to the journal before it counts, and read from the primary, whatever the address says: a decision made on
 * stale state would be the first step to a doubled or lost message.
 * @param url a `mongodb://` address
 * @throws where the store does not answer within 5 s
 */
export async function connectStore(url: string): Promise<Connection> {
  const instance = new mongoose.Mongoose();
  instance.set('sanitizeFilter', true);
  instance.set('strictQuery', 'throw');
  instance.set('bufferCommands', false);
  const connection = await instance
    .createConnection(url, {
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: STORE_WAIT_MS,
      connectTimeoutMS: STORE_WAIT_MS,
      waitQueueTimeoutMS: STORE_WAIT_MS,
      socketTimeoutMS: 3 * STORE_WAIT_MS,
      maxPoolSize: 20,
      readPreference: 'primary',
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority', journal: true },
    })
    .asPromise();
  freeWriters(connection.getClient());
  return connection;
}
