/** The chat without its screens: connects, sends what the visitor writes, keeps what is being written. */
import type { ContactDetails, PageContext } from '../../shared/contacts.ts';
import type { Ack, Refusal } from '../../shared/errors.ts';
import type { WidgetWelcome } from '../../shared/events.ts';
import { PROTOCOL_VERSION, TYPING_RENEW_MS } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';
import { Outbox, type OutboxStorage } from '../../shared/outbox.ts';
import type { VisitorPresence, WidgetSite } from '../../shared/sites.ts';
import {
  type ChatState,
  firstView,
  initialState,
  type Pending,
  threadId,
  type View,
  type VisitorMessage,
} from './chat-state.ts';
import { Connection, type Link } from './connection.ts';
import { Follow, type FollowPorts } from './follow.ts';
import { newClientId, newVisitorToken } from './ids.ts';
import type { LocalStore } from './local-store.ts';
import { type PageWatch, watchPage } from './page-view.ts';
import { createStore, type Store } from './store.ts';
import { headsOf, type Talks } from './talks.ts';
import { type After, pageTimers } from './timers.ts';

/** One visitor's messages go one after the other, whichever conversation they are for. */
const LANE = 'visitor';
/** Whose draft it is while the conversation does not exist. */
const NEW_DRAFT = 'new';

export interface ChatPorts extends Pick<FollowPorts, 'onMessage' | 'onUnread'> {
  /** The server's, such as `https://chat.example.com`. */
  origin: string;
  site: WidgetSite;
  /** BCP 47 tag. */
  language: string;
  local: LocalStore;
  storage: OutboxStorage<VisitorMessage>;
  onSite(site: WidgetSite): void;
  onRefused(refusal: Refusal): void;
}

