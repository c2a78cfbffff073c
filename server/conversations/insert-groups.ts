import type { EntryDocument, LogCollections } from './model.ts';

/** What became of one insert. `unknown`: the store may or may not have taken it. */
export type InsertOutcome = 'committed' | 'duplicate' | 'unknown';

/** Groups on their way at once: one waits for the disk while the other is filled. */
const GROUPS_IN_FLIGHT = 2;
/** Entries in one group; keeps a command far below the store's 48 MB even with the longest texts. */
const GROUP_MAX_ENTRIES = 500;
const DUPLICATE_KEY = 11_000;

interface Waiting {
  document: EntryDocument;
  done(outcome: InsertOutcome): void;
}

/**
 * Puts entries of different conversations that arrive in the same tick into one durable insert: the driver's and
 * the disk's fixed cost is shared by all of them. Never two entries of one conversation at a time: the log sees
 * to that.
 */
export class InsertGroups {
  readonly #entries: LogCollections['entries'];
  #waiting: Waiting[] = [];
  #inFlight = 0;
  #scheduled = false;

  constructor(entries: LogCollections['entries']) {
    this.#entries = entries;
  }

  /** Resolves when the store has answered for this entry. */
  insert(document: EntryDocument): Promise<InsertOutcome> {
    return new Promise((done) => {
      this.#waiting.push({ document, done });
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
    const outcomes = await this.#entries
      .insertMany(
        group.map((waiting) => waiting.document),
        { ordered: false },
      )
      .then(() => new Map<number, InsertOutcome>(), outcomesOf);
    group.forEach((waiting, index) => {
      waiting.done(outcomes === 'unknown' ? 'unknown' : (outcomes.get(index) ?? 'committed'));
    });
  }
}

/** Reads from a failed bulk insert which entries failed how; anything unclear is unknown for the whole group. */
function outcomesOf(error: unknown): Map<number, InsertOutcome> | 'unknown' {
  const failures = writeErrorsOf(error);
  if (failures === null) return 'unknown';
  return new Map(
    failures.map(({ index, code }) => [index, code === DUPLICATE_KEY ? 'duplicate' : 'unknown']),
  );
}

function writeErrorsOf(error: unknown): { index: number; code: number }[] | null {
  if (typeof error !== 'object' || error === null || !('writeErrors' in error)) return null;
  const concern = 'result' in error ? (error.result as { getWriteConcernError?(): unknown }) : undefined;
  if (concern?.getWriteConcernError?.()) return null;
  const failures = error.writeErrors;
  const list = Array.isArray(failures) ? failures : [failures];
  return list.length === 0 ? null : (list as { index: number; code: number }[]);
}
