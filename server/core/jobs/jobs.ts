import type { Connection, mongo } from 'mongoose';
import type { Clock } from '../clock.ts';
import { collectionOf, documentSchema } from '../db/collection.ts';
import type { Log } from '../log.ts';
import { Metrics } from '../metrics.ts';

/** A holder that is not heard of for this long is followed by another. */
const LEASE_MS = 10_000;
/** How often a node looks for work that others left behind. */
const POLL_MS = 2_000;
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 10 * 60_000;
const MAX_ATTEMPTS = 12;
const RUNNING_AT_ONCE = 8;
/** Done jobs are remembered for a day, so that the sweep does not bring them back. */
const KEEP_DONE_SECONDS = 24 * 60 * 60;

interface JobDocument {
  /** `conversationId:seq:handler`: a side effect exists once, whoever asks for it. */
  _id: string;
  handler: string;
  conversationId: string;
  seq: number;
  state: 'pending' | 'done' | 'failed';
  /** Not before this; while it is held, when the lease ends. By the store's clock. */
  dueAt: Date;
  /** Counts the holders: a write of an earlier one has no effect. */
  epoch: number;
  attempts: number;
  doneAt?: Date;
}

export interface Job {
  conversationId: string;
  seq: number;
  handler: string;
}

/** Runs one side effect. Runs at least once: whatever it does must be keyed so that twice shows once. */
export type JobHandler = (job: Job) => Promise<void>;

const jobSchema = documentSchema(
  {
    _id: String,
    handler: String,
    conversationId: String,
    seq: Number,
    state: String,
    dueAt: Date,
    epoch: Number,
    attempts: Number,
    doneAt: Date,
  },
  'jobs',
);
jobSchema.index({ state: 1, dueAt: 1 });
jobSchema.index({ doneAt: 1 }, { expireAfterSeconds: KEEP_DONE_SECONDS });

interface JobsOptions {
  /** How long a holder may be silent, in milliseconds; it renews three times as often. */
  leaseMs?: number;
  metrics?: Metrics;
}

/**
 * Work that follows from an entry and may outlive the node that made it. Leases are counted by the store's clock,
 * so nodes need not agree about the time; every write of a holder carries its epoch, so that one that was stopped
 * and woke up changes nothing.
 */
export class Jobs {
  readonly #jobs: mongo.Collection<JobDocument>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #leaseMs: number;
  readonly #metrics: Metrics;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #running = new Set<Promise<void>>();
  #stopPolling: (() => void) | null = null;
  #stopped = true;

  constructor(
    db: Connection,
    clock: Clock,
    log: Log,
    { leaseMs = LEASE_MS, metrics = new Metrics() }: JobsOptions = {},
  ) {
    this.#jobs = collectionOf<JobDocument>(db, 'Job', jobSchema);
    this.#clock = clock;
    this.#log = log;
    this.#leaseMs = leaseMs;
    this.#metrics = metrics;
  }

  /** Says what runs the jobs of this name. Before `start`. */
  handle(name: string, handler: JobHandler): void {
    this.#handlers.set(name, handler);
  }

  start(): void {
    this.#stopped = false;
    this.#stopPolling = this.#clock.every(POLL_MS, () => this.#fill());
    this.#fill();
  }

  /** Takes no new job and waits for those at work. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopPolling?.();
    await Promise.all(this.#running);
  }

  /** Puts jobs on the list; those that are or were there already change nothing. */
  async add(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#jobs.bulkWrite(
      jobs.map((job) => ({
        updateOne: {
          filter: { _id: `${job.conversationId}:${job.seq}:${job.handler}` },
          // Due by the store's clock, as it is claimed by it; what is there already stays as it is.
          update: [
            {
              $replaceWith: {
                $mergeObjects: [
                  '$$ROOT',
                  { ...job, state: 'pending', dueAt: '$$NOW', epoch: 0, attempts: 0 },
                  '$$ROOT',
                ],
              },
            },
          ],
          upsert: true,
        },
      })),
      { ordered: false },
    );
    this.#fill();
  }

  /** Resolves when this node has nothing left to do at this moment. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #fill(): void {
    if (this.#stopped || this.#running.size >= RUNNING_AT_ONCE) return;
    const worker = this.#work().finally(() => this.#running.delete(worker));
    this.#running.add(worker);
  }

  async #work(): Promise<void> {
    try {
      for (let job = await this.#claim(); job !== null && !this.#stopped; job = await this.#claim()) {
        this.#fill();
        await this.#run(job);
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'The job list could not be read; trying again.');
    }
  }

  async #claim(): Promise<JobDocument | null> {
    const before = await this.#jobs.findOneAndUpdate(
      // Only what this node can do: the node before an update does not know tomorrow's side effects.
      {
        state: 'pending',
        handler: { $in: [...this.#handlers.keys()] },
        $expr: { $lte: ['$dueAt', '$$NOW'] },
      },
      [
        {
          $set: {
            dueAt: { $add: ['$$NOW', this.#leaseMs] },
            epoch: { $add: ['$epoch', 1] },
            attempts: { $add: ['$attempts', 1] },
          },
        },
      ],
      { sort: { dueAt: 1 }, returnDocument: 'before' },
    );
    if (before === null) return null;
    this.#metrics.jobLagSeconds.observe(
      { handler: before.handler },
      Math.max(0, this.#clock.now() - before.dueAt.getTime()) / 1_000,
    );
    return { ...before, epoch: before.epoch + 1, attempts: before.attempts + 1 };
  }

  async #run(job: JobDocument): Promise<void> {
    const held = { _id: job._id, epoch: job.epoch };
    const stopRenewing = this.#clock.every(this.#leaseMs / 3, () => {
      const renewed = this.#jobs.updateOne(held, [{ $set: { dueAt: { $add: ['$$NOW', this.#leaseMs] } } }]);
      renewed.catch((error) => this.#log.warn({ err: error, job: job._id }, 'A lease could not be renewed.'));
    });
    try {
      await this.#handlers.get(job.handler)?.({
        conversationId: job.conversationId,
        seq: job.seq,
        handler: job.handler,
      });
      this.#metrics.jobs.inc({ handler: job.handler, outcome: 'done' });
      await this.#jobs.updateOne(held, { $set: { state: 'done', doneAt: new Date(this.#clock.now()) } });
    } catch (error) {
      this.#log.warn({ err: error, job: job._id, attempts: job.attempts }, 'A job failed.');
      this.#metrics.jobs.inc({ handler: job.handler, outcome: 'failed' });
      await this.#fail(held, job.attempts);
    } finally {
      stopRenewing();
    }
  }

  async #fail(held: { _id: string; epoch: number }, attempts: number): Promise<void> {
    const delayMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** attempts);
    if (attempts >= MAX_ATTEMPTS) await this.#jobs.updateOne(held, { $set: { state: 'failed' } });
    else await this.#jobs.updateOne(held, [{ $set: { dueAt: { $add: ['$$NOW', delayMs] } } }]);
  }
}
