import type { LogCollections } from './model.ts';

/** Entries of one conversation, without a hole, that this node has seen to. */
interface Range {
  from: number;
  to: number;
}

/** Conversations in one write. */
const BATCH = 500;

/**
 * Remembers which entries have their side effects on the job list, so that the sweep takes up only what a node that
 * died has left: without it every message would be looked at again, and without its fold, within a minute. Written
 * seldom, many at once. A mark that is lost or comes too late costs a second look, never a side effect.
 */
export class Handled {
  readonly #conversations: LogCollections['conversations'];
  #ranges = new Map<string, Range>();

  constructor(conversations: LogCollections['conversations']) {
    this.#conversations = conversations;
  }

  /** This entry calls for nothing, or what it calls for is on the job list. */
  note(conversationId: string, seq: number): void {
    const range = this.#ranges.get(conversationId);
    if (range === undefined) this.#ranges.set(conversationId, { from: seq, to: seq });
    else if (seq === range.to + 1) range.to = seq;
    // An entry whose jobs took longer to list than the next one's.
    else if (seq === range.from - 1) range.from = seq;
    // Beyond a hole: somebody else's entry lies between, and only the sweep knows what became of it.
  }

  /**
   * Moves the conversations' marks. One moves only where it stands right before what this node has seen to: an
   * entry that another node has left behind stays in front of it for the sweep.
   */
  async write(): Promise<void> {
    const ranges = [...this.#ranges];
    this.#ranges = new Map();
    for (let start = 0; start < ranges.length; start += BATCH) {
      await this.#conversations.bulkWrite(
        ranges.slice(start, start + BATCH).map(([id, { from, to }]) => ({
          updateOne: {
            filter: { _id: id, handledSeq: { $gte: from - 1, $lt: to } },
            update: { $max: { handledSeq: to } },
          },
        })),
        { ordered: false },
      );
    }
  }
}
