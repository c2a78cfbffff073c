import { z } from 'zod';
import type { ConsoleEvents, WidgetEvents } from '../shared/events.ts';
import type { SendVisitorMessage } from '../shared/messages.ts';
import { createAgents } from './agents/index.ts';
import { announceChanges } from './announce.ts';
import {
  AttachmentSweep,
  Attachments,
  attachmentRoutes,
  removeFiles,
  SignedAddresses,
  UploadLimits,
} from './attachments/index.ts';
import {
  ConsoleConnections,
  createIdentify,
  createNoteHandshake,
  HandshakeLimit,
  mayConnect,
  OpenConnections,
  WidgetConnections,
  widgetRoutes,
} from './connections/index.ts';
import { Contacts } from './contacts/index.ts';
import {
  Conversations,
  conversationConsoleEvents,
  conversationRoutes,
  conversationWidgetEvents,
} from './conversations/index.ts';
import type { AgentActor, VisitorActor } from './core/actor.ts';
import type { Core } from './core/core.ts';
import { prepareStore } from './core/db/prepare-store.ts';
import { Gate } from './core/gate.ts';
import { createHttp } from './core/http/http.ts';
import { boundBodies, createHttpServer } from './core/http/http-server.ts';
import { proxyReader } from './core/http/proxies.ts';
import { RateLimit, type RateLimitRule } from './core/http/rate-limit.ts';
import type { Route } from './core/http/route.ts';
import { Jobs } from './core/jobs/jobs.ts';
import { Metrics } from './core/metrics.ts';
import { type Bus, createBus, topic } from './core/realtime/bus.ts';
import type { EventHandlers } from './core/realtime/on-event.ts';
import { packetLimit } from './core/realtime/packet-limit.ts';
import { Publisher } from './core/realtime/publish.ts';
import { attachRealtime, createRealtime } from './core/realtime/realtime.ts';
import { closeEntrance, sendAway, sendAwayAll } from './core/realtime/send-away.ts';
import { SlowReaders } from './core/realtime/slow-readers.ts';
import type { Allowance } from './core/realtime/token-bucket.ts';
import { demoPage } from './demo/index.ts';
import { followPeople, type People } from './follow-people.ts';
import { Forms } from './forms/index.ts';
import { createHealth, metricsPage } from './health/index.ts';
import { IdentityKeys, identityRoutes } from './identity/index.ts';
import { measureFeatures } from './measure-features.ts';
import {
  changeRoutes,
  MESSAGES,
  messageConsoleEvents,
  messageRoutes,
  messageWidgetEvents,
} from './messages/index.ts';
import { awayNotice, Presence, spreadPresence } from './presence/index.ts';
import { Promises } from './promises/index.ts';
import { ResumeLinks, resumeWidgetEvents } from './resume/index.ts';
import { Sightings, sightingRoutes } from './sightings/index.ts';
import { createSites, mayChat, type Sites } from './sites/index.ts';
import { spreadChanges } from './spread-changes.ts';
import { Tickets, ticketConsoleEvents, ticketRoutes } from './tickets/index.ts';
import { Tokens, tokenRoutes } from './tokens/index.ts';

/** How much people may do, where that is not the same in every place. */
export interface Limits {
  /** A visitor's messages over one socket. */
  visitorMessages: Allowance;
}

const LIMITS: Limits = { visitorMessages: MESSAGES };

/** What was taken is given this long to be answered when the process ends. */
const FINISH_WITHIN_MS = 3_000;

/** A visitor has written for the first time: open tabs at other nodes belong to the contact too. */
const BecameContact = topic('became-contact', z.object({ tokenHash: z.string(), contactId: z.string() }));

type Features = ReturnType<typeof createFeatures>;
export type App = ReturnType<typeof createApp>;

