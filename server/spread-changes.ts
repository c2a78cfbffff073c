import { z } from 'zod';
import type { Agents } from './agents/index.ts';
import { cutSessions } from './announce.ts';
import type { Contacts } from './contacts/index.ts';
import { type Bus, topic } from './core/realtime/bus.ts';
import type { Publisher } from './core/realtime/publish.ts';
import type { Sites } from './sites/index.ts';

const AgentsChanged = topic('agents', z.null());
const SitesChanged = topic('sites', z.null());
const SessionsEnded = topic('sessions:ended', z.array(z.string()));
const ContactChanged = topic('contact', z.string());

interface Spread {
  bus: Bus;
  agents: Agents;
  sites: Sites;
  contacts: Contacts;
  publisher: Publisher;
}

/** Lets other nodes read what this one has changed, and this one what others have. */
export function spreadChanges({ bus, agents, sites, contacts, publisher }: Spread): void {
  agents.onOwnChange(() => bus.tell(AgentsChanged, null));
  bus.on(AgentsChanged, () => void agents.follow());
  sites.onOwnChange(() => bus.tell(SitesChanged, null));
  bus.on(SitesChanged, () => void sites.follow());
  agents.onSessionsEnded((sessionIds) => bus.tell(SessionsEnded, sessionIds));
  bus.on(SessionsEnded, (sessionIds) => cutSessions(publisher, sessionIds));
  contacts.onChanged(({ id }) => bus.tell(ContactChanged, id));
  bus.on(ContactChanged, (contactId) => contacts.forget(contactId));
  bus.onConnected(() => {
    // Whatever was changed meanwhile went by unheard.
    void agents.follow();
    void sites.follow();
  });
}
