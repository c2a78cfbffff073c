import type { mongo } from 'mongoose';
import type { Conversation } from '../../shared/conversations.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { type ConversationDocument, type LogCollections, toFields } from './model.ts';
import { DURABLE, type WriteReply } from './write-commands.ts';

/** How long changes of a conversation are gathered before they are written once. */
const WRITE_EVERY_MS = 50;
const RETRY_MS = 1_000;
const BATCH = 500;

/**
 * Writes the folds into the conversation documents, for lists, filters and reports. Behind the log by about
 * 50 ms and never ahead of it; a write that comes late or out of order does nothing (guarded by `lastSeq`).
 */
export class Projection {
  readonly #collections: Pick<LogCollections, 'conversations' | 'database'>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #dirty = new Map<string, Conversation>();
  #timer: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(collections: Pick<LogCollections, 'conversations' | 'database'>, clock: Clock, log: Log) {
    this.#collections = collections;
    this.#clock = clock;
    this.#log = log;
  }

  /** Takes the newest fold of a conversation; it is written soon. */
  update(conversation: Conversation): void {
    const known = this.#dirty.get(conversation.id);
    if (known !== undefined && known.lastSeq >= conversation.lastSeq) return;
    this.#dirty.set(conversation.id, conversation);
    this.#schedule(WRITE_EVERY_MS);
  }

  /** Resolves when everything taken so far is written, or could not be written once more. */
  async flush(): Promise<void> {
    this.#timer?.();
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  #schedule(delayMs: number): void {
    this.#timer ??= this.#clock.after(delayMs, () => {
      this.#timer = null;
      void this.flush();
    });
  }

  async #write(): Promise<void> {
    while (this.#dirty.size > 0) {
      const batch = [...this.#dirty.values()].slice(0, BATCH);
      for (const conversation of batch) this.#dirty.delete(conversation.id);
      try {
        await this.#send(batch);
      } catch (error) {
        this.#log.warn(
          { err: error, conversations: batch.length },
          'Conversations could not be updated; trying again.',
        );
        for (const conversation of batch)
          if (!this.#dirty.has(conversation.id)) this.#dirty.set(conversation.id, conversation);
        this.#schedule(RETRY_MS);
        return;
      }
    }
  }

  /** @throws Error where any of the folds was not written */
  async #send(batch: readonly Conversation[]): Promise<void> {
    const { conversations, database } = this.#collections;
    const reply: WriteReply = await database.command({
      update: conversations.collectionName,
      updates: batch.map(guarded),
      ordered: false,
      writeConcern: DURABLE,
    });
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