/** The one list of features, in the order in which they need each other. */
function createFeatures(core: Core, bus: Bus) {
  const sharedLimit = (name: string, rule: RateLimitRule) => new RateLimit(rule, { redis: bus.redis, name });
  const sites = createSites(core);
  const agents = createAgents(core, {
    sites,
    presenceOf: (agentId) => presence.stateOf(agentId),
    sharedLimit,
  });
  const tokens = new Tokens(core, { agents, sharedLimit });
  const identityKeys = new IdentityKeys(core);
  const sightings = new Sightings(core);
  const contacts = new Contacts(core, (siteId, generation) => identityKeys.accepts(siteId, generation));
  const metrics = new Metrics();
  const jobs = new Jobs(core.db, core.clock, core.log, { metrics });
  const presence: Presence = new Presence(
    core.clock,
    () => agents.directory(),
    (siteId) => sites.get(siteId),
  );
  const sockets = createSockets(core, bus, sites);
  const { realtime, publisher } = sockets;
  const addresses = new SignedAddresses(core);
  const conversations = new Conversations(core, {
    contacts,
    jobs,
    metrics,
    publisher,
    names: (agentId) => agents.get(agentId)?.name,
    presentAttachment: (attachment) => addresses.present(attachment),
    isOnline: (contactId) => presence.isContactOnline(contactId),
    answersFor: (agentId, siteId) => agents.answersFor(agentId, siteId),
  });
  conversations.effects.register(awayNotice(conversations, presence));
  const attachments = new Attachments(core, conversations);
  conversations.effects.register(removeFiles(attachments, conversations));
  const attachmentSweep = new AttachmentSweep(core, attachments, conversations);
  const tickets = new Tickets(conversations, contacts);
  announceChanges({ agents, sites, contacts, presence, publisher });
  spreadChanges({ bus, agents, sites, contacts, publisher });
  spreadPresence(presence, bus);
  measureFeatures(metrics, { realtime, conversations, bus });
  return {
    bus,
    agents,
    tokens,
    sites,
    identityKeys,
    sightings,
    contacts,
    jobs,
    metrics,
    presence,
    ...sockets,
    conversations,
    addresses,
    attachments,
    attachmentSweep,
    forms: new Forms(core, { contacts, conversations, presence, sites, sharedLimit }),
    uploadLimits: new UploadLimits(sharedLimit),
    tickets,
    promises: new Promises(core, conversations),
    resumeLinks: new ResumeLinks(core, { conversations, contacts }),
  };
}

/** The sockets, who may open one, and how they are told something. */
function createSockets(core: Core, bus: Bus, sites: Sites) {
  const { trustProxy } = core.config;
  const connects = { handshakes: new HandshakeLimit(trustProxy), open: new OpenConnections(trustProxy) };
  const realtime = createRealtime((request) => mayConnect(core, sites, connects, request), bus.adapter);
  const slowReaders = new SlowReaders([realtime.console, realtime.widget], core.clock);
  const guards = [packetLimit(core.clock), connects.open.count];
  const reach = bus.adapter === undefined ? 'here' : 'everywhere';
  const publisher = new Publisher(realtime.console, realtime.widget, core.log, reach);
  return { realtime, slowReaders, guards, publisher };
}

/**
 * Gives both namespaces their events. An event of the wire without a handler does not compile.
 * @returns the events of each
 */
function listenToSockets(core: Core, features: Features, gate: Gate, limits: Limits) {
  const { agents, bus, conversations, contacts, sites, tickets, publisher, realtime, metrics } = features;
  // Counted apart from what `mayConnect` counts: one connection may shake hands many times.
  const limit = new HandshakeLimit(core.config.trustProxy);
  const connections = { core, ...features, gate, limit, observe: metrics.event.bind(metrics) };
  const widgets: WidgetConnections = new WidgetConnections({
    ...connections,
    identify: createIdentify({
      ...{ contacts, identityKeys: features.identityKeys, clock: core.clock },
      onVouched: (tokenHash, vouched) => people.vouched(tokenHash, vouched),
    }),
    noteHandshake: createNoteHandshake({ ...features, trustedProxies: core.config.trustProxy }),
  });
  const people = followPeople({ bus, conversations, contacts, sites, widgets, log: core.log });
  const messages = {
    bus,
    conversations,
    contacts,
    claim: claimer(features),
    publisher,
    clock: core.clock,
    visitorMessages: limits.visitorMessages,
    continueWithinHours: (siteId: string) => sites.get(siteId)?.continueWithinHours ?? 0,
    onContact({ tokenHash }: VisitorActor, contactId: string) {
      widgets.becameContact(tokenHash, contactId);
      bus.tell(BecameContact, { tokenHash, contactId });
    },
    mayChat(visitor: VisitorActor) {
      const site = sites.get(visitor.siteId);
      return site !== undefined && mayChat(site, visitor);
    },
    admit: (visitor: VisitorActor, input: SendVisitorMessage, socketId: string | undefined) =>
      features.forms.admit(visitor, widgets.countedUnder(socketId), input),
    agreed: (siteId: string, consent: boolean) => features.forms.agreed(siteId, consent),
    visitOf: (socketId: string) => widgets.visitOf(socketId),
  };
  bus.on(BecameContact, ({ tokenHash, contactId }) => widgets.becameContact(tokenHash, contactId));
  const widget = widgets.listen(realtime, {
    ...conversationWidgetEvents(conversations, people.recognize),
    ...messageWidgetEvents(messages),
    ...resumeWidgetEvents({ links: features.resumeLinks, publisher, recognize: people.recognize }),
  } satisfies Required<EventHandlers<VisitorActor, Omit<WidgetEvents, 'page:view' | 'page:context'>>>);
  const consoles = new ConsoleConnections(connections);
  agents.checkSessions(() => consoles.openSessions(realtime));
  const console = consoles.listen(realtime, {
    ...conversationConsoleEvents(conversations),
    ...messageConsoleEvents(messages),
    ...ticketConsoleEvents(tickets),
  } satisfies Required<EventHandlers<AgentActor, Omit<ConsoleEvents, 'presence:set'>>>);
  return { events: { widget, console }, people };
}

