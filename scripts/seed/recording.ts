import type { AppendRequest } from '../../server/conversations/index.ts';
import { applyEntry } from '../../shared/apply-entry.ts';
import type { Conversation, ReadMark } from '../../shared/conversations.ts';
import { type Entry, type EntryBody, visibilityOf } from '../../shared/entries.ts';

/** What is decided about one entry, in the words of the server's own actions. */
export type Action = Pick<AppendRequest, 'clientId' | 'author' | 'decide'>;

/** One conversation's log while it is made up, numbered and folded as the server does it. */
export class Recording {
  readonly opened: Conversation;
  readonly entries: Entry[] = [];
  readonly reads: Record<string, ReadMark> = {};
  readonly contactRead = { seq: 0, agentMessages: 0 };
  seenSeq = 0;
  #conversation: Conversation;

  /** @param opened the conversation before its first entry */
  constructor(opened: Conversation) {
    this.opened = opened;
    this.#conversation = opened;
  }

  /** The fold of all entries so far. */
  get conversation(): Conversation {
    return this.#conversation;
  }

  /**
   * Appends one entry.
   * @param at milliseconds since 1970
   * @throws Refused where the server would refuse it
   */
  append({ clientId, author, decide }: Action, at: number): void {
    const before = this.#conversation;
    const body: EntryBody = decide(before, undefined);
    const visibility = visibilityOf(body);
    const entry: Entry = {
      ...body,
      conversationId: before.id,
      seq: before.lastSeq + 1,
      publicSeq: before.publicSeq + (visibility === 'public' ? 1 : 0),
      clientId,
      visibility,
      author,
      at: Math.max(at, before.lastAt),
    };
    this.entries.push(entry);
    this.#conversation = applyEntry(before, entry);
  }

  /** An agent has everything in view. */
  readByAgent(agentId: string): void {
    const { lastSeq, publicSeq, contactMessages } = this.#conversation;
    this.reads[agentId] = { seq: lastSeq, contactMessages };
    this.seenSeq = publicSeq;
  }

  /** The visitor has everything in view. */
  readByContact(): void {
    const { publicSeq, agentMessages } = this.#conversation;
    Object.assign(this.contactRead, { seq: publicSeq, agentMessages });
  }

  /** Gives the conversation's ticket the number it gets in the order of all tickets. */
  numberTicket(number: number): void {
    for (const entry of this.entries) if (entry.kind === 'ticket_created') entry.number = number;
    const { ticket } = this.#conversation;
    this.#conversation = { ...this.#conversation, ticket: ticket && { ...ticket, number } };
  }
}
