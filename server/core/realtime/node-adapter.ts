import { RedisAdapter } from '@socket.io/redis-adapter';
import type { Namespace } from 'socket.io';
import { isHeard } from './is-heard.ts';
import type { RedisLink } from './redis-link.ts';

type Packet = Parameters<RedisAdapter['broadcast']>[0];
type BroadcastOptions = Parameters<RedisAdapter['broadcast']>[1];

/**
 * What the adapter takes for its two clients. The plain adapter publishes without waiting: with Redis gone, its
 * rejections would end the process. Here publishing cannot fail, and one subscription serves all namespaces.
 */
function clientsOf(link: RedisLink) {
  const nothing = () => undefined;
  return {
    publish: (channel: string, message: string) => link.publish(channel, message),
    pSubscribe(pattern: string, listener: (message: string, channel: string) => void) {
      link.onMessage(pattern.slice(0, -1), (channel, message, isOwn) => {
        if (!isOwn) listener(message, channel);
      });
    },
    // Requests between nodes and their answers are never used: see NodeAdapter.
    subscribe: nothing,
    pUnsubscribe: nothing,
    unsubscribe: nothing,
    on: nothing,
    off: nothing,
  };
}

/** What Parley sends is JSON; the engine's own way to write it is several times as quick as any other. */
const PARSER = {
  encode: (message: unknown): string => JSON.stringify(message),
  decode: (text: string): unknown => JSON.parse(text),
};

/**
 * Sends events to the sockets of all nodes. Everything else is of this node alone: what other nodes should do with
 * their sockets they are told over the bus, because the adapter would leave even this node's sockets alone while
 * Redis is away.
 */
class NodeAdapter extends RedisAdapter {
  readonly #link: RedisLink;
  readonly #namespace: Namespace;
  /** Of a namespace, as the adapter hears it; the name of a single room comes behind it. */
  readonly #channel: string;

  constructor(namespace: Namespace, link: RedisLink) {
    const clients = clientsOf(link);
    const key = `${link.prefix}sockets`;
    super(namespace, clients, clients, { key, parser: PARSER });
    this.#link = link;
    this.#namespace = namespace;
    this.#channel = `${key}#${namespace.name}#`;
  }

  /**
   * To this node's sockets first, and only where anybody hears it: the plain adapter writes a packet for the one and
   * for the other, whether or not there is somebody. Other nodes look at the room before they read the rest.
   */
  override broadcast(packet: Packet, options: BroadcastOptions): void {
    const { rooms, except = new Set<string>(), flags } = options;
    const [exceptOne] = except.size === 1 ? except : [];
    if (rooms.size === 0 || isHeard(this.#namespace, rooms, exceptOne)) {
      super.broadcast(packet, here(options));
    }
    if (flags?.local === true) return;
    const [room] = rooms.size === 1 ? rooms : [];
    this.#link.publish(
      room === undefined ? this.#channel : `${this.#channel}${room}#`,
      PARSER.encode([
        this.uid,
        { ...packet, nsp: this.nsp.name },
        { rooms: [...rooms], except: [...except], flags },
      ]),
    );
  }

  override addSockets(options: BroadcastOptions, rooms: string[]): void {
    super.addSockets(here(options), rooms);
  }

  override delSockets(options: BroadcastOptions, rooms: string[]): void {
    super.delSockets(here(options), rooms);
  }

  override disconnectSockets(options: BroadcastOptions, close: boolean): void {
    super.disconnectSockets(here(options), close);
  }

  override fetchSockets(options: BroadcastOptions): ReturnType<RedisAdapter['fetchSockets']> {
    return super.fetchSockets(here(options));
  }
}

function here(options: BroadcastOptions): BroadcastOptions {
  return { ...options, flags: { ...options.flags, local: true } };
}

/** The adapter of every namespace, as Socket.IO's `adapter` option takes it. */
export function nodeAdapter(link: RedisLink) {
  return class extends NodeAdapter {
    constructor(namespace: Namespace) {
      super(namespace, link);
    }
  };
}
