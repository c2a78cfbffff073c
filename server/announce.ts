import type { Agents } from './agents/index.ts';
import type { Contacts } from './contacts/index.ts';
import type { Publisher } from './core/realtime/publish.ts';
import { rooms } from './core/realtime/rooms.ts';
import { Refused } from './core/refused.ts';
import type { Presence } from './presence/index.ts';
import type { Sites } from './sites/index.ts';

interface Announced {
  agents: Agents;
  sites: Sites;
  contacts: Contacts;
  presence: Presence;
  publisher: Publisher;
}

/**
 * Lets the open consoles and widgets of this node hear of changes of people and sites, whichever node made them:
 * each node finds out and tells its own.
 */
export function announceChanges(announced: Announced): void {
  announcePresence(announced);
  announceAgents(announced);
  announceSites(announced);
}

function tellPresence(announced: Announced): void {
  const { sites, presence, publisher } = announced;
  publisher.here.toConsoles(rooms.agents, 'presence', { agents: presence.states() });
  for (const site of sites.all()) tellVisitors(announced, site.id);
}

function tellVisitors({ presence, publisher }: Announced, siteId: string): void {
  publisher.here.toWidgets(rooms.siteVisitors(siteId), 'presence', presence.forVisitors(siteId));
}

function announcePresence(announced: Announced): void {
  const { contacts, presence, publisher } = announced;
  presence.onAgentsChanged(() => tellPresence(announced));
  presence.onHoursTurned((siteId) => tellVisitors(announced, siteId));
  presence.onContactChanged((contactId) => {
    const watchers = rooms.contactWatchers(contactId);
    if (!publisher.hasConsoles(watchers)) return;
    contacts.forget(contactId); // it has just been at another node, which knows more
    contacts.get(contactId).then(
      (contact) => {
        const online = presence.isContactOnline(contactId);
        publisher.here.toConsoles(watchers, 'contact:changed', { contact, online });
      },
      () => undefined, // whoever opens the conversation again is told
    );
  });
}

function announceAgents(announced: Announced): void {
  const { agents, presence, publisher } = announced;
  agents.onChanged(() => {
    publisher.here.toConsoles(rooms.agents, 'agents:changed', {
      agents: agents.present((agentId) => presence.stateOf(agentId)),
    });
    tellPresence(announced);
  });
  agents.onSessionsEnded((sessionIds) => cutSessions(publisher, sessionIds));
  agents.onRightsChanged(({ id, active }) => {
    // Rooms were joined under the old rights: cut, the console comes back by itself and is let in under the new ones.
    publisher.cutConsoles(rooms.agent(id), new Refused(active ? 'unavailable' : 'not_signed_in').toRefusal());
  });
}

/** Cuts the consoles of this node that hang on sessions which have ended. */
export function cutSessions(publisher: Publisher, sessionIds: readonly string[]): void {
  for (const id of sessionIds)
    publisher.cutConsoles(rooms.session(id), new Refused('not_signed_in').toRefusal());
}

function announceSites(announced: Announced): void {
  const { agents, sites, publisher } = announced;
  sites.onChanged((changed) => {
    // Each agent hears of the sites they answer for, so the list is made for each.
    for (const agent of agents.directory().values()) {
      const theirs = sites.all().filter((site) => agent.siteIds === null || agent.siteIds.includes(site.id));
      publisher.here.toConsoles(rooms.agent(agent.id), 'sites:changed', { sites: theirs });
    }
    const visitors = rooms.siteVisitors(changed.id);
    if (changed.enabled) {
      publisher.here.toWidgets(visitors, 'site', sites.forWidget(changed));
      tellVisitors(announced, changed.id);
    } else publisher.cutWidgets(visitors, new Refused('site_off').toRefusal());
  });
}
