import { publicView } from '../../shared/apply-entry.ts';
import type { Conversation, OlderPage, VisitorConversation } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { VisitorHeads } from '../../shared/events.ts';
import { VISITOR_CONVERSATIONS_MAX } from '../../shared/limits.ts';
import { contactIdsOf, type VisitorActor } from '../core/actor.ts';
import type { Metrics } from '../core/metrics.ts';
import { readCatchUp, readPage } from './catch-up.ts';
import { contentOfNow } from './content-of-now.ts';
import type { ConversationLog } from './log.ts';
import { type ConversationDocument, fromDocument, type LogCollections } from './model.ts';
import { requireSight } from './policy.ts';
import { type AgentNames, type PresentAttachment, presentPublicEntry } from './present.ts';
import { readChangesAfter } from './written.ts';

/** What a visitor gets of conversations when it is asked for: read from the store, in the visitor's numbers. */
export class ForVisitor {
  readonly #collections: LogCollections;
  readonly #log: ConversationLog;
  readonly #names: AgentNames;
  readonly #presentAttachment: PresentAttachment;
  readonly #metrics: Metrics;

  constructor(
    collections: LogCollections,
    log: ConversationLog,
    { names, presentAttachment }: { names: AgentNames; presentAttachment: PresentAttachment },
    metrics: Metrics,
  ) {
    this.#collections = collections;
    this.#log = log;
    this.#names = names;
    this.#presentAttachment = presentAttachment;
    this.#metrics = metrics;
  }

  /**
   * A visitor's newest conversations for the handshake: what is missing after the numbers it names, and for those
   * it does not know the newest page.
   */
  async newest(
    visitor: VisitorActor,
    heads: Readonly<Record<string, number>>,
  ): Promise<VisitorConversation[]> {
    const documents = await this.#documents(visitor);
    return Promise.all(documents.map((document) => this.#caughtUp(document, heads[document._id] ?? 0)));
  }

  /**
   * One conversation, with what is missing after a number.
   * @throws Refused `not_found`
   */
  async one(visitor: VisitorActor, conversationId: string, after: number): Promise<VisitorConversation> {
    const document = await this.#collections.conversations.findOne({ _id: conversationId });
    requireSight(visitor, document);
    return this.#caughtUp(document, after);
  }

  /**
   * The page before a number.
   * @param conversation the fold as this node knows it
   */
  async older(conversation: Conversation, before: number): Promise<OlderPage<PublicEntry>> {
    const page = await readPage(this.#collections.entries, conversation.id, 'visitor', {
      before,
      atMostSeq: furthestSeq(conversation, before),
    });
    const later = await readChangesAfter(this.#collections.entries, page.entries);
    return { ...page, entries: contentOfNow(this.#present(page.entries), this.#present(later)) };
  }

  /** The numbers by which a visitor's client finds out that it missed something. */
  async heads(visitor: VisitorActor): Promise<VisitorHeads> {
    const heads: VisitorHeads = {};
    for (const document of await this.#documents(visitor)) {
      const conversation = await this.#log.foldForward(fromDocument(document));
      heads[document._id] = {
        lastSeq: conversation.publicSeq,
        readSeq: document.contactRead.seq,
        seenSeq: document.seenSeq,
      };
    }
    return heads;
  }

  /** Agents' messages that a visitor has not read, and whether there are conversations at all. */
  async unread(visitor: VisitorActor): Promise<{ unread: number; known: boolean }> {
    const documents = await this.#documents(visitor);
    const unread = documents.reduce(
      (sum, each) => sum + Math.max(0, each.agentMessages - each.contactRead.agentMessages),
      0,
    );
    return { unread, known: documents.length > 0 };
  }

  async #caughtUp(document: ConversationDocument, after: number): Promise<VisitorConversation> {
    const { entries } = this.#collections;
    const catchUp = await readCatchUp(entries, document._id, 'visitor', after, document.publicSeq);
    this.#metrics.catchUpEntries.observe({ side: 'visitor', kind: catchUp.kind }, catchUp.entries.length);
    // Folded after the entries were read: a fold behind them could be more than the entries at hand behind.
    const conversation = await this.#log.foldForward(fromDocument(document));
    return {
      conversation: publicView(conversation),
      catchUp: { ...catchUp, entries: contentOfNow(this.#present(catchUp.entries)) },
      read: { seq: document.contactRead.seq, agentMessages: document.contactRead.agentMessages },
      seenSeq: document.seenSeq,
    };
  }

  async #documents(visitor: VisitorActor): Promise<ConversationDocument[]> {
    const contactIds = contactIdsOf(visitor);
    if (contactIds.length === 0) return [];
    return this.#collections.conversations
      .find({ contactId: { $in: [...contactIds] } })
      .sort({ lastAt: -1 })
      .limit(VISITOR_CONVERSATIONS_MAX)
      .toArray();
  }

  #present(entries: readonly Entry[]): PublicEntry[] {
    return entries
      .map((entry) => presentPublicEntry(entry, this.#names, this.#presentAttachment))
      .filter((entry) => entry !== null);
  }
}

/**
 * A bound on the log's number of a visitor's number `before`, without which a page of an old part would be read
 * from the end of the log: no more private entries can lie before it than there are.
 */
function furthestSeq({ lastSeq, publicSeq }: Conversation, before: number): number {
  return before <= publicSeq + 1 ? before - 1 + (lastSeq - publicSeq) : Number.MAX_SAFE_INTEGER;
}
