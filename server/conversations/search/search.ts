import { performance } from 'node:perf_hooks';
import type { Contacts } from '../../contacts/index.ts';
import type { AgentActor } from '../../core/actor.ts';
import type { Core } from '../../core/core.ts';
import { DUPLICATE_KEY } from '../../core/db/duplicate-key.ts';
import type { ConversationLog } from '../log.ts';
import type { ConversationDocument, LogCollections } from '../model.ts';
import { findConversations } from './find.ts';
import { loadLanguages } from './languages.ts';
import { makeTerms, VERSION } from './make-terms.ts';
import { type SearchCollections, searchCollections } from './model.ts';
import { askedWords } from './terms.ts';

/** What is said within this time is taken in at once. */
const GATHER_MS = 1_000;
/** Between two turns while more waits. */
const PAUSE_MS = 250;
/** From here on the process has better things to do, for so long at most. */
const BUSY_UTILIZATION = 0.7;
const BUSY_MAX_TURNS = 40;
/** Conversations in one turn. */
const TURN = 20;
/** Conversations from before there was a search, at a time. */
const BACKFILL = 100;

interface Asked {
  search: string;
  siteId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/**
 * What conversations are found by. A message costs its way nothing but a note of its conversation: its words are taken
 * in a moment later and in the pauses. What a process that died left undone, the
 * sweep notes again.
 */
export class Search {
  readonly #core: Core;
  readonly #known: Pick<LogCollections, 'conversations' | 'entries'>;
  readonly #collections: SearchCollections;
  readonly #sources: Parameters<typeof makeTerms>[0];
  readonly #waiting = new Set<string>();
  #cancel: (() => void) | null = null;
  #turn: Promise<void> = Promise.resolve();
  #used = performance.eventLoopUtilization();
  #turnsPutOff = 0;
  #isStopped = false;

  constructor(
    core: Core,
    known: Pick<LogCollections, 'conversations' | 'entries'>,
    log: Pick<ConversationLog, 'peek' | 'foldForward'>,
    contacts: Pick<Contacts, 'many'>,
  ) {
    this.#core = core;
    this.#known = known;
    this.#collections = searchCollections(core.db);
    this.#sources = { ...known, log, contacts, terms: this.#collections.terms };
  }

  /** Something of a conversation has changed. On the way of every message. */
  note(conversationId: string): void {
    this.#waiting.add(conversationId);
    this.#cancel ??= this.#core.clock.after(GATHER_MS, () => void this.#takeTurn());
  }

  /** A contact is called otherwise: so are the conversations. Kept, so that it outlives this process. */
  async contactChanged(contactIds: string[]): Promise<void> {
    const found = await this.#known.conversations
      .find({ contactId: { $in: contactIds } }, { projection: { _id: 1 } })
      .sort({ lastAt: -1 })
      .limit(BACKFILL)
      .toArray();
    const ids = found.map(({ _id }) => _id);
    await this.#collections.terms.updateMany({ _id: { $in: ids } }, { $set: { version: 0 } });
    for (const id of ids) this.note(id);
  }

  /**
   * Notes those conversations that are behind; part of the sweep.
   * @param newest the number of the newest entry, by conversation
   */
  async catchUp(newest: ReadonlyMap<string, number>): Promise<void> {
    const ids = [...newest.keys()];
    const kept = await this.#collections.terms
      .find({ _id: { $in: ids } }, { projection: { upTo: 1, version: 1 } })
      .toArray();
    const current = new Map(kept.map((document) => [document._id, document]));
    for (const [id, seq] of newest) {
      const document = current.get(id);
      if (document === undefined || document.upTo < seq || document.version < VERSION) this.note(id);
    }
  }

