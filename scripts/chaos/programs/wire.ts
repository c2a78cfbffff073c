/** What went over a page's sockets: by it texts on its screen get their numbers. */
import type { Page } from 'playwright-core';
import type { ErrorCode } from '../../../shared/errors.ts';
import { isFinal } from '../../../shared/is-final.ts';
import type { JournalLine, ShownEntry } from '../journal.ts';

interface Known extends ShownEntry {
  conversationId: string;
}

/** An event or an answer of Socket.IO: its type, the number of what is answered, its content. */
const PACKET = /^4([23])\/\w+,(\d*)(.*)$/s;
/** A mark says whom a text is for. */
const MARK = /⟦[^⟧]+⟧/g;

export class Wire {
  readonly #write: (line: JournalLine) => void;
  readonly #heard = new Set<string>();
  /** By conversation and number. */
  readonly #entries = new Map<string, Map<number, Known>>();
  readonly #byText = new Map<string, Known>();
  /** Whether a text was written by whoever sits in front of the page. */
  readonly #isOwn: (text: string) => boolean;

  constructor(write: (line: JournalLine) => void, isOwn: (text: string) => boolean) {
    this.#write = write;
    this.#isOwn = isOwn;
  }

  /** Listens to all sockets that a page opens. */
  tap(page: Page): void {
    page.on('websocket', (socket) => {
      const asked = new Map<string, { clientId: string; text: string }>();
      socket.on('framesent', ({ payload }) => {
        const [, , id = '', content = ''] = PACKET.exec(String(payload)) ?? [];
        if (id !== '' && /^\["(message:send|note:add)"/.test(content)) asked.set(id, JSON.parse(content)[1]);
      });
      socket.on('framereceived', ({ payload }) => {
        const [, type, id = '', content = ''] = PACKET.exec(String(payload)) ?? [];
        if (content === '') return;
        this.#hear(content);
        const value: unknown = JSON.parse(content);
        this.#take(value);
        const sent = type === '3' ? asked.get(id) : undefined;
        if (sent !== undefined) this.#acknowledged(sent, (value as [never])[0]);
      });
    });
  }

  /** The entry that says this, if it has come. */
  find(text: string): Known | undefined {
    return this.#byText.get(text);
  }

  /**
   * What a thread on a screen says, with its numbers, as far as they are known here; the rest waits. Entries without
   * a text of their own stand where they belong.
   * @param others where else to look, once nothing is on its way any more: tabs tell each other what is sent
   */
  numbered(texts: readonly string[], others: readonly Wire[]) {
    const found = texts.map((text) => [this, ...others].map((wire) => wire.find(text)).find(Boolean));
    const end = found.includes(undefined) ? found.indexOf(undefined) : found.length;
    const conversationId = found[0]?.conversationId ?? '';
    const silent = this.#entries.get(conversationId);
    const entries: ShownEntry[] = [];
    const addSilent = () => {
      for (;;) {
        const next = silent?.get((entries.at(-1)?.seq ?? 0) + 1);
        if (next === undefined || next.text !== '') return;
        entries.push(next);
      }
    };
    const isTwice = (text: string) => texts.indexOf(text) !== texts.lastIndexOf(text);
    let shown = 0;
    for (; shown < end; shown++) {
      const entry = found[shown];
      if (entries.length > 0) addSilent();
      const isBeyondHole = entries.length > 0 && entry?.seq !== (entries.at(-1)?.seq ?? 0) + 1;
      // What was sent from here, in any tab, stays where it waited until what comes before it is there.
      if (isBeyondHole && texts.slice(shown).every(this.#isOwn)) break;
      if (entry) entries.push(entry);
    }
    if (entries.length > 0) addSilent();
    const waiting = texts
      .slice(shown)
      // What stands there twice is found by its id.
      .map((text, index) => ({ clientId: (isTwice(text) && found[shown + index]?.clientId) || text, text }));
    return { conversationId, entries, waiting };
  }

  #hear(content: string): void {
    const marks = [...new Set(content.match(MARK) ?? [])].filter((mark) => !this.#heard.has(mark));
    for (const mark of marks) this.#heard.add(mark);
    if (marks.length > 0) this.#write({ kind: 'heard', marks });
  }

  /** Finds entries wherever they are in what came. */
  #take(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { conversationId, seq, clientId, kind, text } = value as Partial<Record<string, unknown>>;
    if (typeof conversationId === 'string' && typeof seq === 'number' && typeof clientId === 'string') {
      this.#know({
        conversationId,
        seq,
        clientId,
        kind: String(kind),
        text: typeof text === 'string' ? text : '',
      });
    }
    for (const part of Object.values(value)) this.#take(part);
  }

  #know(entry: Known): void {
    const entries = this.#entries.get(entry.conversationId) ?? new Map<number, Known>();
    this.#entries.set(entry.conversationId, entries);
    entries.set(entry.seq, entry);
    if (entry.text !== '') this.#byText.set(entry.text, entry);
  }

  #acknowledged(
    { clientId, text }: { clientId: string; text: string },
    answer: {
      ok: boolean;
      value: { conversationId: string; seq: number };
      error: { code: ErrorCode };
    },
  ): void {
    if (answer.ok) {
      const { conversationId, seq } = answer.value;
      this.#know({ conversationId, seq, clientId, kind: 'message', text });
      this.#write({ kind: 'acknowledged', text, clientId });
    } else if (isFinal(answer.error.code)) this.#write({ kind: 'refused', text, code: answer.error.code });
  }
}
