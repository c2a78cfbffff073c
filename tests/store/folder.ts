import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../server/core/clock.ts';
import {
  type RunningStore,
  type StoreOptions,
  startStore,
} from '../../server/core/db/embedded/start-store.ts';
import type { StoreLog } from '../../server/core/db/embedded/store-log.ts';

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a store has logged. */
export interface Logged {
  level: keyof StoreLog;
  fields: Record<string, unknown>;
  message: string;
}

/** A log that remembers. */
export function rememberingLog(): { log: StoreLog; logged: Logged[] } {
  const logged: Logged[] = [];
  const at =
    (level: keyof StoreLog): StoreLog['info'] =>
    (fields, message) =>
      logged.push({ level, fields, message });
  return { log: { error: at('error'), warn: at('warn'), info: at('info') }, logged };
}

/** The embedded store in this process, over a folder of the test's. */
export async function openStore(dataDir: string, options: Partial<StoreOptions> = {}): Promise<RunningStore> {
  return await startStore({ dataDir, log: rememberingLog().log, clock: systemClock, ...options });
}

/** A driver's connection that goes with the test. */
export async function connect(url: string, options: mongoose.mongo.MongoClientOptions = {}) {
  const client = await mongoose.mongo.MongoClient.connect(url, options);
  onTestFinished(() => client.close());
  return client;
}
