import { mongo as driver } from 'mongoose';
import type { Entry } from '../../shared/entries.ts';
import { DUPLICATE_KEY } from '../core/db/duplicate-key.ts';
import type { Metrics } from '../core/metrics.ts';
import type { LogCollections } from './model.ts';
import { DURABLE, type WriteReply } from './write-commands.ts';

/** What became of one insert. `unknown`: the store may or may not have taken it. */
export type InsertOutcome = 'committed' | 'duplicate' | 'unknown';

/** Groups on their way at once: one waits for the disk while the other is filled. */
const GROUPS_IN_FLIGHT = 2;
/** Entries in one group; keeps a command far below the store's 48 MB even with the longest texts. */
const GROUP_MAX_ENTRIES = 500;

interface Waiting {
  entry: Entry;
  done(outcome: InsertOutcome): void;
}

/**
 * Puts entries of different conversations that arrive in the same tick into one durable insert: the driver's and
 * the disk's fixed cost is shared by all of them. Never two entries of one conversation at a time: the log sees
 * to that.
 */
export class InsertGroups {
  readonly #collections: Pick<LogCollections, 'entries' | 'database'>;
  readonly #metrics: Metrics;
  #waiting: Waiting[] = [];
  #inFlight = 0;
  #scheduled = false;

  constructor(collections: Pick<LogCollections, 'entries' | 'database'>, metrics: Metrics) {
    this.#collections = collections;
    this.#metrics = metrics;
  }

  /** Resolves when the store has answered for this entry. */
  insert(entry: Entry): Promise<InsertOutcome> {
    return new Promise((done) => {
      this.#waiting.push({ entry, done });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#inFlight >= GROUPS_IN_FLIGHT || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const group = this.#waiting.splice(0, GROUP_MAX_ENTRIES);
      this.#inFlight++;
      void this.#send(group).finally(() => {
        this.#inFlight--;
        this.#schedule();
      });
      this.#schedule();
    });
  }

  async #send(group: Waiting[]): Promise<void> {
    const { entries, database } = this.#collections;
    this.#metrics.insertEntries.observe(group.length);
    const answered = this.#metrics.storeSeconds.startTimer({ operation: 'insert' });
    const outcomes = await database
      .command({
        insert: entries.collectionName,
        documents: group.map(({ entry }) => ({
          _id: new driver.ObjectId(),
          ...entry,
          at: new Date(entry.at),
        })),
        ordered: false,
        writeConcern: DURABLE,
      })
      .then(outcomesOf, () => 'unknown' as const);
    answered();
    group.forEach((waiting, index) => {
      waiting.done(outcomes === 'unknown' ? 'unknown' : (outcomes.get(index) ?? 'committed'));
    });
  }
}

/** Reads which entries were refused and how; where the store does not vouch for the rest, all are unknown. */
function outcomesOf(reply: WriteReply): Map<number, InsertOutcome> | 'unknown' {
  if (reply.writeConcernError !== undefined) return 'unknown';
  const refusals = reply.writeErrors ?? [];
  return new Map(
    refusals.map(({ index, code }) => [index, code === DUPLICATE_KEY ? 'duplicate' : 'unknown']),
  );
}
