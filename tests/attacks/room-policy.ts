import { hashSecret } from '../../server/core/ids.ts';
import { rooms } from '../../server/core/realtime/rooms.ts';
import type { Who, World } from './world.ts';

interface RoomPolicy {
  side: 'widget' | 'console';
  name(world: World): string;
  /** Whose sockets are in it once an agent has opened the conversation; nobody else's ever. */
  members: readonly Who[];
}

/** Who hears what is told to which room. A room without a row fails the check. */
export const ROOM_POLICY: Readonly<Record<keyof typeof rooms, RoomPolicy>> = {
  watchers: {
    side: 'console',
    name: ({ conversationId }) => rooms.watchers(conversationId),
    members: ['agent'],
  },
  contactWatchers: {
    side: 'console',
    name: ({ contactId }) => rooms.contactWatchers(contactId),
    members: ['agent'],
  },
  inbox: { side: 'console', name: ({ site }) => rooms.inbox(site.id), members: ['agent'] },
  allInboxes: { side: 'console', name: () => rooms.allInboxes, members: ['admin'] },
  agents: { side: 'console', name: () => rooms.agents, members: ['agent', 'admin', 'elsewhere'] },
  agent: { side: 'console', name: ({ agent }) => rooms.agent(agent.agent.id), members: ['agent'] },
  session: { side: 'console', name: sessionRoom, members: ['agent'] },
  contact: { side: 'widget', name: ({ contactId }) => rooms.contact(contactId), members: ['own'] },
  visitor: {
    side: 'widget',
    name: ({ site, own }) => rooms.visitor(hashSecret(`${site.id}:${own.token}`)),
    members: ['own'],
  },
  siteVisitors: {
    side: 'widget',
    name: ({ site }) => rooms.siteVisitors(site.id),
    members: ['own', 'other'],
  },
};

function sessionRoom({ server, agent }: World): string {
  const actors = [...server.app.realtime.console.sockets.values()].map(
    (socket) => (socket.data as { actor: { id: string; sessionId: string } }).actor,
  );
  return rooms.session(actors.find((actor) => actor.id === agent.agent.id)?.sessionId ?? '');
}
