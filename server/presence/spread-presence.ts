import { z } from 'zod';
import { type Bus, topic } from '../core/realtime/bus.ts';
import type { Presence, PresenceNews } from './presence.ts';

const Changes = z.object({ here: z.array(z.string()), gone: z.array(z.string()) });
const News = topic(
  'presence',
  z.object({ whole: z.boolean(), agents: Changes, contacts: Changes }) satisfies z.ZodType<PresenceNews>,
);
const Asked = topic('presence:asked', z.null());
const Leaving = topic('presence:leaving', z.null());

/** Lets each node know who is at the others. */
export function spreadPresence(presence: Presence, bus: Bus): void {
  presence.onNews((news) => bus.tell(News, news));
  presence.onLeaving(() => bus.tell(Leaving, null));
  bus.on(News, (news, from) => presence.heard(from, news));
  bus.on(Leaving, (_nothing, from) => presence.heardLeaving(from));
  bus.on(Asked, () => presence.tellWhole());
  bus.onConnected(() => {
    presence.tellWhole();
    bus.tell(Asked, null);
  });
}
