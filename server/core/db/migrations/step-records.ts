import type { Connection, mongo } from 'mongoose';
import type { Clock } from '../../clock.ts';
import { collectionOf, documentSchema } from '../collection.ts';
import { isDuplicateKey } from '../duplicate-key.ts';
import { LeaseLost, type Migration, type StepProgress } from './migration.ts';

/** What the store remembers of a step. */
export interface StepRecord {
  /** The step's name. */
  _id: string;
  state: 'open' | 'done';
  /** For what takes something away: the first release that does not need it; else null. */
  unusedSince: number | null;
  /** While it is open and held: when the holder counts as dead. By the store's clock. */
  leaseUntil: Date;
  /** Counts the holders: an earlier one changes nothing any more. */
  epoch: number;
  position: string | null;
  doneAt: Date | null;
}

const stepSchema = documentSchema(
  {
    _id: String,
    state: String,
    unusedSince: Number,
    leaseUntil: Date,
    epoch: Number,
    position: String,
    doneAt: Date,
  },
  'migrations',
);

/** A step in the hands of this node. */
export interface StepLease extends StepProgress {
  /** @throws LeaseLost */
  finish(): Promise<void>;
  /** Lets another node try at once. */
  giveUp(): Promise<void>;
  stopRenewing(): void;
}

/** Which steps have been done, and who is at which. */
export class StepRecords {
  readonly #records: mongo.Collection<StepRecord>;
  readonly #clock: Clock;
  readonly #leaseMs: number;

  constructor(db: Connection, clock: Clock, leaseMs: number) {
    this.#records = collectionOf<StepRecord>(db, 'Migration', stepSchema);
    this.#clock = clock;
    this.#leaseMs = leaseMs;
  }

  async all(): Promise<Map<string, StepRecord>> {
    return new Map((await this.#records.find({}).toArray()).map((record) => [record._id, record]));
  }

  async isDone({ name }: Migration): Promise<boolean> {
    return (await this.#records.findOne({ _id: name, state: 'done' })) !== null;
  }

  /** Takes a step, for as long as this process lives; null while another node has it. */
  async claim(migration: Migration): Promise<StepLease | null> {
    await this.#open(migration);
    const record = await this.#records.findOneAndUpdate(
      { _id: migration.name, state: 'open', $expr: { $lte: ['$leaseUntil', '$$NOW'] } },
      [{ $set: { leaseUntil: { $add: ['$$NOW', this.#leaseMs] }, epoch: { $add: ['$epoch', 1] } } }],
      { returnDocument: 'after' },
    );
    return record && this.#leaseOf(record);
  }

  async #open(migration: Migration): Promise<void> {
    const record: Omit<StepRecord, '_id'> = {
      state: 'open',
      unusedSince: migration.kind === 'contract' ? migration.unusedSince : null,
      leaseUntil: new Date(0),
      epoch: 0,
      position: null,
      doneAt: null,
    };
    try {
      await this.#records.updateOne({ _id: migration.name }, { $setOnInsert: record }, { upsert: true });
    } catch (error) {
      // Of several nodes that start at once, one is first.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  #leaseOf({ _id, epoch, position }: StepRecord): StepLease {
    const held = { _id, epoch, state: 'open' as const };
    const change = async (update: mongo.UpdateFilter<StepRecord> | mongo.Document[]): Promise<void> => {
      const { matchedCount } = await this.#records.updateOne(held, update);
      if (matchedCount === 0) throw new LeaseLost(`another node has taken over ${_id}`);
    };
    const renewal = [{ $set: { leaseUntil: { $add: ['$$NOW', this.#leaseMs] } } }];
    return {
      position,
      keep: (next) => change({ $set: { position: next } }),
      finish: () => change({ $set: { state: 'done', doneAt: new Date(this.#clock.now()) } }),
      giveUp: () => change({ $set: { leaseUntil: new Date(0) } }).catch(() => undefined),
      // A renewal that fails is followed by the next; a lease that is lost shows when something is kept.
      stopRenewing: this.#clock.every(this.#leaseMs / 3, () => void change(renewal).catch(() => undefined)),
    };
  }
}
