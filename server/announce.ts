import type { Agents } from './agents/index.ts';
import type { Publisher } from './core/realtime/publish.ts';
import { rooms } from './core/realtime/rooms.ts';
import { Refused } from './core/refused.ts';
import type { Presence } from './presence/index.ts';
import { presentWidgetSite, type Sites } from './sites/index.ts';

interface Announced {
  agents: Agents;
  sites: Sites;
  presence: Presence;
  publisher: Publisher;
}

/** Lets open consoles and widgets hear of changes of people and sites. */
export function announceChanges({ agents, sites, presence, publisher }: Announced): void {
  const tellPresence = () => {
    publisher.toConsoles(rooms.agents, 'presence', { agents: presence.states() });
    for (const site of sites.all()) {
      publisher.toWidgets(rooms.siteVisitors(site.id), 'presence', presence.forVisitors(site.id));
    }
  };
  presence.onAgentsChanged(tellPresence);
  agents.onChanged(() => {
    publisher.toConsoles(rooms.agents, 'agents:changed', {
      agents: agents.present((agentId) => presence.stateOf(agentId)),
    });
    tellPresence();
  });
  agents.onSessionsEnded((sessionIds) => {
    for (const id of sessionIds)
      publisher.cutConsoles(rooms.session(id), new Refused('not_signed_in').toRefusal());
  });
  agents.onRightsChanged((agentId) => {
    // Rooms were joined under the old rights: cut, the console comes back by itself and is let in under the new ones.
    publisher.cutConsoles(rooms.agent(agentId), new Refused('unavailable').toRefusal());
  });
  sites.onChanged((changed) => {
    // Each agent hears of the sites they answer for, so the list is made for each.
    for (const agent of agents.directory().values()) {
      const theirs = sites.all().filter((site) => agent.siteIds === null || agent.siteIds.includes(site.id));
      publisher.toConsoles(rooms.agent(agent.id), 'sites:changed', { sites: theirs });
    }
    const visitors = rooms.siteVisitors(changed.id);
    if (changed.enabled) publisher.toWidgets(visitors, 'site', presentWidgetSite(changed));
    else publisher.cutWidgets(visitors, new Refused('site_off').toRefusal());
  });
}
