import type { mongo } from 'mongoose';
import type { Conversation } from '../../shared/conversations.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { Metrics } from '../core/metrics.ts';
import { type ConversationDocument, type LogCollections, toFields } from './model.ts';
import { DURABLE, type WriteReply } from './write-commands.ts';

/** How long changes of a conversation are gathered before they are written once. */
const WRITE_EVERY_MS = 50;
/** After a write the store is left to others for so many times as long as it took: the log goes first. */
const PAUSE_TIMES = 9;
/** Longest pause: lists must not fall further behind, whatever the load. */
const PAUSE_MAX_MS = 1_000;
const RETRY_MS = 1_000;
const BATCH = 500;

/**
 * Writes the folds into the conversation documents, for lists, filters and reports. Behind the log by about
 * 50 ms, under load by up to about two seconds, and never ahead of it; a write that comes late or out of order does
 * nothing (guarded by `lastSeq`).
 */
export class Projection {
  readonly #collections: Pick<LogCollections, 'conversations' | 'database'>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #metrics: Metrics;
  #dirty = new Map<string, Conversation>();
  #timer: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();
  #state: 'resting' | 'writing' = 'resting';
  /** Milliseconds since 1970. */
  #restsUntil = 0;

  constructor(
    collections: Pick<LogCollections, 'conversations' | 'database'>,
    clock: Clock,
    log: Log,
    metrics = new Metrics(),
  ) {
    this.#collections = collections;
    this.#clock = clock;
    this.#log = log;
    this.#metrics = metrics;
  }

  /** Conversations whose documents are behind their log. */
  get waiting(): number {
    return this.#dirty.size;
  }

  /** Takes the newest fold of a conversation; it is written soon. */
  update(conversation: Conversation): void {
    const known = this.#dirty.get(conversation.id);
    if (known !== undefined && known.lastSeq >= conversation.lastSeq) return;
    this.#dirty.set(conversation.id, conversation);
    this.#schedule();
  }

  /** Resolves when everything taken so far is written, or could not be written once more. */
  async flush(): Promise<void> {
    this.#timer?.();
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  #schedule(): void {
    // A turn under way says at its end when the next one is due.
    if (this.#timer !== null || this.#state === 'writing') return;
    const delayMs = Math.max(WRITE_EVERY_MS, this.#restsUntil - this.#clock.elapsed());
    this.#timer = this.#clock.after(delayMs, () => void this.flush());
  }

  /** Writes what has been taken until now; what is taken meanwhile is gathered for the next time. */
  async #write(): Promise<void> {
    if (this.#dirty.size === 0) return;
    const startedAt = this.#clock.elapsed();
    const due = this.#dirty;
    this.#dirty = new Map();
    this.#state = 'writing';
    try {
      const folds = [...due.values()];
      for (let start = 0; start < folds.length; start += BATCH) {
        await this.#send(folds.slice(start, start + BATCH));
      }
      const tookMs = this.#clock.elapsed() - startedAt;
      this.#rest(Math.min(PAUSE_MAX_MS, tookMs * PAUSE_TIMES));
    } catch (error) {
      this.#log.warn(
        { err: error, conversations: due.size },
        'Conversations could not be updated; trying again.',
      );
      // All of them again: those that were written are guarded.
      for (const [id, conversation] of due) if (!this.#dirty.has(id)) this.#dirty.set(id, conversation);
      this.#rest(RETRY_MS);
    }
  }

  /** Ends a turn; the next one, where it is needed, comes after the pause. */
  #rest(pauseMs: number): void {
    this.#state = 'resting';
    this.#restsUntil = this.#clock.elapsed() + pauseMs;
    if (this.#dirty.size > 0) this.#schedule();
  }

  /** @throws Error where any of the folds was not written */
  async #send(batch: readonly Conversation[]): Promise<void> {
    const { conversations, database } = this.#collections;
    const answered = this.#metrics.storeSeconds.startTimer({ operation: 'fold' });
    const reply: WriteReply = await database.command({
      update: conversations.collectionName,
      updates: batch.map(guarded),
      ordered: false,
      writeConcern: DURABLE,
    });
    answered();
    const refusal = reply.writeErrors?.[0] ?? reply.writeConcernError;
    if (refusal !== undefined) throw new Error(refusal.errmsg ?? 'the store refused a fold');
  }
}

/** The write of one fold, for the driver: it takes effect only where the document is older. */
export function guardedWrite(conversation: Conversation): mongo.AnyBulkWriteOperation<ConversationDocument> {
  const { q: filter, u: update } = guarded(conversation);
  return { updateOne: { filter, update } };
}

/** The same as a statement of the store's update command. */
function guarded(conversation: Conversation) {
  return {
    q: { _id: conversation.id, lastSeq: { $lt: conversation.lastSeq } },
    u: { $set: toFields(conversation) },
  };
}
