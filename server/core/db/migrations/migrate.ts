import type { Connection } from 'mongoose';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { LeaseLost, type Migration } from './migration.ts';
import { type StepRecord, StepRecords } from './step-records.ts';
import { MIGRATIONS, RELEASE } from './steps.ts';

/** How often a node looks whether the one that does a step is done or dead. */
const LOOK_EVERY_MS = 100;

interface MigrateOptions {
  migrations?: readonly Migration[];
  release?: number;
  /** How long a node may be silent before another takes its step over, in milliseconds. */
  leaseMs?: number;
}

/**
 * Brings what is stored up to this release: each step once, in order, by whichever node comes first; the others wait
 * until it is done, or take it over where that node dies. Steps of later releases are passed over, unless they have
 * taken away what this one needs.
 * @throws Error with what to do, where a step fails or the store is too new
 */
export async function migrate(
  { db, clock, log }: { db: Connection; clock: Clock; log: Log },
  { migrations = MIGRATIONS, release = RELEASE, leaseMs = 10_000 }: MigrateOptions = {},
): Promise<void> {
  const records = new StepRecords(db, clock, leaseMs);
  const known = await records.all();
  requireNotTooNew(known.values(), release);
  for (const migration of migrations) {
    if (known.get(migration.name)?.state === 'done' || !isDue(migration, release)) continue;
    await runOnce(migration, { records, clock, log, db });
  }
}

function isDue(migration: Migration, release: number): boolean {
  return migration.kind === 'expand' || migration.unusedSince < release;
}

function requireNotTooNew(known: Iterable<StepRecord>, release: number): void {
  for (const { unusedSince } of known) {
    if (unusedSince === null || unusedSince <= release) continue;
    throw new Error(
      `A newer Parley has taken away what this one needs (this is release ${release}, the store needs ${unusedSince}). ` +
        'Start that Parley again, or restore a backup made before the update. Nothing was changed.',
    );
  }
}

interface Running {
  records: StepRecords;
  clock: Clock;
  log: Log;
  db: Connection;
}

async function runOnce(migration: Migration, { records, clock, log, db }: Running): Promise<void> {
  if (db.db === undefined) throw new Error('the connection is not open');
  let isWaiting = false;
  while (!(await records.isDone(migration))) {
    const lease = await records.claim(migration);
    if (lease === null) {
      if (!isWaiting) log.info({ step: migration.name }, 'Another node prepares the store; waiting for it.');
      isWaiting = true;
      await new Promise<void>((resolve) => clock.after(LOOK_EVERY_MS, resolve));
      continue;
    }
    log.info({ step: migration.name }, 'Preparing the store.');
    try {
      await migration.run(db.db, lease);
      await lease.finish();
    } catch (error) {
      if (error instanceof LeaseLost) continue;
      await lease.giveUp();
      throw new Error(`The store could not be prepared (${migration.name}): ${(error as Error).message}`, {
        cause: error,
      });
    } finally {
      lease.stopRenewing();
    }
  }
}
