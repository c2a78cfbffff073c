import { LRUCache } from 'lru-cache';
import type { Namespace, Socket } from 'socket.io';
import { type ZodType, z } from 'zod';
import { PageContext, PageView, type Visit } from '../../shared/contacts.ts';
import type { WidgetEvents, WidgetWelcome } from '../../shared/events.ts';
import { SiteKey } from '../../shared/ids.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import type { Site } from '../../shared/sites.ts';
import { type Contacts, describeBrowser } from '../contacts/index.ts';
import type { Conversations } from '../conversations/index.ts';
import { contactIdsOf, knownAs, type VisitorActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { FewAtOnce } from '../core/few-at-once.ts';
import type { Gate } from '../core/gate.ts';
import type { Metrics } from '../core/metrics.ts';
import { parseInput } from '../core/parse.ts';
import { type Bus, topic } from '../core/realtime/bus.ts';
import { KeyedAllowance } from '../core/realtime/keyed-allowance.ts';
import {
  bindEvents,
  type EventContext,
  type EventHandlers,
  type EventObserver,
  event,
} from '../core/realtime/on-event.ts';
import type { Publisher } from '../core/realtime/publish.ts';
import type { Realtime } from '../core/realtime/realtime.ts';
import { refusedConnection } from '../core/realtime/refuse-connection.ts';
import { rooms } from '../core/realtime/rooms.ts';
import { Refused } from '../core/refused.ts';
import type { Presence } from '../presence/index.ts';
import type { Promises } from '../promises/index.ts';
import type { Sites } from '../sites/index.ts';
import { mayChat } from '../sites/index.ts';
import { type HandshakeLimit, placeOf } from './handshake-limit.ts';
import { requireProtocol, WidgetHandshakeInput } from './handshakes.ts';
import type { Identify } from './identify.ts';
import type { createNoteHandshake } from './note-handshake.ts';

/** Of one visitor: a dozen tabs that come back again and again get in, a loop waits. Each asks the store for everything. */
const HANDSHAKES = { burst: 60, perSecond: 2 };
/** How many handshakes visitors have made on another node, by the hash of their secret. */
const Shaken = topic('visitors:shaken', z.record(z.string(), z.number().int().min(0)));
const PAGE_VIEWS = { burst: 10, perSecond: 0.5 };
/**
 * Visitors who are read everything of at the same time, and visits that are noted: when a server comes back, thousands
 * ask at once, and who writes meanwhile must find a connection to the store that is free.
 */
const WELCOMED_AT_ONCE = 8;
const NOTED_AT_ONCE = 4;
/** New contacts remembered for tabs that were asking the store who they are when the contact was made. */
const NEW_CONTACTS = 1_000;
/** Visitors remembered who have just become others than their sockets were let in as. */
const OTHERS = 1_000;

/** At least so long before it is asked again. */
const PROOF_ASKED_MS = 1_000;

/** For the page's developer; the visitor is told in the visitor's language. */
const SIGN_IN = 'This chat is for signed-in people: call identify() with a token that your server signs.';

const NO_HEADS: Record<string, number> = {};
/** In place of a handshake that has been read. */
const FORGOTTEN: Partial<Socket['handshake']> = { headers: {}, query: {}, auth: {} };

/** What a widget's socket remembers. */
interface VisitorSocketData {
  actor: VisitorActor;
  site: Site;
  visit: Visit;
  /** The address under which it is counted; null where it is not. */
  from: string | null;
  heads: Record<string, number>;
  /** When it was asked who the visitor is, by the clock that is never set. */
  askedAtMs: number;
  /** Why what the page says of the visitor has proved nothing. */
  identityRefused: Refused | null;
}

export interface WidgetConnectionDeps {
  core: Core;
  bus: Bus;
  sites: Sites;
  contacts: Contacts;
  conversations: Conversations;
  presence: Presence;
  promises: Promises;
  publisher: Publisher;
  gate: Gate;
  metrics: Metrics;
  /** How many handshakes one address may make. */
  limit: HandshakeLimit;
  observe: EventObserver;
  identify: Identify;
  noteHandshake: ReturnType<typeof createNoteHandshake>;
}

type WidgetHandlers = EventHandlers<VisitorActor, Omit<WidgetEvents, PageEvents>>;
type PageEvents = 'page:view' | 'page:context';

/** Lets visitors in: who they are, what they missed, and what they may send. */
export class WidgetConnections {
  readonly #deps: WidgetConnectionDeps;
  /** Contacts' ids by the hash of the visitor's secret. */
  readonly #newContacts = new LRUCache<string, string>({ max: NEW_CONTACTS });
  /** When visitors became others, by their rooms. */
  readonly #others = new LRUCache<string, number>({ max: OTHERS });
  readonly #handshakes: KeyedAllowance;
  readonly #welcomes = new FewAtOnce(WELCOMED_AT_ONCE);
  readonly #notes = new FewAtOnce(NOTED_AT_ONCE);
  #namespace: Namespace | null = null;

  constructor(deps: WidgetConnectionDeps) {
    this.#deps = deps;
    const { bus, core } = deps;
    this.#handshakes = new KeyedAllowance(HANDSHAKES, core.clock);
    if (bus.redis !== null) this.#handshakes.onUsed((used) => bus.tell(Shaken, used));
    bus.on(Shaken, (used) => this.#handshakes.usedElsewhere(used));
  }

  /** How many visitors' sockets are connected to this node. */
  get size(): number {
    return this.#namespace?.sockets.size ?? 0;
  }

  /** Where the visitor behind a socket is now. */
  visitOf(socketId: string): Visit | null {
    return dataOf(this.#socketOf(socketId))?.visit ?? null;
  }

  /** The address under which what comes over a socket is counted; null where it is not. */
  countedUnder(socketId: string | undefined): string | null {
    return dataOf(this.#socketOf(socketId))?.from ?? null;
  }

  /** A visitor has written for the first time: all tabs of that visitor on this node now belong to the contact. */
  becameContact(tokenHash: string, contactId: string): void {
    this.#newContacts.set(tokenHash, contactId);
    for (const socketId of this.#namespace?.adapter.rooms.get(rooms.visitor(tokenHash)) ?? []) {
      const socket = this.#socketOf(socketId);
      const data = dataOf(socket);
      if (socket === undefined || data === undefined || data.actor.contactId !== null) continue;
      data.actor = { ...data.actor, contactId };
      void socket.join(rooms.contact(contactId));
      this.#deps.presence.contactConnected(contactId);
    }
  }

  /**
   * Visitors see other conversations than when they were let in. Cut, they come back by themselves, and everything
   * they may hear of follows from the store.
   */
  becameOthers(visitorRooms: readonly string[]): void {
    const now = this.#deps.core.clock.elapsed();
    for (const room of visitorRooms) {
      this.#others.set(room, now);
      this.#deps.publisher.cutWidgets(room, new Refused('unavailable').toRefusal());
    }
  }

  /** Those of a site who would be let in otherwise now, or not at all, come back and are asked again. */
  askAgain(siteId: string, whom: (actor: VisitorActor) => boolean): void {
    for (const socket of [...(this.#namespace?.sockets.values() ?? [])]) {
      const data = dataOf(socket);
      if (data?.site.id === siteId && whom(data.actor)) cut(socket, new Refused('unavailable'));
    }
  }

  /**
   * Takes connections from now on.
   * @returns all events that these may send
   */
  listen(realtime: Realtime, handlers: WidgetHandlers) {
    this.#namespace = realtime.widget;
    realtime.widget.use((socket, next) => {
      const { noteHandshake, core } = this.#deps;
      this.#admit(socket).then(
        () => {
          noteHandshake(socket, requireData(socket).identityRefused);
          next();
        },
        (error) => {
          if (error instanceof Refused) noteHandshake(socket, error);
          next(refusedConnection(error, core.log));
        },
      );
    });
    const { core, gate, observe } = this.#deps;
    const all = { ...handlers, 'page:view': this.#page(PageView), 'page:context': this.#page(PageContext) };
    const options = {
      actorOf: (socket: Socket) => requireData(socket).actor,
      gate,
      clock: core.clock,
      log: core.log,
      observe,
    };
    realtime.widget.on('connection', (socket) => {
      bindEvents<VisitorActor, WidgetEvents>(socket, all, options);
      this.#connected(socket);
    });
    return all;
  }

  async #admit(socket: Socket): Promise<void> {
    const { core, sites, contacts, limit } = this.#deps;
    const { handshake } = socket;
    await limit.take(placeOf(socket));
    requireProtocol(handshake.auth);
    const key = SiteKey.safeParse(handshake.query.site);
    const site = key.success ? sites.byKey(key.data) : undefined;
    if (site === undefined) throw new Refused('unknown_site');
    if (!site.enabled) throw new Refused('site_off');
    if (!sites.mayEmbed(site, handshake.headers.origin)) throw new Refused('origin_not_allowed');
    const input = parseInput(WidgetHandshakeInput, handshake.auth);
    this.#handshakes.take(contacts.hashOf(site.id, input.token));
    if (input.waiting !== undefined)
      this.#deps.metrics.outboxWaiting.observe({ kind: 'visitor' }, input.waiting);
    const visit: Visit = {
      ...input.page,
      browser: describeBrowser(handshake.headers['user-agent'] ?? ''),
      language: input.language,
      timezone: input.timezone,
      at: core.clock.now(),
    };
    const identityRefused = await this.#deps.identify(site, input);
    const askedAtMs = core.clock.elapsed();
    const actor = await contacts.visitorOf(site.id, input.token);
    if (!mayChat(site, actor)) {
      const message = identityRefused?.message ?? SIGN_IN;
      throw new Refused('sign_in_required', { message });
    }
    const from = limit.keyOf(placeOf(socket));
    socket.data = {
      ...{ from, actor, site, visit, heads: input.heads, askedAtMs, identityRefused },
    } satisfies VisitorSocketData;
  }

  #connected(socket: Socket): void {
    const { core, presence } = this.#deps;
    const data = requireData(socket);
    // Rooms first, then the store: what is committed in between comes twice rather than not at all.
    void socket.join([rooms.visitor(data.actor.tokenHash), rooms.siteVisitors(data.site.id)]);
    const refused = this.#catchUpWithHandshake(data);
    if (refused !== null) {
      cut(socket, refused);
      return;
    }
    const known = knownAs(data.actor);
    if (known !== null) {
      void socket.join(contactIdsOf(data.actor).map(rooms.contact));
      presence.contactConnected(known);
    }
    const stopWatching = this.#watchProof(socket);
    socket.on('disconnect', () => {
      stopWatching();
      const left = knownAs(requireData(socket).actor);
      if (left !== null) presence.contactDisconnected(left);
    });
    this.#welcome(data, () => socket.connected).then(
      (welcome) => welcome && socket.emit('welcome', welcome),
      (error) => {
        // Without an answer to its handshake the client would wait: cut, it comes back and asks again.
        core.log.warn({ err: error }, 'A handshake could not be answered.');
        socket.disconnect(true);
      },
    );
    if (known !== null) void this.#seen(known, data.visit);
    // Read by now; most visitors only listen, for hours, and should cost little.
    data.heads = NO_HEADS;
    Object.assign(socket, { handshake: FORGOTTEN });
  }

  #socketOf(socketId: string | undefined): Socket | undefined {
    return socketId === undefined ? undefined : this.#namespace?.sockets.get(socketId);
  }

  /**
   * Takes in what has changed since the handshake was looked at: those rooms did not hold the socket yet.
   * @returns why the socket is to be cut after all, or null
   */
  #catchUpWithHandshake(data: VisitorSocketData): Refused | null {
    const site = this.#deps.sites.get(data.site.id);
    if (site === undefined || !site.enabled) return new Refused('site_off');
    data.site = site;
    if (!mayChat(site, data.actor)) return new Refused('sign_in_required');
    const visitorRooms = [
      rooms.visitor(data.actor.tokenHash),
      ...contactIdsOf(data.actor).map(rooms.contact),
    ];
    if (visitorRooms.some((room) => (this.#others.get(room) ?? 0) > data.askedAtMs))
      return new Refused('unavailable');
    const contactId = data.actor.contactId ?? this.#newContacts.get(data.actor.tokenHash) ?? null;
    if (contactId !== data.actor.contactId) data.actor = { ...data.actor, contactId };
    return null;
  }

  /**
   * The site's word for who somebody is does not count for ever: then it is asked whether it has been given again.
   * @returns ends the watch
   */
  #watchProof(socket: Socket): () => void {
    const { actor } = requireData(socket);
    const { person, siteId, tokenHash } = actor;
    if (person === null) return () => undefined;
    const { core, contacts } = this.#deps;
    let cancel: () => void = () => undefined;
    const wait = (until: number) => {
      cancel = core.clock.after(Math.max(until - core.clock.now(), PROOF_ASKED_MS), () => {
        contacts.recognize({ siteId, tokenHash }).then(
          (now) =>
            now.person?.id === person.id ? wait(now.person.until) : cut(socket, new Refused('unavailable')),
          (error) => cut(socket, error instanceof Refused ? error : new Refused('unavailable')),
        );
      });
    };
    wait(person.until);
    return () => cancel();
  }

  /** Null for a visitor who has gone before it was his turn. */
  async #welcome(
    { actor, site, heads, identityRefused }: VisitorSocketData,
    isThere: () => boolean,
  ): Promise<WidgetWelcome | null> {
    const contactId = knownAs(actor);
    const nothing = { contact: null, conversations: [] };
    const found =
      contactId === null
        ? nothing
        : await this.#welcomes.run(async () => (isThere() ? this.#known(contactId, actor, heads) : null));
    const replyWithin = await this.#deps.promises.of(site.id);
    return (
      found && {
        protocol: PROTOCOL_VERSION,
        site: this.#deps.sites.forWidget(site),
        presence: this.#deps.presence.forVisitors(site.id),
        attachmentMaxBytes: this.#deps.core.config.attachmentMaxBytes,
        ...found,
        ...(replyWithin && { replyWithin }),
        ...(identityRefused && { identityRefused: identityRefused.toRefusal() }),
      }
    );
  }

  /** What is stored of a contact, as far as its own eyes go. */
  async #known(
    contactId: string,
    actor: VisitorActor,
    heads: Record<string, number>,
  ): Promise<Pick<WidgetWelcome, 'contact' | 'conversations'>> {
    const [{ name, email }, conversations] = await Promise.all([
      this.#deps.contacts.get(contactId),
      this.#deps.conversations.forVisitor.newest(actor, heads),
    ]);
    return {
      contact: { ...(name !== null && { name }), ...(email !== null && { email }) },
      conversations,
    };
  }

  /** What the page says of itself, a part at a time. */
  #page<Told extends Partial<Visit>>(input: ZodType<Told>) {
    return event({
      input,
      limit: PAGE_VIEWS,
      handle: async ({ actor, socketId }: EventContext<VisitorActor>, page) => {
        const data = dataOf(this.#socketOf(socketId));
        if (data === undefined) return; // gone meanwhile
        data.visit = { ...data.visit, ...page, at: this.#deps.core.clock.now() };
        const known = knownAs(actor);
        if (known !== null) await this.#seen(known, data.visit);
      },
    });
  }

  async #seen(contactId: string, visit: Visit): Promise<void> {
    const { contacts } = this.#deps;
    await this.#notes
      .run(() => contacts.seen(contactId, visit))
      .catch((error: unknown) => {
        this.#deps.core.log.warn({ err: error }, 'A visit could not be noted.');
      });
  }
}

/** Says why, then cuts. */
function cut(socket: Socket, why: Refused): void {
  socket.emit('refused', why.toRefusal());
  socket.disconnect(true);
}

function dataOf(socket: Socket | undefined): VisitorSocketData | undefined {
  return socket?.data as VisitorSocketData | undefined;
}

function requireData(socket: Socket): VisitorSocketData {
  return socket.data as VisitorSocketData;
}
