/** The names of rooms. Only the server makes them; no client ever says one. */
export const rooms = {
  /** Consoles that have this conversation open. */
  watchers: (conversationId: string) => `watchers:${conversationId}`,
  /** Consoles that have any conversation of this contact open. */
  contactWatchers: (contactId: string) => `contact-watchers:${contactId}`,
  /** Consoles of agents who answer for this site. */
  inbox: (siteId: string) => `inbox:${siteId}`,
  /** Consoles of agents who answer for all sites, also those made later. */
  allInboxes: 'inbox:*',
  /** Every signed-in console. */
  agents: 'agents',
  agent: (agentId: string) => `agent:${agentId}`,
  session: (sessionId: string) => `session:${sessionId}`,
  /** All tabs and devices of one contact. */
  contact: (contactId: string) => `contact:${contactId}`,
  /** All tabs that share one visitor's secret, known as a contact or not. */
  visitor: (tokenHash: string) => `visitor:${tokenHash}`,
  /** All visitors of one site. */
  siteVisitors: (siteId: string) => `visitors:${siteId}`,
} as const;
