import { RedisAdapter } from '@socket.io/redis-adapter';
import type { Namespace } from 'socket.io';
import type { RedisLink } from './redis-link.ts';

type BroadcastOptions = Parameters<RedisAdapter['broadcast']>[1];

/**
 * What the adapter takes for its two clients. The plain adapter publishes without waiting: with Redis gone, its
 * rejections would end the process. Here publishing cannot fail, and one subscription serves all namespaces.
 */
function clientsOf(link: RedisLink) {
  const nothing = () => undefined;
  return {
    publish: (channel: string, message: string | Buffer) => link.publish(channel, message),
    pSubscribe(pattern: string, listener: (message: Buffer, channel: string) => void) {
      link.onMessage(pattern.slice(0, -1), (channel, message) => listener(message, channel));
    },
    // Requests between nodes and their answers are never used: see NodeAdapter.
    subscribe: nothing,
    pUnsubscribe: nothing,
    unsubscribe: nothing,
    on: nothing,
    off: nothing,
  };
}

/**
 * Sends events to the sockets of all nodes. Everything else is of this node alone: what other nodes should do with
 * their sockets they are told over the bus, because the adapter would leave even this node's sockets alone while
 * Redis is away.
 */
class NodeAdapter extends RedisAdapter {
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
      const clients = clientsOf(link);
      super(namespace, clients, clients, { key: `${link.prefix}sockets` });
    }
  };
}
