import type { MessageHistory } from '../../shared/changes.ts';
import type { CatchUp, OlderPage } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import type { Metrics } from '../core/metrics.ts';
import { readCatchUp, readPage } from './catch-up.ts';
import { contentOfNow } from './content-of-now.ts';
import { fromEntryDocument, type LogCollections } from './model.ts';
import { type AgentNames, presentEntry } from './present.ts';
import { readChangesAfter, readWritten, type WrittenName } from './written.ts';

/** Entries as agents get them when they are asked for: read from the store, with names, saying what they say now. */
export class ForAgents {
  readonly #entries: LogCollections['entries'];
  readonly #names: AgentNames;
  readonly #metrics: Metrics;

  constructor({ entries }: Pick<LogCollections, 'entries'>, names: AgentNames, metrics: Metrics) {
    this.#entries = entries;
    this.#names = names;
    this.#metrics = metrics;
  }

  async catchUp(conversationId: string, after: number): Promise<CatchUp<Entry>> {
    const catchUp = await readCatchUp(this.#entries, conversationId, 'agent', after);
    this.#metrics.catchUpEntries.observe({ side: 'agent', kind: catchUp.kind }, catchUp.entries.length);
    return { ...catchUp, entries: contentOfNow(this.#present(catchUp.entries)) };
  }

  /** The page before a number. */
  async older(conversationId: string, before: number): Promise<OlderPage<Entry>> {
    const page = await readPage(this.#entries, conversationId, 'agent', { before });
    return { ...page, entries: await this.#presentPage(page.entries) };
  }

  /** Entries after a number, for the API: at most so many. */
  async after(conversationId: string, after: number, limit: number): Promise<Entry[]> {
    const found = await this.#entries
      .find({ conversationId, seq: { $gt: after } })
      .sort({ seq: 1 })
      .limit(limit)
      .toArray();
    return this.#presentPage(found.map(fromEntryDocument));
  }

  /**
   * What a message or note said at every time, and who removed it.
   * @throws Refused `not_found`
   */
  async history(conversationId: string, name: WrittenName): Promise<MessageHistory> {
    const { entry, changes } = await readWritten(this.#entries, conversationId, name);
    const history: MessageHistory = {
      author: presentEntry(entry, this.#names).author,
      versions: [{ text: entry.text, at: entry.at }],
      removed: null,
    };
    for (const change of changes) {
      if (change.kind === 'edited') history.versions.push({ text: change.text, at: change.at });
      if (change.kind === 'removed') {
        history.removed = { at: change.at, by: presentEntry(change, this.#names).author };
      }
    }
    return history;
  }

  async #presentPage(page: readonly Entry[]): Promise<Entry[]> {
    const later = await readChangesAfter(this.#entries, page);
    return contentOfNow(this.#present(page), this.#present(later));
  }

  #present(entries: readonly Entry[]): Entry[] {
    return entries.map((entry) => presentEntry(entry, this.#names));
  }
}
