/** Everything a signed-in agent works with, put together: the connection and what it keeps right. */
import { batch, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Agent } from '../shared/agents.ts';
import type { Attachment } from '../shared/attachments.ts';
import type { Refusal } from '../shared/errors.ts';
import type { ConsoleWelcome } from '../shared/events.ts';
import { HEAD_CHECK_MS } from '../shared/limits.ts';
import type { Site } from '../shared/sites.ts';
import { createLocalStore } from '../widget/core/local-store.ts';
import { followPage } from '../widget/core/page-life.ts';
import { joinTabs, type Tabs } from '../widget/core/tabs.ts';
import { postFile, Uploads } from '../widget/core/uploads.ts';
import { Directory } from './agents/directory.ts';
import { Trays } from './attachments/trays.ts';
import { Inbox } from './conversations/inbox.ts';
import { Watching } from './conversations/watching.ts';
import type { Api } from './core/api.ts';
import { atMostEvery, realTime, type Time } from './core/at-most-every.ts';
import { attention } from './core/attention.ts';
import { type Connection, createConnection, type Link } from './core/connection.ts';
import { mergeById } from './core/merge-by-id.ts';
import { playChime } from './core/sound.ts';
import { createReplies } from './messages/create-replies.ts';
import { createDrafts, type Drafts } from './messages/drafts.ts';
import { OfferDrafts } from './messages/offers.ts';
import type { Replies, ReplyNews } from './messages/replies.ts';

/** Several messages at once sound once. */
const CHIME_PAUSE_MS = 1_500;
/** Coming back to the tab many times asks once in this time. */
const CHECK_PAUSE_MS = 5_000;

export interface Desk {
  readonly api: Api;
  readonly connection: Connection;
  readonly directory: Directory;
  readonly me: ReadonlySignal<Agent>;
  readonly sites: ReadonlySignal<readonly Site[]>;
  readonly inbox: Inbox;
  readonly watching: Watching;
  readonly replies: Replies;
  readonly drafts: Drafts;
  readonly trays: Trays;
  readonly offers: OfferDrafts;
  /** Files on their way; a new value whenever one is further. */
  readonly uploads: ReadonlySignal<Pick<Uploads<Attachment>, 'partOf'>>;
  /** How large a file may be, in bytes. */
  readonly attachmentMaxBytes: ReadonlySignal<number>;
  /** Sites have been changed here: shown before the server says so. */
  takeSites(sites: readonly Site[]): void;
  close(): void;
}

export interface DeskPorts {
  api: Api;
  origin: string;
  me: Agent;
  /** The server will not have this page any more, such as `not_signed_in`. */
  onRefused(refusal: Refusal): void;
  time?: Time;
}

/** Connects at once; `close` takes everything down. */
export function openDesk({ api, origin, me, onRefused, time = realTime }: DeskPorts): Desk {
  const connection = createConnection(origin, time, () => replies.items.value.length);
  const sites: Signal<readonly Site[]> = signal([]);
  const directory = new Directory(me);
  const chime = atMostEvery(CHIME_PAUSE_MS, time, playChime);
  const inbox = new Inbox({
    time,
    agentId: () => me.id,
    ask: (query) => connection.request('conversations:list', query),
    askCounts: () => connection.request('conversations:counts', null),
    onContactMessage: ({ id }) => {
      if (!watching.isLookingAt(id)) chime.ask();
    },
  });
  const watching = createWatching(connection, inbox, time, (clientId) => replies.settle(clientId));
  const tabsName = `parley:agent:${me.id}`;
  const tabs = joinTabs<ReplyNews>(tabsName, (news) => replies.hear(news));
  const progress = signal<Pick<Uploads<Attachment>, 'partOf'>>({ partOf: () => 0 });
  const uploads = new Uploads<Attachment>({
    post: (address, file, onPart, stop) => postFile(address, { 'X-Parley': '1' }, file, onPart, stop),
    onProgress: () => {
      progress.value = { partOf: (clientId) => uploads.partOf(clientId) };
    },
  });
  const attachmentMaxBytes = signal(0);
  const replies = createReplies({ connection, watching, me: directory.me, time, uploads }, tabsName, tabs);
  const desk: Desk = {
    api,
    connection,
    directory,
    me: directory.me,
    sites,
    inbox,
    watching,
    replies,
    drafts: createDrafts(createLocalStore(`agent:${me.id}`)),
    trays: new Trays(),
    offers: new OfferDrafts(),
    uploads: progress,
    attachmentMaxBytes,
    takeSites: (news) => {
      sites.value = mergeById(sites.value, news);
    },
    close,
  };
  const stopListening = listen(desk, sites, attachmentMaxBytes, onRefused);
  const stopFollowing = followAlong(desk, tabs, time);
  void replies.restore();
  connection.open();
  return desk;

  function close(): void {
    stopListening();
    stopFollowing();
    chime.cancel();
    inbox.close();
    watching.close();
    connection.close();
    replies.disconnected();
    tabs.leave();
  }
}

