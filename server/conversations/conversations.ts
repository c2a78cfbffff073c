import type { z } from 'zod';
import type { Contact } from '../../shared/contacts.ts';
import type {
  Conversation,
  ConversationSummary,
  ListConversations,
  WatchedConversation,
} from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import type { ConversationCounts } from '../../shared/events.ts';
import type { Page } from '../../shared/paging.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Actor, AgentActor, VisitorActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Jobs } from '../core/jobs/jobs.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Publisher } from '../core/realtime/publish.ts';
import { rooms } from '../core/realtime/rooms.ts';
import { type FirstWait, readFirstWaits } from './first-replies.ts';
import { ForAgents } from './for-agents.ts';
import { ForVisitor } from './for-visitor.ts';
import { countConversations, listConversations } from './list.ts';
import { Live } from './live.ts';
import { type AppendedEntry, type AppendRequest, ConversationLog } from './log.ts';
import { Marks } from './marks.ts';
import {
  type ConversationDocument,
  fromDocument,
  fromEntryDocument,
  type LogCollections,
  logCollections,
} from './model.ts';
import { type Opening, openConversation } from './open.ts';
import { requireSight } from './policy.ts';
import { type AgentNames, type PresentAttachment, presentSummary } from './present.ts';
import { Projection } from './projection.ts';
import { Search } from './search/search.ts';
import { SideEffects } from './side-effects.ts';
import { Sweep } from './sweep.ts';
import { readChangesAfter, readWritten, type WrittenEntry, type WrittenName } from './written.ts';

const EARLIER_MAX = 10;

export interface ConversationsDeps {
  contacts: Contacts;
  jobs: Jobs;
  metrics: Metrics;
  publisher: Publisher;
  names: AgentNames;
  presentAttachment: PresentAttachment;
  /** Whether somebody is an agent who answers for this site. */
  answersFor(agentId: string, siteId: string): boolean;
  /** Whether a tab of this contact is connected. */
  isOnline(contactId: string): boolean;
}

/** Conversations as the rest of the server knows them: appended to, listed, caught up with, read. */
export class Conversations {
  readonly log: ConversationLog;
  readonly effects: SideEffects;
  readonly forAgents: ForAgents;
  readonly forVisitor: ForVisitor;
  readonly collections: LogCollections;
  readonly search: Search;
  readonly #core: Core;
  readonly #deps: ConversationsDeps;
  readonly #live: Live;
  readonly #marks: Marks;
  readonly #projection: Projection;
  readonly #sweep: Sweep;

  constructor(core: Core, deps: ConversationsDeps) {
    this.#core = core;
    this.#deps = deps;
    this.collections = logCollections(core.db);
    this.log = new ConversationLog(this.collections, core.clock, deps.metrics);
    this.effects = new SideEffects(deps.jobs, this.collections);
    this.forAgents = new ForAgents(this.collections, deps.names, deps.metrics);
    this.forVisitor = new ForVisitor(this.collections, this.log, deps, deps.metrics);
    this.#live = new Live(deps.publisher, deps.contacts, deps, core.clock);
    this.#marks = new Marks(this.collections);
    this.#projection = new Projection(this.collections, core.clock, core.log, deps.metrics);
    this.search = new Search(core, this.collections, this.log, deps.contacts);
    this.#sweep = new Sweep(core, this.collections, this.log, this.effects, this.search);
    deps.contacts.onChanged((contact, what) => {
      this.contactMoved(contact);
      if (what === 'details') this.#contactRenamed(contact.id).catch(() => undefined); // the next change shows it
    });
  }

  /** Repairs what an earlier process left undone, then goes on repairing every minute. */
  async start(): Promise<void> {
    await this.#sweep.start();
    this.search.start();
  }

  /** Writes out what is gathered. */
  async stop(): Promise<void> {
    await this.#sweep.stop();
    await this.search.stop();
    await this.#projection.flush();
    // Where it fails, the next start looks at more than it need.
    await this.effects.writeHandled().catch(() => undefined);
  }

  /** Conversations whose place in lists is not written yet. */
  get behind(): number {
    return this.#projection.waiting;
  }

  /** Resolves when lists show everything that is committed on this node. */
  settled(): Promise<void> {
    return this.#projection.flush();
  }

