/** What the widget and the console run to talk to the server, without their screens, as the contract asks for it. */
import { randomUUID } from 'node:crypto';
import { signal } from '@preact/signals';
import { WebSocket } from 'ws';
import { Watching } from '../../console/conversations/watching.ts';
import { createConnection } from '../../console/core/connection.ts';
import { Replies } from '../../console/messages/replies.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { ConsoleWelcome, WidgetWelcome } from '../../shared/events.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';
import { Outbox, type OutboxStorage } from '../../shared/outbox.ts';
import { initialState, type VisitorMessage } from '../../widget/core/chat-state.ts';
import { Connection, type Link } from '../../widget/core/connection.ts';
import { Follow } from '../../widget/core/follow.ts';
import { createStore } from '../../widget/core/store.ts';
import { headsOf } from '../../widget/core/talks.ts';
import { createLine } from '../support/line.ts';
import type {
  AgentClient,
  AgentKind,
  AgentOptions,
  VisitorClient,
  VisitorKind,
  VisitorOptions,
} from './contract-client.ts';

/** As browsers have one and Node 20 does not: what goes wrong is told as the end alone. */
class BrowserSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    this.on('error', () => undefined);
  }
}

/** Where nothing outlives the page. */
function memory<Payload>(): OutboxStorage<Payload> {
  return { load: async () => null, save: async () => false, remove: async () => undefined };
}

function widgetClient({ url, siteKey, token, protocol, time }: VisitorOptions): VisitorClient {
  Object.assign(globalThis, { WebSocket: BrowserSocket });
  const welcomes: WidgetWelcome[] = [];
  const heard: VisitorClient['heard'] = [];
  const site = {
    key: siteKey,
    name: '',
    color: '',
    greeting: '',
    position: 'right' as const,
    language: 'en' as const,
  };
  const store = createStore(initialState(site, 'en', true));
  let skewMs = 0;
  let outdated: Refusal | null = null;
  const connection = new Connection({
    origin: url,
    siteKey,
    handshake: () => ({
      protocol,
      token,
      heads: headsOf(store.get().talks),
      page: { url: 'https://shop.example/' },
      language: 'en',
      timezone: 'UTC',
    }),
    onLink: (link: Link) => {
      store.set({ link });
      if (link.kind !== 'live') outbox.disconnected();
    },
    onOutdated: (refusal) => {
      outdated = refusal;
    },
    after: time.after,
    random: Math.random,
  });
  const follow: Follow = new Follow({
    store,
    connection,
    after: time.after,
    now: () => time.now() + skewMs,
    random: Math.random,
    visible: () => false,
    onTalks: () => undefined,
    onRead: () => undefined,
    onMessage: () => undefined,
    onUnread: () => undefined,
  });
  const outbox = new Outbox<VisitorMessage, Appended>({
    storage: memory(),
    send: ({ payload, clientId }) => connection.ask('message:send', { ...payload, clientId }),
    onSent({ payload, clientId }, sent) {
      const author = { kind: 'contact', id: '' } as const;
      follow.take({ kind: 'message', text: payload.text, clientId, author, ...sent });
    },
    onChange: () => undefined,
    tell: () => undefined,
    askTurn: createLine(),
    now: time.now,
    after: time.after,
    random: Math.random,
  });
  for (const event of [
    'welcome',
    'entry',
    'conversation:seen',
    'conversation:read',
    'typing',
    'presence',
    'site',
    'refused',
  ] as const) {
    connection.on(event, (payload: unknown) => void heard.push({ event, payload }));
  }
  connection.on('welcome', (welcome) => {
    follow.welcome(welcome);
    welcomes.push(welcome);
    outbox.connected();
  });
  const talk = (id: string) => store.get().talks[id];
  return {
    start: () => connection.restart(),
    close: () => connection.close(),
    welcomes,
    refusal: () => {
      const { link } = store.get();
      return link.kind === 'refused' ? link.refusal : outdated;
    },
    heard,
    ask: (event, input) => connection.ask(event as never, input as never),
    tell: (event, input) => connection.tell(event as never, input as never),
    send: (to, text) =>
      void outbox.add({
        clientId: randomUUID(),
        lane: 'visitor',
        payload: { to: to as VisitorMessage['to'], text },
      }),
    waiting: () => outbox.items.length,
    failed: () => outbox.items.flatMap(({ state }) => (state.kind === 'failed' ? [state.refusal] : [])),
    log: (id) => talk(id)?.thread.entries ?? [],
    conversation: (id) => talk(id)?.conversation,
    hasOlder: (id) => talk(id)?.thread.hasOlder ?? false,
    older: (id) => follow.older(id),
    check() {
      skewMs += 60_000; // it asks only now and then
      return follow.check();
    },
    typists(id) {
      const { typing } = store.get();
      return typing?.conversationId === id ? [typing.name] : [];
    },
    seen: (id) => talk(id)?.seenSeq ?? 0,
  };
}