function claimer({ attachments }: Pick<Features, 'attachments'>): Attachments['claim'] {
  return (claim, ids) => attachments.claim(claim, ids);
}

/** Every request that the API takes. */
function routesOf(core: Core, features: Features, people: People): Route[] {
  const { agents, tokens, sites, conversations, tickets } = features;
  return [
    ...agents.routes,
    ...tokenRoutes(tokens, core),
    ...sites.routes,
    ...identityRoutes({ ...features, onRotated: people.rotated }),
    ...sightingRoutes(features),
    ...conversationRoutes(conversations),
    ...messageRoutes(conversations, claimer(features)),
    ...attachmentRoutes({ ...features, limits: features.uploadLimits }),
    ...changeRoutes({ conversations, clock: core.clock }),
    ...ticketRoutes(tickets),
    ...widgetRoutes({ ...features, clock: core.clock }),
  ];
}

/**
 * The whole server, not yet listening.
 * @param core what everything is built on
 * @param limits others than people get, where a machine takes the place of many people
 */
export function createApp(core: Core, limits: Limits = LIMITS) {
  const bus = createBus({
    redisUrl: core.config.redisUrl,
    deployment: core.db.name,
    clock: core.clock,
    log: core.log,
  });
  const features = createFeatures(core, bus);
  const { agents, sites, conversations, jobs, presence, realtime, slowReaders } = features;
  const gate = new Gate();
  const health = createHealth(core, () => bus.isDegraded());
  const { events, people } = listenToSockets(core, features, gate, limits);
  const routes = routesOf(core, features, people);
  const pages = [
    ...health.pages,
    metricsPage(features.metrics, (bearer) => features.tokens.mayReadMetrics(bearer)),
    ...demoPage(core, sites),
  ];
  const http = createHttp(core, {
    routes,
    gate,
    agentBySession: (cookie) => agents.bySession(cookie),
    agentByToken: (bearer) => features.tokens.actorOf(bearer),
    pages,
    metrics: features.metrics,
  });
  const server = createHttpServer(http, proxyReader(core.config.trustProxy));
  attachRealtime(realtime, server, { nodeName: core.config.nodeName, guards: features.guards });
  boundBodies(server);
  return {
    ...features,
    core,
    server,
    /** Everything that can be asked from outside: the tests of who may do what go through all of it. */
    surface: { routes, events, pages },
    /** Migrations, indexes, memory of agents and sites, repair of what an earlier process left, work in the background. */
    async start(): Promise<void> {
      await prepareStore(core);
      await Promise.all([agents.start(), sites.start()]);
      await conversations.start();
      jobs.start();
      features.attachmentSweep.start();
      presence.start();
      slowReaders.start();
      bus.start();
    },
    /** Lets nobody new in, sends the sockets away, answers what was taken and writes out what is gathered. */
    async drain(): Promise<void> {
      health.drain();
      closeEntrance(realtime);
      presence.stop();
      await sendAway(realtime, core.clock);
      server.close();
      await gate.close(core.clock, FINISH_WITHIN_MS);
      slowReaders.stop();
      sendAwayAll(realtime);
      await jobs.stop();
      await features.attachmentSweep.stop();
      await conversations.stop();
      agents.stop();
      sites.stop();
      await bus.stop();
      realtime.io.engine.close();
      server.closeAllConnections();
    },
  };
}
