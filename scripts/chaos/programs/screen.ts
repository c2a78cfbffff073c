/** Writes down what stands on a screen whenever it is different, as a person would see it: after the work of a turn. */
import type { ShownEntry } from '../journal.ts';
import type { Page } from './page.ts';

export interface ShownThread {
  entries: readonly ShownEntry[];
  hasOlder: boolean;
}

export interface Waiting {
  clientId: string;
  text: string;
  /** The code of the server's refusal. */
  refused?: string;
}

export interface Look {
  threads: Record<string, ShownThread>;
  waiting: readonly Waiting[];
}

export class Screen {
  readonly #name: string;
  readonly #write: Page['write'];
  readonly #look: (() => Look) | null;
  readonly #threads = new Map<string, ShownThread>();
  #waiting: readonly Waiting[] = [];
  #due = false;

  /** @param look asked after each change; without it everything is shown by `show` */
  constructor(name: string, write: Page['write'], look: (() => Look) | null = null) {
    this.#name = name;
    this.#write = write;
    this.#look = look;
  }

  /** Something may be different now. */
  changed(): void {
    if (this.#due) return;
    this.#due = true;
    setImmediate(() => {
      this.#due = false;
      if (this.#look) this.show(this.#look());
    });
  }

  /** It stands there like this now. */
  show({ threads, waiting }: Look): void {
    this.#compareWaiting(waiting);
    for (const [conversationId, thread] of Object.entries(threads)) {
      this.#compareThread(conversationId, thread);
    }
    this.#tellGone(waiting);
  }

  #compareThread(conversationId: string, { entries: all, hasOlder }: ShownThread): void {
    const before = this.#threads.get(conversationId)?.entries ?? [];
    const entries = all.map(({ seq, clientId, kind, text }) => ({ seq, clientId, kind, text }));
    let position = 0;
    while (position < before.length && isSame(before[position], entries[position])) position++;
    if (position === before.length && position === entries.length) return;
    this.#threads.set(conversationId, { entries, hasOlder });
    const news = entries.slice(position);
    this.#write({ kind: 'thread', screen: this.#name, conversationId, position, entries: news, hasOlder });
  }

  #compareWaiting(waiting: readonly Waiting[]): void {
    const ids = (items: readonly Waiting[]) => items.map(({ clientId }) => clientId).join();
    if (ids(waiting) === ids(this.#waiting)) return;
    const items = waiting.map(({ clientId, text }) => ({ clientId, text }));
    this.#write({ kind: 'waiting', screen: this.#name, items });
  }

  /** What no longer waits and was not refused stands there as sent. */
  #tellGone(waiting: readonly Waiting[]): void {
    for (const item of waiting) {
      const known = this.#waiting.find(({ clientId }) => clientId === item.clientId);
      if (item.refused !== undefined && known?.refused === undefined) {
        this.#write({ kind: 'refused', text: item.text, code: item.refused });
      }
    }
    const still = new Set(waiting.map(({ clientId }) => clientId));
    for (const { clientId, text } of this.#waiting) {
      if (!still.has(clientId)) this.#write({ kind: 'acknowledged', text, clientId });
    }
    this.#waiting = waiting;
  }
}

function isSame(one: ShownEntry | undefined, other: ShownEntry | undefined): boolean {
  return one?.seq === other?.seq && one?.clientId === other?.clientId && one?.text === other?.text;
}
