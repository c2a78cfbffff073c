import { mongo as driver, type mongo } from 'mongoose';
import type { Clock } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';
import type { Log } from '../core/log.ts';
import type { ConversationLog } from './log.ts';
import { fromDocument, fromEntryDocument, type LogCollections } from './model.ts';
import { guardedWrite } from './projection.ts';
import type { Search } from './search/search.ts';
import type { SideEffects } from './side-effects.ts';

const SWEEP_EVERY_MS = 60_000;
/** Read again at every sweep: more than nodes' clocks may differ and a slow insert may take. */
const OVERLAP_MS = 15 * 60_000;
/** Read again at a start, when a node may have died at any point. */
const START_OVERLAP_MS = 60 * 60_000;
/** Entries read at a time; as many ids at once are still looked up by index, more are not on the embedded store. */
const BATCH = 1_000;

interface SweepDocument {
  _id: string;
  at: Date;
}

const sweepSchema = documentSchema({ _id: String, at: Date }, 'sweeps');

/**
 * Finds what a node that died has left undone: conversation documents behind their log, side effects nobody has put
 * on the job list, and words that conversations are not found by yet. Reads entries by their `_id`, which begins with the time they were made.
 */
export class Sweep {
  readonly #collections: LogCollections;
  readonly #sweeps: mongo.Collection<SweepDocument>;
  readonly #log: ConversationLog;
  readonly #effects: SideEffects;
  readonly #clock: Clock;
  readonly #report: Log;
  readonly #search: Pick<Search, 'catchUp'>;
  #stop: (() => void) | null = null;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    core: Pick<Core, 'db' | 'clock' | 'log'>,
    collections: LogCollections,
    log: ConversationLog,
    effects: SideEffects,
    search: Pick<Search, 'catchUp'>,
  ) {
    this.#collections = collections;
    this.#sweeps = collectionOf<SweepDocument>(core.db, 'Sweep', sweepSchema);
    this.#log = log;
    this.#effects = effects;
    this.#clock = core.clock;
    this.#report = core.log;
    this.#search = search;
  }

  /** Sweeps once with the long overlap, then every minute. Resolves when the first is done. */
  async start(): Promise<void> {
    await this.run(START_OVERLAP_MS);
    this.#stop = this.#clock.every(SWEEP_EVERY_MS, () => {
      this.#running = this.run(OVERLAP_MS).catch((error) =>
        this.#report.warn({ err: error }, 'The sweep failed; the next one reads the same again.'),
      );
    });
  }

  async stop(): Promise<void> {
    this.#stop?.();
    await this.#running;
  }

  /**
   * @param overlapMs how far before the last sweep to begin
   * @returns how many conversations were behind
   */
  async run(overlapMs: number): Promise<number> {
    const now = this.#clock.now();
    await this.#effects.writeHandled();
    const last = await this.#sweeps.findOne({ _id: 'entries' });
    // A node whose clock is ahead leaves a mark in the future: nobody passes over what was made since.
    const from = Math.max(0, Math.min(last?.at.getTime() ?? 0, now) - overlapMs);
    let repaired = 0;
    let after = driver.ObjectId.createFromTime(Math.floor(from / 1000));
    for (;;) {
      const page = await this.#collections.entries
        .find({ _id: { $gt: after } } as object, { projection: { conversationId: 1, seq: 1 } })
        .sort({ _id: 1 })
        .limit(BATCH)
        .toArray();
      const newest = newestOf(page);
      repaired += await this.#repair(newest);
      await this.#search.catchUp(newest);
      const end = page.at(-1);
      if (end === undefined || page.length < BATCH) break;
      after = end._id;
    }
    await this.#sweeps.updateOne({ _id: 'entries' }, { $max: { at: new Date(now) } }, { upsert: true });
    if (repaired > 0)
      this.#report.info({ conversations: repaired }, 'The sweep brought conversations up to date.');
    return repaired;
  }

  async #repair(newest: Map<string, number>): Promise<number> {
    const documents = await this.#collections.conversations
      .find({ _id: { $in: [...newest.keys()] } })
      .toArray();
    let repaired = 0;
    for (const document of documents) {
      const seq = newest.get(document._id) ?? 0;
      if (document.handledSeq < seq) await this.#handle(document._id, document.handledSeq);
      if (document.lastSeq >= seq) continue;
      const conversation = await this.#log.foldForward(fromDocument(document));
      await this.#collections.conversations.bulkWrite([guardedWrite(conversation)]);
      repaired++;
    }
    return repaired;
  }

  /** Puts the side effects of every entry after `handledSeq` on the job list, then moves the mark. */
  async #handle(conversationId: string, handledSeq: number): Promise<void> {
    const documents = await this.#collections.entries
      .find({ conversationId, seq: { $gt: handledSeq } })
      .sort({ seq: 1 })
      .limit(BATCH)
      .toArray();
    const last = documents.at(-1);
    if (last === undefined) return;
    await this.#effects.requestAll(documents.map(fromEntryDocument));
    await this.#collections.conversations.updateOne(
      { _id: conversationId },
      { $max: { handledSeq: last.seq } },
    );
  }
}

function newestOf(page: readonly { conversationId: string; seq: number }[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { conversationId, seq } of page)
    newest.set(conversationId, Math.max(seq, newest.get(conversationId) ?? 0));
  return newest;
}