function createWatching(
  connection: Connection,
  inbox: Inbox,
  time: Time,
  onLogged: (clientId: string) => void,
): Watching {
  const watching: Watching = new Watching({
    time,
    attention,
    watch: (input) => connection.request('conversation:watch', input),
    older: (input) => connection.request('conversation:older', input),
    unwatch: (conversationId) => {
      // A connection that is gone watches nothing.
      void connection.ask('conversation:unwatch', { conversationId }).catch(() => undefined);
    },
    askHeads: (conversationId) => connection.request('heads', { conversationId }),
    read: (input) => connection.request('conversation:read', input),
    onRead: (conversationId, mark) => {
      inbox.takeRead(conversationId, mark);
      watching.takeRead(conversationId, mark);
    },
    onChanged: (summary) => inbox.takeOpened(summary),
    onEntry: (entry) => onLogged(entry.clientId),
  });
  return watching;
}

function listen(
  desk: Desk,
  sites: Signal<readonly Site[]>,
  attachmentMaxBytes: Signal<number>,
  onRefused: (refusal: Refusal) => void,
): () => void {
  const { connection, directory, inbox, watching, replies } = desk;
  const welcomed = ({ me, agents, sites: known, counts, attachmentMaxBytes: max }: ConsoleWelcome) => {
    batch(() => {
      attachmentMaxBytes.value = max;
      directory.replace(agents.length > 0 ? agents : [me]);
      sites.value = known;
      inbox.counts.value = counts;
    });
    replies.connected();
    inbox.refreshLists();
    void watching.open.peek()?.watch();
  };
  connection.on('welcome', welcomed);
  connection.on('disconnect', () => replies.disconnected());
  connection.on('entry', (entry) => watching.receive(entry));
  connection.on('conversations:changed', ({ items }) => {
    inbox.takeChanges(items);
    const open = watching.open.peek();
    const news = items.find((item) => item.id === open?.id);
    if (news) open?.takeSummary(news);
  });
  connection.on('conversation:seen', ({ conversationId, seq }) => {
    const open = watching.open.peek();
    if (open?.id === conversationId) open.seen(seq);
  });
  connection.on('conversation:read', ({ conversationId, ...mark }) => {
    inbox.takeRead(conversationId, mark);
    watching.takeRead(conversationId, mark);
  });
  connection.on('typing', ({ conversationId, typing, who }) => {
    const open = watching.open.peek();
    if (open?.id === conversationId && who.id !== directory.me.peek().id) open.setTyping(who, typing);
  });
  connection.on('contact:changed', ({ contact, online, was }) => {
    inbox.takeContact(contact, was);
    const open = watching.open.peek();
    const shown = open?.contact.peek()?.id;
    if (shown === contact.id || (shown !== undefined && shown === was)) open?.takeContact(contact, online);
  });
  connection.on('presence', ({ agents }) => directory.takePresence(agents));
  connection.on('agents:changed', ({ agents }) => directory.take(agents));
  connection.on('sites:changed', ({ sites: news }) => desk.takeSites(news));
  return effect(() => {
    const link: Link = connection.link.value;
    if (link.kind === 'refused') onRefused(link.refusal);
  });
}

/**
 * Sockets are hints: now and then, and whenever somebody comes back, it is asked whether something was missed. A page
 * that is left lets go of what keeps the browser from keeping it.
 */
function followAlong(
  { connection, inbox, watching, replies }: Desk,
  tabs: Tabs<ReplyNews>,
  time: Time,
): () => void {
  const pace = atMostEvery(CHECK_PAUSE_MS, time, () => {
    if (connection.link.peek().kind !== 'live') return;
    void watching.checkHead();
    inbox.refreshLists();
    inbox.askCounts();
  });
  let cancel = () => {};
  const later = () => {
    // Jitter keeps a hundred consoles from asking in the same second.
    cancel = time.after(HEAD_CHECK_MS * (0.8 + Math.random() * 0.4), () => {
      pace.ask();
      later();
    });
  };
  later();
  const ending = new AbortController();
  const page = {
    onLeft: () => {
      connection.close();
      replies.disconnected();
      tabs.leave();
    },
    onReturned: () => {
      tabs.join();
      void replies.restore();
      connection.open();
    },
    onBack: () => {
      connection.hurry();
      pace.ask();
    },
    onOffline: () => undefined,
  };
  followPage(page, ending.signal);
  const stop = effect(() => {
    if (attention.value) pace.ask();
  });
  return () => {
    stop();
    cancel();
    pace.cancel();
    ending.abort();
  };
}
