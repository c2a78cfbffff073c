import type { Core } from '../core.ts';
import { requireWholeCopy } from './copy-documents.ts';
import { ensureIndexes } from './indexes.ts';
import { migrate } from './migrations/migrate.ts';

/**
 * Makes a store ready for this release, whoever wrote it: before anything else reads it, in every program.
 * @throws Error with what to do, where it is half a copy, too new, or cannot be made ready
 */
export async function prepareStore(core: Pick<Core, 'db' | 'clock' | 'log'>): Promise<void> {
  await requireWholeCopy(core.db);
  await migrate(core);
  await ensureIndexes(core.db, core.log);
}
