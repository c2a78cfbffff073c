import type { ConsoleEvents, WidgetEvents } from '../shared/events.ts';
import { createAgents } from './agents/index.ts';
import { announceChanges } from './announce.ts';
import { ConsoleConnections, mayConnect, WidgetConnections, widgetRoutes } from './connections/index.ts';
import { Contacts } from './contacts/index.ts';
import {
  Conversations,
  conversationConsoleEvents,
  conversationRoutes,
  conversationWidgetEvents,
} from './conversations/index.ts';
import type { AgentActor, VisitorActor } from './core/actor.ts';
import type { Core } from './core/core.ts';
import { ensureIndexes } from './core/db/indexes.ts';
import { Gate } from './core/gate.ts';
import { createHttp } from './core/http/http.ts';
import { createHttpServer } from './core/http/http-server.ts';
import { Jobs } from './core/jobs/jobs.ts';
import type { EventHandlers } from './core/realtime/on-event.ts';
import { Publisher } from './core/realtime/publish.ts';
import { attachRealtime, createRealtime } from './core/realtime/realtime.ts';
import { sendAway } from './core/realtime/send-away.ts';
import { demoPage } from './demo/index.ts';
import { createHealth } from './health/index.ts';
import { messageConsoleEvents, messageRoutes, messageWidgetEvents } from './messages/index.ts';
import { awayNotice, Presence } from './presence/index.ts';
import { createSites } from './sites/index.ts';
import { Tickets, ticketConsoleEvents, ticketRoutes } from './tickets/index.ts';

/** What was taken is given this long to be answered when the process ends. */
const FINISH_WITHIN_MS = 5_000;

type Features = ReturnType<typeof createFeatures>;
export type App = ReturnType<typeof createApp>;

/** The one list of features, in the order in which they need each other. */
function createFeatures(core: Core) {
  const sites = createSites(core);
  const agents = createAgents(core, { sites, presenceOf: (agentId) => presence.stateOf(agentId) });
  const contacts = new Contacts(core);
  const jobs = new Jobs(core.db, core.clock, core.log);
  const presence: Presence = new Presence(core.clock, () => agents.directory());
  const realtime = createRealtime((request) => mayConnect(core, sites, request));
  const publisher = new Publisher(realtime.console, realtime.widget, core.log);
  const conversations = new Conversations(core, {
    contacts,
    jobs,
    publisher,
    names: (agentId) => agents.get(agentId)?.name,
    isOnline: (contactId) => presence.isContactOnline(contactId),
  });
  conversations.effects.register(awayNotice(conversations, presence));
  const tickets = new Tickets(conversations, contacts);
  announceChanges({ agents, sites, presence, publisher });
  return { agents, sites, contacts, jobs, presence, realtime, publisher, conversations, tickets };
}

/** Gives both namespaces their events. An event of the wire without a handler does not compile. */
function listenToSockets(core: Core, features: Features, gate: Gate): void {
  const { conversations, contacts, sites, tickets, publisher, realtime } = features;
  const connections = { core, ...features, gate, observe: () => undefined };
  const widgets = new WidgetConnections(connections);
  const messages = {
    conversations,
    contacts,
    publisher,
    clock: core.clock,
    continueWithinHours: (siteId: string) => sites.get(siteId)?.continueWithinHours ?? 0,
    onContact: (visitor: VisitorActor, contactId: string) => widgets.becameContact(visitor, contactId),
    visitOf: (socketId: string) => widgets.visitOf(socketId),
  };
  widgets.listen(realtime, {
    ...conversationWidgetEvents(conversations),
    ...messageWidgetEvents(messages),
  } satisfies Required<EventHandlers<VisitorActor, Omit<WidgetEvents, 'page:view'>>>);
  new ConsoleConnections(connections).listen(realtime, {
    ...conversationConsoleEvents(conversations),
    ...messageConsoleEvents(messages),
    ...ticketConsoleEvents(tickets),
  } satisfies Required<EventHandlers<AgentActor, Omit<ConsoleEvents, 'presence:set'>>>);
}

/**
 * The whole server, not yet listening.
 * @param core what everything is built on
 */
export function createApp(core: Core) {
  const features = createFeatures(core);
  const { agents, sites, conversations, tickets, jobs, realtime } = features;
  const gate = new Gate();
  const health = createHealth(core);
  listenToSockets(core, features, gate);
  const http = createHttp(core, {
    routes: [
      ...agents.routes,
      ...sites.routes,
      ...conversationRoutes(conversations),
      ...messageRoutes(conversations),
      ...ticketRoutes(tickets),
      ...widgetRoutes(features),
    ],
    gate,
    agentBySession: (cookie) => agents.bySession(cookie),
    demo: demoPage(core, sites),
    health,
  });
  const server = createHttpServer(http);
  attachRealtime(realtime, server);
  return {
    ...features,
    core,
    server,
    /** Indexes, memory of agents and sites, repair of what an earlier process left, work in the background. */
    async start(): Promise<void> {
      await ensureIndexes(core.db, core.log);
      await Promise.all([agents.start(), sites.start()]);
      await conversations.start();
      jobs.start();
    },
    /** Takes nothing new, answers what was taken, sends the sockets away and writes out what is gathered. */
    async drain(): Promise<void> {
      health.drain();
      server.close();
      await gate.close(core.clock, FINISH_WITHIN_MS);
      sendAway(realtime);
      await jobs.stop();
      await conversations.stop();
      agents.stop();
      sites.stop();
      realtime.io.engine.close();
      server.closeAllConnections();
    },
  };
}
