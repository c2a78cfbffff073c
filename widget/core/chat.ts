/** The chat without its screens: connects, sends what the visitor writes, keeps what is being written. */
import type { ContactDetails, PageContext, TellContact } from '../../shared/contacts.ts';
import type { ErrorCode, Refusal } from '../../shared/errors.ts';
import type { WidgetHandshake, WidgetWelcome } from '../../shared/events.ts';
import { PROTOCOL_VERSION, TYPING_RENEW_MS } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';
import type { OutboxNews, OutboxStorage } from '../../shared/outbox.ts';
import type { VisitorPresence, WidgetSite } from '../../shared/sites.ts';
import type { AskTurn } from '../../shared/turn.ts';
import {
  type ChatState,
  firstView,
  initialState,
  isNews,
  opensAtEnd,
  type Pending,
  type Told,
  threadId,
  type View,
  type VisitorMessage,
} from './chat-state.ts';
import { Connection, type Link } from './connection.ts';
import { Drafts } from './drafts.ts';
import { Follow, type FollowPorts } from './follow.ts';
import type { LocalStore } from './local-store.ts';
import { Outgoing } from './outgoing.ts';
import { followPage } from './page-life.ts';
import { type PageWatch, watchPage } from './page-view.ts';
import { visitorToken } from './persons.ts';
import { createStore, type Store } from './store.ts';
import type { Tabs } from './tabs.ts';
import { headsOf, type Talk } from './talks.ts';
import { type After, pageTimers } from './timers.ts';

/** What the tabs of a visitor tell each other. */
export type TabWord =
  | { kind: 'outbox'; news: OutboxNews<VisitorMessage, Appended> }
  | { kind: 'read'; conversationId: string; read: Talk['read'] };

export interface ChatPorts extends Pick<FollowPorts, 'onMessage' | 'onUnread'> {
  /** The server's, such as `https://chat.example.com`. */
  origin: string;
  site: WidgetSite;
  /** BCP 47 tag. */
  language: string;
  local: LocalStore;
  storage: OutboxStorage<VisitorMessage>;
  joinTabs(onWord: (word: TabWord) => void): Tabs<TabWord>;
  askTurn(after: After): AskTurn;
  onSite(site: WidgetSite): void;
  onRefused(refusal: Refusal): void;
  /** Begins anew with what the browser keeps after `prepare`. */
  swap(prepare: () => void): void;
  /** There is newer code, and this cannot go on without it. Called again as long as it does. */
  onOutdated(): void;
  /** Messages that live in memory only: what this chat's predecessor on the page has left. */
  unsaved: Chat['unsaved'];
}

export class Chat {
  readonly store: Store<ChatState>;
  readonly ports: ChatPorts;
  readonly #ending = new AbortController();
  readonly #after: After = pageTimers(this.#ending.signal);
  readonly connection: Connection;
  readonly follow: Follow;
  /** What is being written, by what it is written for. */
  readonly drafts: Drafts;
  readonly #outgoing: Outgoing;
  readonly #page: PageWatch;
  readonly #tabs: Tabs<TabWord>;
  readonly #restored: Promise<void>;
  #token: string;
  #identity: WidgetHandshake['identity'];
  #context: PageContext = {};
  #viewChosen = false;
  /** When the other side was last told of it; null where nothing is being written. */
  #typedAt: number | null = null;