function consoleClient({ url, time }: AgentOptions): AgentClient {
  const welcomes: ConsoleWelcome[] = [];
  const heard: AgentClient['heard'] = [];
  const connection = createConnection(url, time, () => 0);
  const watching: Watching = new Watching({
    time,
    attention: signal(false),
    watch: (input) => connection.request('conversation:watch', input),
    older: (input) => connection.request('conversation:older', input),
    unwatch: (conversationId) =>
      void connection.ask('conversation:unwatch', { conversationId }).catch(() => null),
    askHeads: (conversationId) => connection.request('heads', { conversationId }),
    read: (input) => connection.request('conversation:read', input),
    onRead: () => undefined,
    onChanged: () => undefined,
    onEntry: ({ clientId }) => replies.settle(clientId),
  });
  const replies = new Replies({
    stop: () => undefined,
    storage: memory(),
    tell: () => undefined,
    askTurn: createLine(),
    time,
    random: Math.random,
    newClientId: randomUUID,
    send: ({ kind, conversationId, clientId, text }) =>
      connection.ask(kind === 'note' ? 'note:add' : 'message:send', { conversationId, clientId, text }),
    onSent({ kind, text, clientId }, sent) {
      const { id, name } = welcomes.at(-1)?.me ?? { id: '', name: '' };
      watching.takeOwn({ kind, text, clientId, author: { kind: 'agent', id, name }, ...sent });
    },
  });
  for (const event of [
    'welcome',
    'entry',
    'conversations:changed',
    'conversation:seen',
    'conversation:read',
    'typing',
    'contact:changed',
    'presence',
    'agents:changed',
    'sites:changed',
    'refused',
  ] as const) {
    connection.on(event, (payload: unknown) => void heard.push({ event, payload }));
  }
  connection.on('welcome', (welcome) => {
    welcomes.push(welcome);
    replies.connected();
    void watching.open.peek()?.watch();
  });
  connection.on('disconnect', () => replies.disconnected());
  connection.on('entry', (entry) => watching.receive(entry));
  connection.on('conversation:seen', ({ seq }) => watching.open.peek()?.seen(seq));
  connection.on('typing', ({ who, typing }) => watching.open.peek()?.setTyping(who, typing));
  const open = (id: string) => {
    const one = watching.open.peek();
    return one?.id === id ? one : null;
  };
  return {
    start: () => connection.open(),
    close() {
      watching.close();
      connection.close();
    },
    welcomes,
    refusal: () => {
      const link = connection.link.peek();
      return link.kind === 'refused' ? link.refusal : null;
    },
    heard,
    ask: (event, input) => connection.ask(event as never, input as never),
    tell: (_event, input) => {
      const { conversationId, typing } = input as { conversationId: string; typing: boolean };
      connection.typing(conversationId, typing);
    },
    send: (to, text) => void replies.send({ kind: 'message', text, ...(to as { conversationId: string }) }),
    waiting: () => replies.items.peek().length,
    failed: () =>
      replies.items.peek().flatMap(({ state }) => (state.kind === 'failed' ? [state.refusal] : [])),
    log: (id) => open(id)?.thread.peek().entries ?? [],
    conversation: (id) => open(id)?.summary.peek() ?? undefined,
    hasOlder: (id) => open(id)?.thread.peek().hasOlder ?? false,
    older: (id) => open(id)?.loadOlder() ?? Promise.resolve(),
    check: () => watching.checkHead(),
    typists: (id) =>
      open(id)
        ?.typists.peek()
        .map(({ name }) => name) ?? [],
    seen: (id) => open(id)?.contactReadSeq.peek() ?? 0,
    watch: (id) => void watching.enter(id),
  };
}

export const widget: VisitorKind = {
  name: 'the widget',
  protocol: PROTOCOL_VERSION,
  create: widgetClient,
};

export const console: AgentKind = {
  name: 'the console',
  protocol: PROTOCOL_VERSION,
  create: consoleClient,
};