export class Chat {
  readonly store: Store<ChatState>;
  readonly #ports: ChatPorts;
  readonly #ending = new AbortController();
  readonly #after: After = pageTimers(this.#ending.signal);
  readonly #connection: Connection;
  readonly #follow: Follow;
  readonly #outbox: Outbox<VisitorMessage, Appended>;
  readonly #page: PageWatch;
  readonly #restored: Promise<void>;
  #label: ContactDetails | null = null;
  #context: PageContext = {};
  #viewChosen = false;
  #typedAt = 0;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    const { local, site, language } = ports;
    this.store = createStore(initialState(site, language, local.get('known') !== null));
    const [openId, conversationId] = local.get('opened')?.split(' ') ?? [];
    if (openId && conversationId) this.store.set({ opened: { [openId]: conversationId } });
    this.#connection = this.#connect();
    this.#follow = new Follow({
      ...ports,
      store: this.store,
      connection: this.#connection,
      after: this.#after,
      now: Date.now,
      random: Math.random,
      visible: () => document.visibilityState === 'visible',
      onTalks: (talks) => this.#settle(talks),
    });
    this.#outbox = new Outbox({
      storage: ports.storage,
      send: (item) => this.#deliver(item),
      onSent: (item, sent) => this.#sent(item, sent),
      onChange: (pending) => this.store.set({ pending }),
      now: Date.now,
      after: this.#after,
      random: Math.random,
    });
    this.#page = watchPage(this.#ending.signal, (page) => this.#connection.tell('page:view', page));
    this.#restored = this.#outbox.restore().then(() => {
      this.#settle(this.store.get().talks);
      this.#chooseView();
    });
    this.#listen();
    this.#connection.restart();
  }

  /** Whether what waits to be sent survives the page. */
  get durable(): boolean {
    return this.#outbox.durable;
  }

  setOpen(open: boolean): void {
    this.store.set({ open });
    if (open) this.#chooseView();
    this.#follow.read();
  }

  show(view: View): void {
    this.#viewChosen = true;
    this.store.set({ view, atEnd: true });
    this.#follow.read();
  }

  setAtEnd(atEnd: boolean): void {
    if (atEnd !== this.store.get().atEnd) this.store.set({ atEnd });
    this.#follow.read();
  }

  /** What is being written in the view that is shown. */
  get draft(): string {
    const key = this.#draftKey();
    return this.store.get().drafts[key] ?? this.#ports.local.get(`draft:${key}`) ?? '';
  }

  /** Keeps what is being written, also over a reload, and lets the other side know that somebody writes. */
  write(text: string): void {
    this.#keepDraft(this.#draftKey(), text);
    const state = this.store.get();
    const id = threadId(state, state.view);
    if (id === null || !state.talks[id]) return;
    const now = Date.now();
    if (text && now - this.#typedAt < TYPING_RENEW_MS) return;
    if (text || this.#typedAt) {
      this.#connection.tell('typing', { conversationId: id, typing: text !== '' });
    }
    this.#typedAt = text ? now : 0;
  }

  /** Sends what is being written, and shows the thread it belongs to. */
  async send(details: ContactDetails = {}): Promise<void> {
    // What an earlier page left behind goes first.
    await this.#restored;
    const state = this.store.get();
    const text = this.draft;
    if (!text.trim()) return;
    const to = state.view ?? { openId: this.#openId() };
    const contact = { ...this.#label, ...details };
    const added = this.#outbox.add({
      clientId: newClientId(),
      lane: LANE,
      payload: { to, text, ...(isNews(contact, state.contact) && { contact }) },
    });
    this.#keepDraft(this.#draftKey(), '');
    this.#typedAt = 0;
    // The next page connects by itself, even where nobody opens the chat: what waits is sent from there.
    this.#ports.local.set('known', '1');
    this.show(to);
    await added;
  }

  retry(clientId: string): void {
    void this.#outbox.retry(clientId);
  }

  discard(clientId: string): void {
    void this.#outbox.discard(clientId);
  }

  older(id: string): void {
    void this.#follow.older(id);
  }

  tryAgain(): void {
    this.#connection.restart();
  }

  /** What the page says of the visitor: told at once where a contact exists, otherwise along with a message. */
  identify(label: ContactDetails): void {
    this.#label = label;
    void this.#tellLabel();
  }

  /** What the page says of itself and of who looks at it. Told again on every connection. */
  describe(context: PageContext): void {
    this.#context = { ...this.#context, ...context };
    if (context.language) this.store.set({ language: context.language });
    this.#connection.tell('page:context', this.#context);
  }

  /**
   * Tells who the visitor is.
   * @returns what is wrong with it, or null
   */
  async saveDetails(details: ContactDetails): Promise<string | null> {
    const answer = await this.#connection.ask('contact:update', details).catch(() => null);
    if (answer === null) return 'There is no connection right now. Try again in a moment.';
    if (!answer.ok) return answer.error.errors?.[0]?.message ?? answer.error.message;
    this.store.set({ contact: answer.value });
    return null;
  }

  destroy(): void {
    this.#ending.abort();
    this.#connection.close();
  }

  #connect(): Connection {
    const { origin, site, local } = this.#ports;
    const token = local.get('token') ?? newVisitorToken();
    local.set('token', token);
    return new Connection({
      origin,
      siteKey: site.key,
      handshake: () => ({
        protocol: PROTOCOL_VERSION,
        token,
        heads: headsOf(this.store.get().talks),
        page: this.#page.current(),
        language: this.store.get().language,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }),
      onLink: (link) => this.#linkChanged(link),
      after: this.#after,
      random: Math.random,
    });
  }

  #listen(): void {
    const { signal } = this.#ending;
    this.#connection.on('welcome', (welcome) => this.#welcome(welcome));
    this.#connection.on('presence', (presence) => this.#presence(presence));
    this.#connection.on('site', (site) => this.#site(site));
    const back = () => {
      if (this.store.get().link.kind === 'offline') this.#connection.restart();
      void this.#follow.check();
      this.#follow.read();
    };
    // A page with an open connection cannot be kept for the way back.
    addEventListener('pagehide', () => this.#connection.close(), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && this.#connection.restart(), { signal });
    // The socket may take a minute to notice; the browser knows at once.
    addEventListener('offline', () => this.#connection.restart(), { signal });
    addEventListener('focus', back, { signal });
    addEventListener('online', back, { signal });
    document.addEventListener('visibilitychange', back, { signal });
  }

  #welcome(welcome: WidgetWelcome): void {
    this.#site(welcome.site);
    this.#presence(welcome.presence);
    this.store.set({ contact: welcome.contact, welcomed: true });
    this.#follow.welcome(welcome);
    // What an earlier page left behind counts too, so not before it is known.
    void this.#restored.then(() => {
      const { talks, pending } = this.store.get();
      this.#ports.local.set('known', Object.keys(talks).length + pending.length > 0 ? '1' : null);
      this.#chooseView();
      this.#outbox.connected();
    });
    if (Object.keys(this.#context).length > 0) this.#connection.tell('page:context', this.#context);
    void this.#tellLabel();
  }

  #site(site: WidgetSite): void {
    this.store.set({ site });
    this.#ports.onSite(site);
  }

  #presence(presence: VisitorPresence): void {
    const faces = { ...this.store.get().faces };
    for (const agent of presence.agents) faces[agent.id] = agent.pictureUrl;
    this.store.set({ presence, faces });
  }

  #linkChanged(link: Link): void {
    this.store.set({ link });
    if (link.kind === 'refused') this.#ports.onRefused(link.refusal);
    if (link.kind === 'live') this.#follow.read();
    else this.#outbox.disconnected();
  }

  /** Once, and never under somebody who has begun to write. */
  #chooseView(): void {
    const state = this.store.get();
    const known = state.welcomed || state.pending.length > 0;
    if (this.#viewChosen || !known || (state.open && this.draft !== '')) return;
    this.#viewChosen = state.open;
    this.store.set({ view: firstView(state), atEnd: true });
    this.#follow.read();
  }

  async #tellLabel(): Promise<void> {
    const { contact } = this.store.get();
    if (this.#label && contact && isNews(this.#label, contact)) await this.saveDetails(this.#label);
  }

  async #deliver({ clientId, payload }: Pending): Promise<Ack<Appended>> {
    try {
      return await this.#connection.ask('message:send', { ...payload, clientId });
    } catch (error) {
      // No answer: is the connection one in name only?
      void this.#follow.check();
      throw error;
    }
  }

  #sent({ payload, clientId }: Pending, { conversationId, seq, at }: Appended): void {
    this.#nameThread(payload.to, conversationId);
    if (payload.contact) this.store.set({ contact: { ...this.store.get().contact, ...payload.contact } });
    // The acknowledgement says all there is to know of the entry; it may come before the entry itself.
    const author = { kind: 'contact' as const, id: '' };
    this.#follow.take({ kind: 'message', text: payload.text, conversationId, seq, clientId, author, at });
  }

  /** A message found in the log is sent, whatever became of its acknowledgement. */
  #settle(talks: Talks): void {
    for (const item of this.store.get().pending) {
      for (const talk of Object.values(talks)) {
        if (!talk.thread.entries.some((entry) => entry.clientId === item.clientId)) continue;
        this.#nameThread(item.payload.to, talk.conversation.id);
        this.#outbox.settle(item.clientId);
      }
    }
  }

  /** Learns where messages end up: a new thread gets its id, a thread that was over is followed by another. */
  #nameThread(to: VisitorMessage['to'], conversationId: string): void {
    const state = this.store.get();
    const before = threadId(state, to);
    if (before === conversationId) return;
    const { local } = this.#ports;
    const shown = threadId(state, state.view) === before;
    const draft = shown ? this.draft : '';
    if ('openId' in to) {
      this.store.set({ opened: { ...state.opened, [to.openId]: conversationId } });
      local.set('opened', `${to.openId} ${conversationId}`);
      if (local.get('open') === to.openId) local.set('open', null);
    }
    if (!shown) return;
    if ('conversationId' in to) this.store.set({ view: { conversationId } });
    this.#keepDraft(before, '');
    this.#keepDraft(conversationId, draft);
  }

  /** The id under which this visitor's tabs open the next conversation. */
  #openId(): string {
    const { local } = this.#ports;
    const openId = local.get('open') ?? newClientId();
    local.set('open', openId);
    return openId;
  }

  #draftKey(): string {
    const state = this.store.get();
    return threadId(state, state.view) ?? NEW_DRAFT;
  }

  #keepDraft(key: string, text: string): void {
    this.store.set({ drafts: { ...this.store.get().drafts, [key]: text } });
    this.#ports.local.set(`draft:${key}`, text || null);
  }
}

/** Whether `told` says anything that is not known. */
function isNews(told: ContactDetails, known: ContactDetails | null): boolean {
  return (
    (told.name !== undefined && told.name !== known?.name) ||
    (told.email !== undefined && told.email !== known?.email)
  );
}
