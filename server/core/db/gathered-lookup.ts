/** Documents asked for in one query. */
const GROUP_MAX = 500;
/** Queries on their way at once: one is answered while the other is filled. */
const UNDER_WAY = 2;

interface Waiting<Document> {
  id: string;
  found(document: Document | null): void;
  failed(error: unknown): void;
}

/**
 * Reads single documents by id. Those that are asked for in the same tick, or while others are on their way, are
 * read together: when a server comes back, thousands ask at once, and each query alone costs more than what it reads.
 */
export class GatheredLookup<Document extends { _id: string }> {
  readonly #read: (ids: string[]) => Promise<Document[]>;
  #waiting: Waiting<Document>[] = [];
  #underWay = 0;
  #scheduled = false;

  /** @param read gives those that exist, in any order */
  constructor(read: (ids: string[]) => Promise<Document[]>) {
    this.#read = read;
  }

  /**
   * Reads one, as it is after this call; null where it does not exist.
   * @throws what reading throws
   */
  find(id: string): Promise<Document | null> {
    return new Promise((found, failed) => {
      this.#waiting.push({ id, found, failed });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay >= UNDER_WAY || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#send(this.#waiting.splice(0, GROUP_MAX));
      this.#schedule();
    });
  }

  async #send(group: readonly Waiting<Document>[]): Promise<void> {
    this.#underWay++;
    try {
      const documents = await this.#read([...new Set(group.map(({ id }) => id))]);
      const byId = new Map(documents.map((document) => [document._id, document]));
      for (const { id, found } of group) found(byId.get(id) ?? null);
    } catch (error) {
      for (const { failed } of group) failed(error);
    } finally {
      this.#underWay--;
      this.#schedule();
    }
  }
}