  constructor(ports: ChatPorts) {
    this.ports = ports;
    const { local, site, language } = ports;
    this.store = createStore(initialState(site, language, local.get('known') !== null));
    const [openId, conversationId] = local.get('opened')?.split(' ') ?? [];
    if (openId && conversationId) this.store.set({ opened: { [openId]: conversationId } });
    this.#token = visitorToken(local);
    this.#tabs = ports.joinTabs((word) => this.#hear(word));
    this.connection = this.#connect();
    this.follow = new Follow({
      ...ports,
      store: this.store,
      connection: this.connection,
      after: this.#after,
      now: Date.now,
      random: Math.random,
      visible: () => document.visibilityState === 'visible',
      onTalks: (talks) => this.#outgoing.settle(talks),
      onRead: (conversationId, read) => this.#tabs.tell({ kind: 'read', conversationId, read }),
    });
    this.drafts = new Drafts(this.store, local);
    this.#outgoing = new Outgoing({
      storage: ports.storage,
      store: this.store,
      local,
      connection: this.connection,
      drafts: this.drafts,
      after: this.#after,
      origin: ports.origin,
      tell: (news) => this.#tabs.tell({ kind: 'outbox', news }),
      askTurn: ports.askTurn(this.#after),
      onUnanswered: () => void this.follow.check(),
      onSent: (entry) => this.follow.take(entry),
    });
    this.#page = watchPage(this.#ending.signal, (page) => this.connection.tell('page:view', page));
    this.#restored = this.#outgoing.outbox.restore().then(async () => {
      for (const { clientId, payload } of ports.unsaved) await this.#outgoing.add(payload, clientId);
      this.#outgoing.settle(this.store.get().talks);
      this.#chooseView();
    });
    this.#listen();
    this.connection.restart();
  }

  /** Whether what waits to be sent survives the page. */
  get durable(): boolean {
    return this.#outgoing.outbox.durable && this.ports.local.durable;
  }

  /** Messages that are gone with this chat unless they are taken over. */
  get unsaved(): readonly Pick<Pending, 'clientId' | 'payload'>[] {
    return this.store.get().pending.filter((item) => item.kept !== 'kept');
  }

  setOpen(open: boolean): void {
    this.store.set({ open, atEnd: opensAtEnd(this.store.get(), this.store.get().view) });
    if (open) this.#chooseView();
    this.follow.read();
  }

  show(view: View): void {
    this.#viewChosen = true;
    this.#show(view);
  }

  setAtEnd(atEnd: boolean): void {
    if (atEnd !== this.store.get().atEnd) this.store.set({ atEnd });
    this.follow.read();
  }

  /** What is being written in the view that is shown. */
  get draft(): string {
    return this.drafts.shown;
  }

  /** Keeps what is being written, also over a reload, and lets the other side know that somebody writes. */
  write(text: string): void {
    this.drafts.shown = text;
    const state = this.store.get();
    const id = threadId(state, state.view);
    if (id === null || !state.talks[id]) return;
    const now = performance.now(); // the time of day may be set back
    if (text && this.#typedAt !== null && now - this.#typedAt < TYPING_RENEW_MS) return;
    if (text || this.#typedAt !== null) {
      this.connection.tell('typing', { conversationId: id, typing: text !== '' });
    }
    this.#typedAt = text ? now : null;
  }

  /** Sends what is being written, and shows the thread it belongs to. */
  async send({ contact: details, ...told }: Told = {}): Promise<void> {
    // What an earlier page left behind goes first.
    await this.#restored;
    const state = this.store.get();
    const text = this.draft;
    const { files } = state;
    if (!text.trim() && files.length === 0) return;
    const to = state.view ?? { openId: this.#outgoing.openId() };
    const contact = { ...state.label, ...details };
    const added = this.#outgoing.add({
      to,
      text,
      ...(isNews(contact, state.contact) && { contact }),
      ...told,
      ...(files.length > 0 && { files }),
    });
    this.store.set({ files: [], faults: [], formRefused: false });
    this.drafts.shown = '';
    this.#typedAt = null;
    // The next page connects by itself, even where nobody opens the chat: what waits is sent from there.
    this.ports.local.set('known', '1');
    this.show(to);
    this.setAtEnd(true);
    await added;
  }

  /** Files on their way; undefined before the first. */
  get uploads(): Outgoing['uploads'] {
    return this.#outgoing.uploads;
  }

  /** Sends what is not written: a change of a message, or an answer that was offered; under one id once. */
  add(payload: VisitorMessage, clientId?: string): void {
    void this.#outgoing.add(payload, clientId);
  }

  retry(clientId: string): void {
    void this.#outgoing.outbox.retry(clientId);
  }

  /** Takes a refused message back into the place where it is written. */
  edit(clientId: string, text: string): void {
    this.write([this.draft, text].filter(Boolean).join('\n'));
    this.discard(clientId);
  }

  discard(clientId: string): void {
    void this.#outgoing.outbox.discard(clientId);
  }

  older(id: string): void {
    void this.follow.older(id);
  }

  /** Part of this code is no longer on the server. */
  takeNewerCode(): void {
    this.ports.onOutdated();
  }

  tryAgain(): void {
    this.connection.restart();
  }

  /** What the page says of the visitor: told at once where a contact exists, otherwise along with a message. */
  identify(label: ContactDetails): void {
    this.store.set({ label });
    void this.#tellLabel();
  }

  /** Shows who the visitor is. A token that has been shown once says nothing new. */
  prove(identity: NonNullable<WidgetHandshake['identity']>): void {
    if (this.ended || identity.token === this.#identity?.token) return;
    this.#identity = identity;
    this.#viewChosen = this.store.get().view !== null;
    this.connection.restart();
  }

  /** What the page says of itself and of who looks at it. Told again on every connection. */
  describe(context: PageContext): void {
    this.#context = { ...this.#context, ...context };
    if (context.language) this.store.set({ language: context.language });
    this.connection.tell('page:context', this.#context);
  }

  /**
   * Tells who the visitor is.
   * @returns why that did not work, or null
   */
  async saveDetails(details: TellContact): Promise<ErrorCode | 'no_answer' | null> {
    const answer = await this.connection.ask('contact:update', details).catch(() => null);
    if (answer === null) return 'no_answer';
    if (!answer.ok) return answer.error.code;
    this.store.set({ contact: answer.value });
    return null;
  }

  get ended(): boolean {
    return this.#ending.signal.aborted;
  }

  destroy(): void {
    this.#leave();
    this.#ending.abort();
  }

  #connect(): Connection {
    const { origin, site } = this.ports;
    return new Connection({
      origin,
      siteKey: site.key,
      handshake: () => ({
        protocol: PROTOCOL_VERSION,
        token: this.#token,
        heads: headsOf(this.store.get().talks),
        page: this.#page.current(),
        language: this.store.get().language,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        identity: this.#identity,
        waiting: this.store.get().pending.length,
      }),
      onLink: (link) => this.#linkChanged(link),
      onOutdated: () => this.ports.onOutdated(),
      after: this.#after,
      random: Math.random,
    });
  }

  #listen(): void {
    const { signal } = this.#ending;
    this.connection.on('welcome', (welcome) => this.#welcome(welcome));
    this.connection.on('presence', (presence) => this.#presence(presence));
    this.connection.on('site', (site) => this.#site(site));
    const page = {
      onLeft: () => this.#leave(),
      onReturned: () => {
        this.#tabs.join();
        void this.#outgoing.outbox.restore();
        this.connection.restart();
      },
      onBack: () => {
        this.connection.hurry();
        void this.follow.check();
        this.follow.read();
      },
      // The socket may take a minute to notice; the browser knows at once.
      onOffline: () => this.connection.restart(),
    };
    followPage(page, signal);
    addEventListener('storage', () => this.#shareToken(), { signal });
  }

  /** A page with an open connection cannot be kept for the way back, and others may send meanwhile. */
  #leave(): void {
    this.connection.close();
    this.#outgoing.outbox.disconnected();
    this.#tabs.leave();
  }

  #hear(word: TabWord): void {
    if (word.kind === 'outbox') this.#outgoing.outbox.hear(word.news);
    else this.follow.takeRead(word.conversationId, word.read);
  }

  /** Two tabs that were opened at once have both minted a secret: the one that is kept counts for both. */
  #shareToken(): void {
    const token = this.ports.local.get('token');
    if (!token || token === this.#token) return;
    if (Object.keys(this.store.get().talks).length > 0) return;
    this.#token = token;
    this.connection.restart();
  }

  #welcome(welcome: WidgetWelcome): void {
    if (welcome.identityRefused) this.ports.onRefused(welcome.identityRefused);
    this.#site(welcome.site);
    this.#presence(welcome.presence);
    const { contact, replyWithin, attachmentMaxBytes: maxBytes } = welcome;
    this.store.set({ contact, replyWithin, maxBytes, welcomed: true });
    this.follow.welcome(welcome);
    // What an earlier page left behind counts too, so not before it is known.
    void this.#restored.then(() => {
      const { talks, pending } = this.store.get();
      this.ports.local.set('known', Object.keys(talks).length + pending.length > 0 ? '1' : null);
      this.#chooseView();
      this.#outgoing.outbox.connected();
    });
    if (Object.keys(this.#context).length > 0) this.connection.tell('page:context', this.#context);
    void this.#tellLabel();
  }

  #site(site: WidgetSite): void {
    this.store.set({ site });
    this.ports.onSite(site);
  }

  #presence(presence: VisitorPresence): void {
    const faces = { ...this.store.get().faces };
    for (const agent of presence.agents) faces[agent.id] = agent.pictureUrl;
    this.store.set({ presence, faces });
  }

  #linkChanged(link: Link): void {
    this.store.set({ link });
    if (link.kind === 'refused') this.ports.onRefused(link.refusal);
    if (link.kind === 'live') this.follow.read();
    else this.#outgoing.outbox.disconnected();
  }

  /** Once, and never under somebody who has begun to write. */
  #chooseView(): void {
    const state = this.store.get();
    const known = state.welcomed || state.pending.length > 0;
    if (this.#viewChosen || !known || (state.open && this.draft !== '')) return;
    this.#viewChosen = state.open;
    this.#show(firstView(state));
  }

  #show(view: View): void {
    this.store.set({ view, atEnd: opensAtEnd(this.store.get(), view) });
    this.follow.read();
  }

  async #tellLabel(): Promise<void> {
    const { contact, label } = this.store.get();
    if (label && contact && isNews(label, contact)) await this.saveDetails({ ...label, by: 'page' });
  }
}