  /**
   * Appends an entry, shows it, and sees to what follows from it. Resolves as soon as it is committed.
   * @param exceptSocketId the socket that is answered by an acknowledgement instead
   * @throws Refused
   */
  async append<P = void>(request: AppendRequest<P>, exceptSocketId?: string): Promise<AppendedEntry> {
    const appended = await this.log.append(request);
    this.#projection.update(appended.conversation);
    this.search.note(appended.entry.conversationId);
    if (appended.repeated) void this.#showAgain(appended, exceptSocketId);
    else this.#live.entry(appended, exceptSocketId);
    this.effects.request(appended.entry, appended.conversation)?.catch((error) => {
      // The sweep puts it on the list again: `handledSeq` has not moved.
      this.#core.log.warn(
        { err: error, conversation: appended.entry.conversationId },
        'A job could not be listed.',
      );
    });
    return appended;
  }

  /** Tells whoever has a conversation of this contact open where the contact is now. */
  contactMoved(contact: Contact): void {
    const changed = { contact, online: this.#deps.isOnline(contact.id) };
    this.#deps.publisher.toConsoles(rooms.contactWatchers(contact.id), 'contact:changed', changed);
  }

  /** The contact behind a conversation, as agents know it: the person, where it has turned out whose it is. */
  async contactOf({ contactId }: Pick<Conversation, 'contactId'>): Promise<Contact> {
    return this.#deps.contacts.get(contactId);
  }

  /** A contact has turned out to be a known person: consoles of this node that show it are told. */
  async showAsPerson(from: string, personId: string): Promise<void> {
    const { publisher, contacts } = this.#deps;
    publisher.moveConsoles(rooms.contactWatchers(from), rooms.contactWatchers(personId));
    const contact = await contacts.get(personId);
    const changed = { contact, online: this.#deps.isOnline(personId), was: from };
    publisher.here.toConsoles(rooms.contactWatchers(personId), 'contact:changed', changed);
  }

  /** Lists and search know the conversations of a contact by another name from now on. */
  async renamed(contactId: string): Promise<void> {
    await this.search.contactChanged([contactId]);
    await this.#showNewest([contactId]);
  }

  /** Whether an agent can be given conversations of a site. */
  answersFor(agentId: string, siteId: string): boolean {
    return this.#deps.answersFor(agentId, siteId);
  }

  /** Opens a conversation for a contact's first message, or finds the one already opened under this id. */
  open(opening: Opening & { openId: string }): Promise<Conversation> {
    return openConversation(this.collections.conversations, this.#core.clock, opening);
  }

  /** Whether a contact has opened a conversation under this id. */
  async isOpened(contactId: string, openId: string): Promise<boolean> {
    return (await this.collections.conversations.findOne({ contactId, openId })) !== null;
  }

  /** How the newest conversations of a site began, as `readFirstWaits` says. */
  firstWaits(siteId: string, since: number, limit: number): Promise<FirstWait[]> {
    return readFirstWaits(this.collections.conversations, siteId, since, limit);
  }

  /** The conversation that follows one that is over. */
  followUp(over: Conversation): Promise<Conversation> {
    const { siteId, contactId, id } = over;
    return openConversation(this.collections.conversations, this.#core.clock, {
      siteId,
      contactId,
      predecessorId: id,
    });
  }

  /**
   * The fold as this node knows it, where the actor may see it.
   * @throws Refused `not_found`
   */
  async visible(actor: Actor, conversationId: string): Promise<Conversation> {
    const conversation = await this.log.peek(conversationId);
    requireSight(actor, conversation);
    return conversation;
  }

  /**
   * The fold as this node knows it where that is far enough; another node may have appended meanwhile.
   * @throws Refused `not_found`
   */
  async visibleUpTo(
    actor: Actor,
    conversationId: string,
    isFarEnough: (conversation: Conversation) => boolean,
  ): Promise<Conversation> {
    const known = await this.visible(actor, conversationId);
    return isFarEnough(known) ? known : this.log.load(conversationId);
  }

  /** A page of an agent's view. */
  async list(
    agent: AgentActor,
    query: z.output<typeof ListConversations>,
  ): Promise<Page<ConversationSummary>> {
    // What is told live is told to whoever is there at that moment: for who came later it has to be in the list.
    if (query.cursor === undefined) await this.#projection.flush();
    const { items, nextCursor } =
      query.search === undefined
        ? await listConversations(this.collections.conversations, agent, query)
        : await this.search.find(agent, { ...query, search: query.search });
    const contacts = await this.#deps.contacts.many(items.map((item) => item.contactId));
    return { items: items.map((item) => this.#summary(agent, item, contacts)), nextCursor };
  }

  async counts(agent: AgentActor): Promise<ConversationCounts> {
    await this.#projection.flush();
    return countConversations(this.collections.conversations, agent);
  }

  /**
   * One conversation with its contact's name and what was asked before it, read from the store.
   * @throws Refused `not_found`
   */
  async get(
    agent: AgentActor,
    conversationId: string,
  ): Promise<ConversationSummary & Pick<WatchedConversation, 'form'>> {
    const { conversation, document } = await this.#read(agent, conversationId);
    const contacts = await this.#deps.contacts.many([conversation.contactId]);
    const contact = contacts.get(conversation.contactId);
    return {
      ...presentSummary(conversation, contact, document.reads?.[agent.id]),
      form: document.form ?? null,
    };
  }

  /** Everything the console shows of a conversation, with what is missing after `after`. */
  async watched(agent: AgentActor, conversationId: string, after: number): Promise<WatchedConversation> {
    // Entries first: a fold that is behind them could be more than the entries at hand behind.
    const catchUp = await this.forAgents.catchUp(conversationId, after);
    const { conversation, document } = await this.#read(agent, conversationId);
    const [contact, earlier] = await Promise.all([this.contactOf(conversation), this.#earlier(conversation)]);
    return {
      conversation: presentSummary(conversation, contact, document.reads?.[agent.id]),
      contact,
      catchUp,
      form: document.form ?? null,
      contactReadSeq: document.contactRead.seq,
      contactOnline: this.#deps.isOnline(contact.id),
      earlier,
    };
  }

  /**
   * A message or note and what has changed it, read from the store. Says nothing of who may see it.
   * @throws Refused `not_found`
   */
  written(conversationId: string, name: WrittenName): Promise<WrittenEntry> {
    return readWritten(this.collections.entries, conversationId, name);
  }

  /** One entry as it was made, read from the store. Says nothing of who may see it. */
  async entryAt(conversationId: string, seq: number): Promise<Entry | null> {
    const document = await this.collections.entries.findOne({ conversationId, seq });
    return document && fromEntryDocument(document);
  }

  /** The numbers by which a console finds out that it missed something. */
  async heads(
    agent: AgentActor,
    conversationId: string,
  ): Promise<{ lastSeq: number; contactReadSeq: number }> {
    const { conversation, document } = await this.#read(agent, conversationId);
    return { lastSeq: conversation.lastSeq, contactReadSeq: document.contactRead.seq };
  }

  /** An agent has a conversation in view up to `seq`: their own consoles and the visitor hear of it. */
  async readByAgent(agent: AgentActor, conversationId: string, seq: number): Promise<void> {
    const conversation = await this.visibleUpTo(agent, conversationId, ({ lastSeq }) => lastSeq >= seq);
    const mark = await this.#marks.agentRead(conversation, agent.id, seq);
    const { publisher } = this.#deps;
    publisher.toConsoles(rooms.agent(agent.id), 'conversation:read', {
      conversationId,
      seq: mark.seq,
      contactMessages: mark.contactMessages,
    });
    publisher.toWidgets(rooms.contact(conversation.contactId), 'conversation:seen', {
      conversationId,
      seq: mark.publicSeq,
    });
  }

  /** A visitor has read up to their number: their own tabs and the agents hear of it. */
  async readByVisitor(visitor: VisitorActor, conversationId: string, seq: number): Promise<void> {
    const conversation = await this.visibleUpTo(visitor, conversationId, ({ publicSeq }) => publicSeq >= seq);
    const mark = await this.#marks.contactRead(conversation, seq);
    const { publisher } = this.#deps;
    publisher.toWidgets(rooms.contact(conversation.contactId), 'conversation:read', {
      conversationId,
      ...mark,
    });
    publisher.toConsoles(rooms.watchers(conversationId), 'conversation:seen', {
      conversationId,
      seq: mark.seq,
    });
  }

  /** Shows an entry of an earlier attempt, whose content may have changed since. */
  async #showAgain(appended: AppendedEntry, exceptSocketId: string | undefined): Promise<void> {
    try {
      const later = await readChangesAfter(this.collections.entries, [appended.entry]);
      this.#live.entry(appended, exceptSocketId, later);
    } catch (error) {
      this.#core.log.warn({ err: error }, 'An entry could not be shown again; clients will ask for it.');
    }
  }

  async #contactRenamed(contactId: string): Promise<void> {
    const contactIds = await this.#deps.contacts.idsOf(contactId);
    await this.search.contactChanged(contactIds);
    await this.#showNewest(contactIds);
  }

  async #showNewest(contactIds: string[]): Promise<void> {
    const [newest] = await this.collections.conversations
      .find({ contactId: { $in: contactIds } })
      .sort({ lastAt: -1 })
      .limit(1)
      .toArray();
    if (newest === undefined) return;
    const conversation = await this.log.peek(newest._id); // the document may be behind what lists were told
    if (conversation.lastSeq > 0) this.#live.summary(conversation);
  }

  async #read(agent: AgentActor, conversationId: string) {
    const document = await this.collections.conversations.findOne({ _id: conversationId });
    requireSight(agent, document);
    return { conversation: await this.log.foldForward(fromDocument(document)), document };
  }

  async #earlier(conversation: Conversation): Promise<WatchedConversation['earlier']> {
    const contactIds = await this.#deps.contacts.idsOf(conversation.contactId);
    const documents = await this.collections.conversations
      .find({ contactId: { $in: contactIds }, lastSeq: { $gt: 0 }, _id: { $ne: conversation.id } })
      .sort({ lastAt: -1 })
      .limit(EARLIER_MAX)
      .toArray();
    return documents
      .map(fromDocument)
      .map(({ id, preview, lastAt, ticket, status }) => ({ id, preview, lastAt, ticket, status }));
  }

  #summary(
    agent: AgentActor,
    document: ConversationDocument,
    contacts: Awaited<ReturnType<Contacts['many']>>,
  ): ConversationSummary {
    return presentSummary(
      fromDocument(document),
      contacts.get(document.contactId),
      document.reads?.[agent.id],
    );
  }
}
