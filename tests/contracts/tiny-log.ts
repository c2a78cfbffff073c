/** Rules 14, 18, 29, 30, 32 and 41 of PROTOCOL.md: one conversation's log without holes. Written from that document alone. */
import { type TinyConversation, type TinyEntry, tinyFold } from './tiny-fold.ts';

export interface TinyCatchUp {
  kind: 'difference' | 'snapshot';
  after: number;
  entries: TinyEntry[];
  hasOlder: boolean;
}

export class TinyLog {
  /** Without a hole. */
  shown: TinyEntry[] = [];
  hasOlder = false;
  stands: TinyConversation;
  /** From beyond a hole, by number. */
  #aside = new Map<number, TinyEntry>();

  constructor(beginning: TinyConversation) {
    this.stands = beginning;
  }

  get head(): number {
    return this.shown.at(-1)?.seq ?? 0;
  }

  get hasHole(): boolean {
    return this.#aside.size > 0;
  }

  take(entry: TinyEntry): void {
    if (entry.seq > this.head) this.#aside.set(entry.seq, entry);
    this.#advance();
  }

  catchUp(told: TinyConversation, { kind, after, entries, hasOlder }: TinyCatchUp): void {
    if (kind === 'snapshot') {
      const newest = Math.max(after, entries.at(-1)?.seq ?? 0);
      const live = [...this.shown, ...this.#aside.values()].filter((entry) => entry.seq > newest);
      this.shown = entries;
      this.hasOlder = hasOlder;
      this.#aside = new Map(live.map((entry) => [entry.seq, entry]));
    } else for (const entry of entries) if (entry.seq > this.head) this.#aside.set(entry.seq, entry);
    if (this.stands.lastSeq <= Math.max(told.lastSeq, after)) this.stands = told;
    this.#advance();
  }

  older({ entries, hasOlder }: { entries: TinyEntry[]; hasOlder: boolean }): void {
    const first = this.shown[0]?.seq ?? 1;
    if (entries.at(-1)?.seq !== first - 1) return;
    this.shown = [...entries.map((entry) => this.shown.reduce(changedBy, entry)), ...this.shown];
    this.hasOlder = hasOlder;
  }

  #advance(): void {
    for (const seq of this.#aside.keys()) if (seq <= this.head) this.#aside.delete(seq);
    for (let next = this.#aside.get(this.head + 1); next; next = this.#aside.get(this.head + 1)) {
      this.#aside.delete(next.seq);
      this.shown = [...this.shown.map((known) => changedBy(known, next)), next];
    }
    for (const entry of this.shown) {
      if (entry.seq === this.stands.lastSeq + 1) this.stands = tinyFold(this.stands, entry);
    }
  }
}

function changedBy(known: TinyEntry, change: TinyEntry): TinyEntry {
  const { kind, target, seq, text = '', at, emoji = '', on, author } = change;
  if (known.kind === 'edited' && known.target === target && seq > known.seq && kind !== 'reacted')
    return { ...known, text };
  if (known.clientId !== target || seq <= (known.changedSeq ?? 0)) return known;
  const now = { ...known, changedSeq: seq };
  if (known.removedAt !== undefined) return now;
  if (kind === 'edited') return { ...now, text, editedAt: at };
  if (kind === 'removed') return { ...now, text: '', removedAt: at, reactions: [] };
  const others = (known.reactions ?? []).filter((one) => one.emoji !== emoji || one.author.id !== author.id);
  return { ...now, reactions: on ? [...others, { emoji, author }] : others };
}