  /** A page at a time, until there is none left; goes on where it was left. */
  async #backfill(): Promise<void> {
    const { progress } = this.#collections;
    const mark = { _id: `terms-${VERSION}` };
    for (;;) {
      const state = await progress.findOne(mark);
      if (state?.isDone === true || this.#isStopped) return;
      const page = await this.#known.conversations
        .find({ _id: { $gt: state?.after ?? '' } }, { projection: { lastSeq: 1 } })
        .sort({ _id: 1 })
        .limit(BACKFILL)
        .toArray();
      await this.catchUp(new Map(page.map(({ _id, lastSeq }) => [_id, lastSeq])));
      await this.#takeAllIn();
      const after = page.at(-1)?._id ?? state?.after ?? '';
      await progress.updateOne(mark, { $set: { after, isDone: page.length < BACKFILL } }, { upsert: true });
    }
  }

  /** Turn by turn; where one took nothing in, as while the store is away, the next waits. */
  async #takeAllIn(): Promise<void> {
    while (this.#waiting.size > 0 && !this.#isStopped) {
      const before = this.#waiting.size;
      await this.#takeTurn();
      if (this.#waiting.size >= before) await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#core.clock.after(PAUSE_MS, resolve));
  }

  /**
   * A page of the conversations that hold every word of a question, those opened last first.
   * @throws Refused `invalid_input` for a cursor that is not ours
   */
  async find(
    agent: AgentActor,
    { search, siteId, cursor, limit }: Asked,
    ticketsOnly = false,
  ): Promise<{ items: ConversationDocument[]; nextCursor: string | null }> {
    // Whoever has just read something finds it.
    if (cursor === undefined) await this.#takeIn();
    const words = askedWords(await loadLanguages(), search);
    const query = { words, siteId, ticketsOnly, cursor, limit };
    const { ids, nextCursor } = await findConversations(this.#collections, agent, query);
    const { conversations } = this.#known;
    const found = await conversations.find({ _id: { $in: ids } }).toArray();
    return {
      items: found.sort((a, b) => ids.indexOf(a._id) - ids.indexOf(b._id)),
      nextCursor,
    };
  }

  /** Begins to take in what was there before. */
  start(): void {
    this.#backfill().catch((error: unknown) => {
      this.#core.log.warn({ err: error }, 'The search lacks older conversations; the next start goes on.');
    });
  }

  /** Takes in nothing more; what is noted is found again by the next start's sweep. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    await this.#turn;
  }

  async #takeTurn(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#isStopped) return;
    if (this.#isBusy()) await this.#pause();
    else await this.#takeIn();
    if (this.#waiting.size > 0 && !this.#isStopped) {
      this.#cancel ??= this.#core.clock.after(PAUSE_MS, () => void this.#takeTurn());
    }
  }

  /** Whether this process has hardly rested since it was last asked. */
  #isBusy(): boolean {
    const used = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(used, this.#used);
    this.#used = used;
    this.#turnsPutOff = utilization > BUSY_UTILIZATION ? this.#turnsPutOff + 1 : 0;
    if (this.#turnsPutOff > BUSY_MAX_TURNS) this.#turnsPutOff = 0;
    return this.#turnsPutOff > 0;
  }

  /** One turn at a time; what is noted meanwhile waits for the next. */
  #takeIn(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      const ids = [...this.#waiting].slice(0, TURN);
      for (const id of ids) this.#waiting.delete(id);
      try {
        await this.#write(ids);
      } catch (error) {
        for (const id of ids) this.#waiting.add(id);
        this.#core.log.warn({ err: error, conversations: ids.length }, 'The search is behind; trying again.');
      }
    });
    return this.#turn;
  }

  async #write(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const documents = await makeTerms(this.#sources, ids);
    if (documents.length === 0) return;
    await this.#collections.terms
      .bulkWrite(
        documents.map(({ _id, ...fields }) => ({
          // Another node may have taken in more of it already.
          updateOne: { filter: { _id, upTo: { $lte: fields.upTo } }, update: { $set: fields }, upsert: true },
        })),
        { ordered: false },
      )
      .catch(passOverDuplicates);
  }
}

/** Of several nodes that write the same, one is first. */
function passOverDuplicates(error: unknown): void {
  const { code, writeErrors } = error as { code?: number; writeErrors?: { code: number }[] };
  const codes = writeErrors?.map((each) => each.code) ?? [code];
  if (!codes.every((each) => each === DUPLICATE_KEY)) throw error;
}
