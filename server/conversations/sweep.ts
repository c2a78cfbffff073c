import { mongo as driver, type mongo } from 'mongoose';
import { applyEntry } from '../../shared/apply-entry.ts';
import type { Entry } from '../../shared/entries.ts';
import type { Clock } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';
import type { Log } from '../core/log.ts';
import type { ConversationLog } from './log.ts';
import { type ConversationDocument, fromDocument, fromEntryDocument, type LogCollections } from './model.ts';
import { guardedWrite } from './projection.ts';
import type { Search } from './search/search.ts';
import type { SideEffects } from './side-effects.ts';

const SWEEP_EVERY_MS = 60_000;
/** A start waits so long for the first sweep at most: after a crash on a busy day it would keep everybody out. */
const START_WAITS_MS = 1_000;
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
  #isStopped = false;
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

  /**
   * Sweeps once with the long overlap, then every minute. Resolves when the first is done, or after a second: then it
   * goes on behind a server that listens.
   */
  async start(): Promise<void> {
    const first = this.run(START_OVERLAP_MS);
    this.#goOn(() => first);
    this.#stop = this.#clock.every(SWEEP_EVERY_MS, () => this.#goOn(() => this.run(OVERLAP_MS)));
    let giveUp: () => void = () => undefined;
    const patience = new Promise<void>((resolve) => {
      giveUp = this.#clock.after(START_WAITS_MS, resolve);
    });
    await Promise.race([first, patience]).finally(giveUp);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stop?.();
    await this.#running;
  }

  /** One after the other: the first one may take longer than a minute. */
  #goOn(sweep: () => Promise<unknown>): void {
    this.#running = this.#running
      .then(sweep)
      .catch((error) =>
        this.#report.warn({ err: error }, 'The sweep failed; the next one reads the same again.'),
      );
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
        .find({ _id: { $gt: after } } as object)
        .sort({ _id: 1 })
        .limit(BATCH)
        .toArray();
      const found = byConversation(page.map(fromEntryDocument));
      repaired += await this.#repair(found);
      await this.#search.catchUp(new Map([...found].map(([id, entries]) => [id, newestOf(entries)])));
      const end = page.at(-1);
      if (this.#isStopped) return repaired;
      if (end === undefined || page.length < BATCH) break;
      after = end._id;
    }
    await this.#sweeps.updateOne({ _id: 'entries' }, { $max: { at: new Date(now) } }, { upsert: true });
    if (repaired > 0)
      this.#report.info({ conversations: repaired }, 'The sweep brought conversations up to date.');
    return repaired;
  }

  /** Of each conversation what has been found of it. Reads more only where that is not all that is missing. */
  async #repair(found: ReadonlyMap<string, readonly Entry[]>): Promise<number> {
    const documents = await this.#collections.conversations
      .find({ _id: { $in: [...found.keys()] } })
      .toArray();
    const writes: mongo.AnyBulkWriteOperation<ConversationDocument>[] = [];
    let repaired = 0;
    for (const document of documents) {
      const { _id: id, lastSeq, handledSeq } = document;
      const entries = found.get(id) ?? [];
      const seq = newestOf(entries);
      if (handledSeq < seq) {
        const left = following(entries, handledSeq) ?? (await this.#entriesAfter(id, handledSeq));
        await this.#effects.requestAll(left);
        // Only then: who dies before it is asked again.
        const to = left.at(-1)?.seq ?? 0;
        writes.push({ updateOne: { filter: { _id: id }, update: { $max: { handledSeq: to } } } });
      }
      if (lastSeq >= seq) continue;
      const known = fromDocument(document);
      const conversation =
        following(entries, lastSeq)?.reduce(applyEntry, known) ?? (await this.#log.foldForward(known));
      writes.push(guardedWrite(conversation));
      repaired++;
    }
    if (writes.length > 0) await this.#collections.conversations.bulkWrite(writes, { ordered: false });
    return repaired;
  }

  /** What comes after an entry, up to a bound: the next sweep goes on there. */
  async #entriesAfter(conversationId: string, seq: number): Promise<Entry[]> {
    const documents = await this.#collections.entries
      .find({ conversationId, seq: { $gt: seq } })
      .sort({ seq: 1 })
      .limit(BATCH)
      .toArray();
    return documents.map(fromEntryDocument);
  }
}

function byConversation(page: readonly Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of page) {
    const entries = found.get(entry.conversationId);
    if (entries === undefined) found.set(entry.conversationId, [entry]);
    else entries.push(entry);
  }
  // They came by the time at which they were made, as several clocks told it.
  for (const entries of found.values()) entries.sort((one, other) => one.seq - other.seq);
  return found;
}

function newestOf(entries: readonly Entry[]): number {
  return entries.at(-1)?.seq ?? 0;
}

/** The entries after a number, in order and without a hole; null where some are not among them. */
function following(entries: readonly Entry[], seq: number): Entry[] | null {
  const after = entries.filter((entry) => entry.seq > seq);
  return after.every((entry, index) => entry.seq === seq + 1 + index) ? after : null;
}
