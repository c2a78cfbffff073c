import type { Conversation, ConversationSummary } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Publisher } from '../core/realtime/publish.ts';
import { rooms } from '../core/realtime/rooms.ts';
import { contentOfNow } from './content-of-now.ts';
import type { AppendedEntry } from './log.ts';
import {
  type AgentNames,
  type PresentAttachment,
  presentEntry,
  presentPublicEntry,
  presentSummary,
} from './present.ts';

/** Lists hear of a change at once, and of further changes of the same conversation at most this often. */
const SUMMARY_EVERY_MS = 1_000;
/** Changes of different conversations that come together travel together. */
const SUMMARY_GATHER_MS = 20;

/** Shows what was committed to everybody who may see it. */
export class Live {
  readonly #publisher: Publisher;
  readonly #contacts: Contacts;
  readonly #names: AgentNames;
  readonly #presentAttachment: PresentAttachment;
  readonly #clock: Clock;
  readonly #changed = new Map<string, Conversation>();
  readonly #toldAt = new Map<string, number>();
  #timer: (() => void) | null = null;

  constructor(
    publisher: Publisher,
    contacts: Contacts,
    { names, presentAttachment }: { names: AgentNames; presentAttachment: PresentAttachment },
    clock: Clock,
  ) {
    this.#publisher = publisher;
    this.#contacts = contacts;
    this.#names = names;
    this.#presentAttachment = presentAttachment;
    this.#clock = clock;
  }

  /**
   * @param exceptSocketId the sender's socket, which is answered by its acknowledgement
   * @param later what has changed a repeated entry since it was made
   */
  entry(
    { entry, conversation }: AppendedEntry,
    exceptSocketId: string | undefined,
    later: readonly Entry[] = [],
  ): void {
    const [shown, ...shownLater] = [entry, ...later].map((each) => presentEntry(each, this.#names));
    for (const now of contentOfNow(shown ? [shown] : [], shownLater)) {
      this.#publisher.toConsoles(rooms.watchers(entry.conversationId), 'entry', now, exceptSocketId);
    }
    const visible = presentPublicEntry(entry, this.#names, this.#presentAttachment);
    const visibleLater = later
      .map((each) => presentPublicEntry(each, this.#names, this.#presentAttachment))
      .filter((each) => each !== null);
    for (const now of contentOfNow(visible ? [visible] : [], visibleLater)) {
      this.#publisher.toWidgets(rooms.contact(conversation.contactId), 'entry', now, exceptSocketId);
    }
    // Also for a repetition: where the store's answer was lost, it is the first that anybody hears of the entry.
    this.summary(conversation);
  }

  /** Tells the lists that a conversation is new or different; gathered, so that a busy one costs little. */
  summary(conversation: Conversation): void {
    const known = this.#changed.get(conversation.id);
    if (known !== undefined && known.lastSeq > conversation.lastSeq) return;
    this.#changed.set(conversation.id, conversation);
    this.#timer ??= this.#clock.after(SUMMARY_GATHER_MS, () => this.#tell());
  }

  #tell(): void {
    this.#timer = null;
    const now = this.#clock.elapsed();
    const due: Conversation[] = [];
    let nextMs = Number.POSITIVE_INFINITY;
    for (const conversation of this.#changed.values()) {
      const waitMs = (this.#toldAt.get(conversation.id) ?? Number.NEGATIVE_INFINITY) + SUMMARY_EVERY_MS - now;
      if (waitMs > 0) nextMs = Math.min(nextMs, waitMs);
      else due.push(conversation);
    }
    for (const conversation of due) {
      this.#changed.delete(conversation.id);
      this.#toldAt.delete(conversation.id); // set anew, it comes last: the map stays in order of time
      this.#toldAt.set(conversation.id, now);
    }
    this.#forget(now);
    // Not at each one's own moment: with thousands waiting that would be every millisecond, through all of them.
    const againMs = Math.max(SUMMARY_GATHER_MS, nextMs);
    if (this.#changed.size > 0) this.#timer = this.#clock.after(againMs, () => this.#tell());
    void this.#send(due);
  }

  async #send(conversations: Conversation[]): Promise<void> {
    if (conversations.length === 0) return;
    const contacts = await this.#contacts
      .many(conversations.map((conversation) => conversation.contactId))
      .catch(() => new Map<string, never>()); // without names rather than not at all
    const bySite = new Map<string, ConversationSummary[]>();
    for (const conversation of conversations) {
      const items = bySite.get(conversation.siteId) ?? [];
      items.push(presentSummary(conversation, contacts.get(conversation.contactId), undefined));
      bySite.set(conversation.siteId, items);
    }
    for (const [siteId, items] of bySite) {
      this.#publisher.toConsoles([rooms.inbox(siteId), rooms.allInboxes], 'conversations:changed', { items });
    }
  }

  #forget(now: number): void {
    for (const [id, at] of this.#toldAt) {
      if (now - at < SUMMARY_EVERY_MS) break; // told in order of time: the rest is younger
      if (!this.#changed.has(id)) this.#toldAt.delete(id);
    }
  }
}
