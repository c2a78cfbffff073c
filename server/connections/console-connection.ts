import type { Socket } from 'socket.io';
import { z } from 'zod';
import { AVAILABILITIES } from '../../shared/agents.ts';
import type { ConsoleEvents, ConsoleWelcome } from '../../shared/events.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import type { Agents } from '../agents/index.ts';
import type { Conversations } from '../conversations/index.ts';
import { type AgentActor, answersFor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Gate } from '../core/gate.ts';
import type { Metrics } from '../core/metrics.ts';
import { parseInput } from '../core/parse.ts';
import {
  bindEvents,
  type EventContext,
  type EventHandlers,
  type EventObserver,
  event,
} from '../core/realtime/on-event.ts';
import type { Realtime } from '../core/realtime/realtime.ts';
import { refusedConnection } from '../core/realtime/refuse-connection.ts';
import { rooms } from '../core/realtime/rooms.ts';
import { Refused } from '../core/refused.ts';
import type { Presence } from '../presence/index.ts';
import type { Sites } from '../sites/index.ts';
import { type HandshakeLimit, placeOf } from './handshake-limit.ts';
import { ConsoleHandshakeInput, requireProtocol } from './handshakes.ts';

export interface ConsoleConnectionDeps {
  core: Core;
  agents: Agents;
  sites: Sites;
  conversations: Conversations;
  presence: Presence;
  gate: Gate;
  metrics: Metrics;
  /** How many handshakes one address may make. */
  limit: HandshakeLimit;
  observe: EventObserver;
}

const Availability = z.strictObject({ availability: z.enum(AVAILABILITIES) });
type ConsoleHandlers = EventHandlers<AgentActor, Omit<ConsoleEvents, 'presence:set'>>;

/** Lets agents in: by the session of their cookie, from our own pages only. */
export class ConsoleConnections {
  readonly #deps: ConsoleConnectionDeps;

  constructor(deps: ConsoleConnectionDeps) {
    this.#deps = deps;
  }

  /**
   * Takes connections from now on.
   * @returns all events that these may send
   */
  listen(realtime: Realtime, handlers: ConsoleHandlers) {
    realtime.console.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error) => next(refusedConnection(error, this.#deps.core.log)),
      );
    });
    const { core, gate, observe } = this.#deps;
    const all = { ...handlers, 'presence:set': this.#setAvailability() };
    const options = { actorOf, gate, clock: core.clock, log: core.log, observe };
    realtime.console.on('connection', (socket) => {
      bindEvents<AgentActor, ConsoleEvents>(socket, all, options);
      this.#connected(socket);
    });
    return all;
  }

  /** The sessions behind the sockets of this node. */
  openSessions(realtime: Realtime): { sessionId: string; agentId: string }[] {
    return [...realtime.console.sockets.values()].map((socket) => {
      const { actor } = socket.data as { actor: AgentActor };
      return { sessionId: actor.sessionId, agentId: actor.id };
    });
  }

  async #admit(socket: Socket): Promise<void> {
    const { core, agents, limit } = this.#deps;
    const { headers, auth } = socket.handshake;
    await limit.take(placeOf(socket));
    // A cookie goes along whichever page asks: only our own may.
    if (headers.origin !== undefined && !core.config.ownOrigins.includes(headers.origin)) {
      throw new Refused('origin_not_allowed');
    }
    requireProtocol(auth);
    const { waiting } = parseInput(ConsoleHandshakeInput, auth);
    const actor = await agents.bySession(headers.cookie);
    if (actor === null) throw new Refused('not_signed_in');
    if (waiting !== undefined) this.#deps.metrics.outboxWaiting.observe({ kind: 'agent' }, waiting);
    socket.data = { actor };
  }

  #connected(socket: Socket): void {
    const { core, presence } = this.#deps;
    const actor = actorOf(socket);
    void socket.join([
      rooms.agents,
      rooms.agent(actor.id),
      rooms.session(actor.sessionId),
      ...(actor.siteIds === null ? [rooms.allInboxes] : actor.siteIds.map(rooms.inbox)),
    ]);
    presence.agentConnected(actor.id);
    socket.on('disconnect', () => presence.agentDisconnected(actor.id));
    this.#welcome(actor, socket.handshake.headers.cookie).then(
      (welcome) => socket.emit('welcome', welcome),
      (error) => {
        if (error instanceof Refused) socket.emit('refused', error.toRefusal());
        else core.log.warn({ err: error }, 'A handshake could not be answered.');
        socket.disconnect(true);
      },
    );
  }

  async #welcome(actor: AgentActor, cookie: string | undefined): Promise<ConsoleWelcome> {
    const { agents, sites, conversations, presence } = this.#deps;
    // Asked again now that the socket can be cut: what ended or changed since the handshake did not find it.
    const now = await agents.bySession(cookie);
    if (now === null) throw new Refused('not_signed_in');
    if (!hasSameRights(actor, now)) throw new Refused('unavailable');
    const everybody = agents.present((agentId) => presence.stateOf(agentId));
    const me = everybody.find((agent) => agent.id === actor.id);
    if (me === undefined) throw new Refused('not_signed_in');
    return {
      protocol: PROTOCOL_VERSION,
      me,
      agents: everybody,
      sites: sites.all().filter((site) => answersFor(actor, site.id)),
      counts: await conversations.counts(actor),
      attachmentMaxBytes: this.#deps.core.config.attachmentMaxBytes,
    };
  }

  #setAvailability() {
    return event({
      input: Availability,
      handle: async ({ actor }: EventContext<AgentActor>, { availability }) => {
        await this.#deps.agents.setAvailability(actor.id, availability);
        return null;
      },
    });
  }
}

function hasSameRights(before: AgentActor, now: AgentActor): boolean {
  return before.role === now.role && JSON.stringify(before.siteIds) === JSON.stringify(now.siteIds);
}

function actorOf(socket: Socket): AgentActor {
  return (socket.data as { actor: AgentActor }).actor;
}
