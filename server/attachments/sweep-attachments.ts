import type { Conversations, SideEffect } from '../conversations/index.ts';
import type { Core } from '../core/core.ts';
import { Refused } from '../core/refused.ts';
import type { Attachments } from './attachments.ts';
import type { AttachmentDocument } from './model.ts';

const SWEEP_EVERY_MS = 10 * 60_000;
/** No upload takes so long: its node is gone. */
const UPLOAD_MAX_MS = 60 * 60_000;
const AT_ONCE = 100;

/** Takes away the files of a message that was removed. They could not be had any more from that moment on. */
export function removeFiles(attachments: Attachments, conversations: Conversations): SideEffect {
  return {
    name: 'remove-attachments',
    wants: (entry) => entry.kind === 'removed',
    async run({ conversationId, seq }) {
      const entry = await conversations.entryAt(conversationId, seq);
      if (entry?.kind !== 'removed') return;
      await attachments.discard(await attachments.ofMessage(conversationId, entry.target));
    },
  };
}

/** Takes away what nobody needs: files that were never sent on, and bytes of uploads that were never finished. */
export class AttachmentSweep {
  readonly #core: Core;
  readonly #attachments: Attachments;
  readonly #conversations: Pick<Conversations, 'written'>;
  #stop: (() => void) | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(core: Core, attachments: Attachments, conversations: Pick<Conversations, 'written'>) {
    this.#core = core;
    this.#attachments = attachments;
    this.#conversations = conversations;
  }

  /** Sweeps now and every 10 minutes. */
  start(): void {
    const again = () => {
      this.#running = this.#running
        .then(() => this.run())
        .catch((error: unknown) => {
          this.#core.log.warn({ err: error }, 'Files that nobody needs could not be taken away.');
        });
    };
    this.#stop = this.#core.clock.every(SWEEP_EVERY_MS, again);
    again();
  }

  async stop(): Promise<void> {
    this.#stop?.();
    await this.#running;
  }

  /** One round: at most so many of each. */
  async run(): Promise<void> {
    const { attachments, uploads } = this.#attachments.collections;
    const now = this.#core.clock.now();
    const due = await attachments
      .find({ dueAt: { $lte: new Date(now) } })
      .sort({ dueAt: 1 })
      .limit(AT_ONCE)
      .toArray();
    for (const document of due) await this.#look(document);
    const left = await uploads
      .find({ startedAt: { $lte: new Date(now - UPLOAD_MAX_MS) } })
      .sort({ startedAt: 1 })
      .limit(AT_ONCE)
      .toArray();
    for (const { _id } of left) {
      // One after the other: the embedded store looks for alternatives in all there are.
      const owner =
        (await attachments.findOne({ fileId: _id })) ?? (await attachments.findOne({ thumbnailId: _id }));
      if (owner === null) await this.#attachments.bytes.remove(_id);
      await this.#attachments.bytes.settle([_id]);
    }
  }

  async #look(document: AttachmentDocument): Promise<void> {
    const { attachments } = this.#attachments.collections;
    // Only as it was found: a message may be taking it along at this moment.
    const asFound = { _id: document._id, dueAt: document.dueAt };
    if (document.message !== null && !document.gone && (await this.#isSent(document.message))) {
      await attachments.updateOne(asFound, { $set: { dueAt: null } });
      return;
    }
    const gone = await attachments.findOneAndUpdate(asFound, { $set: { gone: true } });
    if (gone !== null) await this.#attachments.discard([document]);
  }

  async #isSent({ conversationId, clientId }: NonNullable<AttachmentDocument['message']>): Promise<boolean> {
    try {
      const { changes } = await this.#conversations.written(conversationId, { clientId });
      return !changes.some(({ kind }) => kind === 'removed');
    } catch (error) {
      if (error instanceof Refused && error.code === 'not_found') return false;
      throw error;
    }
  }
}
