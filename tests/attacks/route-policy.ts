import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../shared/errors.ts';
import { ADMIN } from '../support/start-server.ts';
import type { Who, World } from './world.ts';

export type Outcome = 'ok' | ErrorCode;
type Outcomes = Readonly<Record<Who, Outcome>>;

/** What a request sends; `:names` of the path are filled from `params`. */
interface Asked {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  bytes?: { type: string; bytes: Uint8Array<ArrayBuffer> };
}

interface RoutePolicy {
  outcomes: Outcomes;
  ask?(world: World): Promise<Asked> | Asked;
}

const NOBODY: ErrorCode = 'not_signed_in';
const strangers = { own: NOBODY, other: NOBODY, signedOut: NOBODY };

/** For everybody, signed in or not. */
function everybody(outcome: Outcome): Outcomes {
  return {
    own: outcome,
    other: outcome,
    signedOut: outcome,
    agent: outcome,
    admin: outcome,
    elsewhere: outcome,
  };
}

/** For every agent, whatever site it is about. */
const everyAgent: Outcomes = { ...strangers, agent: 'ok', admin: 'ok', elsewhere: 'ok' };
/** For agents who answer for the site; for others there is nothing. */
const agentsOfTheSite: Outcomes = { ...strangers, agent: 'ok', admin: 'ok', elsewhere: 'not_found' };
const admins: Outcomes = { ...strangers, agent: 'not_allowed', admin: 'ok', elsewhere: 'not_allowed' };

const NO_LINK = 'A'.repeat(43);
/** A PNG of one pixel. */
const PICTURE = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** Who may ask what over HTTP. A route without a row fails the check. */
export const ROUTE_POLICY: Readonly<Record<string, RoutePolicy>> = {
  'post /session': {
    outcomes: everybody('wrong_credentials'),
    ask: () => ({ body: { email: `${randomUUID()}@nobody.example`, password: 'a guess' } }),
  },
  'delete /session': { outcomes: everyAgent },
  'get /setup': { outcomes: everybody('ok') },
  'post /setup': {
    outcomes: everybody('already_set_up'),
    ask: () => ({
      body: {
        token: NO_LINK,
        name: 'Eve',
        siteName: 'Eve',
        email: 'eve@a.example',
        password: 'long enough it is',
      },
    }),
  },
  'post /invites/accept': {
    outcomes: everybody('link_invalid'),
    ask: () => ({ body: { token: NO_LINK, name: 'Eve', password: 'long enough it is' } }),
  },
  'post /reset': {
    outcomes: everybody('link_invalid'),
    ask: () => ({ body: { token: NO_LINK, password: 'long enough it is' } }),
  },
  'get /me': { outcomes: everyAgent },
  'patch /me': { outcomes: everyAgent, ask: () => ({ body: { availability: 'here' } }) },
  'put /me/password': {
    outcomes: everyAgent,
    ask: () => ({ body: { current: ADMIN.password, next: ADMIN.password } }),
  },
  'get /me/sessions': { outcomes: everyAgent },
  'delete /me/sessions/:id': {
    outcomes: { ...strangers, agent: 'not_found', admin: 'not_found', elsewhere: 'not_found' },
    // Somebody else's session, which is nobody's to end but theirs.
    async ask({ freshAgent }) {
      const [session] = (await (await freshAgent()).get('/me/sessions')).body.items;
      return { params: { id: session.id } };
    },
  },
  'put /me/picture': {
    outcomes: everyAgent,
    ask: () => ({ bytes: { type: 'image/png', bytes: PICTURE } }),
  },
  'delete /me/picture': { outcomes: everyAgent },
  'get /agents/:id/picture': {
    outcomes: everybody('ok'),
    async ask({ agent }) {
      const { body } = await agent.ask('PUT', '/me/picture', undefined, {
        bytes: PICTURE,
        headers: { 'Content-Type': 'image/png' },
      });
      const v = new URL(body.pictureUrl).searchParams.get('v') ?? '';
      return { params: { id: agent.agent.id }, query: { v } };
    },
  },
  'get /agents': { outcomes: everyAgent },
  'patch /agents/:id': {
    outcomes: admins,
    ask: async ({ freshAgent }) => ({
      params: { id: (await freshAgent()).agent.id },
      body: { role: 'admin' },
    }),
  },
  'get /invites': { outcomes: admins },
  'post /invites': {
    outcomes: admins,
    ask: () => ({ body: { email: `${randomUUID()}@parley.example`, role: 'agent' } }),
  },
  'post /invites/check': {
    outcomes: everybody('ok'),
    ask: async ({ inviteToken }) => ({ body: { token: await inviteToken() } }),
  },
  'delete /invites/:id': {
    outcomes: admins,
    async ask({ admin, inviteToken }) {
      await inviteToken();
      return { params: { id: (await admin.get('/invites')).body.items.at(-1).id } };
    },
  },
  'get /tokens': { outcomes: everyAgent },
  'post /tokens': {
    outcomes: everyAgent,
    ask: () => ({ body: { name: 'Made by a test', scopes: ['tickets:read'] } }),
  },
  'delete /tokens/:id': {
    // Somebody else's: only an admin may.
    outcomes: { ...strangers, agent: 'not_found', admin: 'ok', elsewhere: 'not_found' },
    async ask({ freshAgent }) {
      const made = { name: 'Made by a test', scopes: ['tickets:read'] };
      return { params: { id: (await (await freshAgent()).post('/tokens', made)).body.id } };
    },
  },
  'get /sites': { outcomes: everyAgent },
  'post /sites': { outcomes: admins, ask: () => ({ body: { name: 'Made by a test' } }) },
  'get /sites/:id': { outcomes: agentsOfTheSite, ask: ({ site }) => ({ params: { id: site.id } }) },
  'patch /sites/:id': {
    outcomes: admins,
    ask: ({ site }) => ({ params: { id: site.id }, body: { greeting: 'Hello' } }),
  },
  'put /sites/:id/logo': {
    outcomes: admins,
    ask: ({ site }) => ({ params: { id: site.id }, bytes: { type: 'image/png', bytes: PICTURE } }),
  },
  'delete /sites/:id/logo': { outcomes: admins, ask: ({ site }) => ({ params: { id: site.id } }) },
  'get /sites/:id/identity': { outcomes: admins, ask: ({ site }) => ({ params: { id: site.id } }) },
  'post /sites/:id/identity/rotate': {
    outcomes: admins,
    async ask({ admin }) {
      const { id } = (await admin.post('/sites', { name: 'Made by a test' })).body;
      return { params: { id }, body: { generation: 1, keepHours: 0 } };
    },
  },
  'get /sites/:id/sightings': { outcomes: agentsOfTheSite, ask: ({ site }) => ({ params: { id: site.id } }) },
  'get /conversations': { outcomes: everyAgent },
  'get /conversations/:id': { outcomes: agentsOfTheSite, ask: theConversation },
  'get /conversations/:id/entries': { outcomes: agentsOfTheSite, ask: theConversation },
  'post /conversations/:id/messages': {
    outcomes: agentsOfTheSite,
    ask: (world) => ({ ...theConversation(world), body: { text: 'From the API', clientId: randomUUID() } }),
  },
  'post /conversations/:id/notes': {
    outcomes: agentsOfTheSite,
    ask: (world) => ({ ...theConversation(world), body: { text: world.noteCanary } }),
  },
  'patch /conversations/:id/entries/:seq': {
    // The visitor's message: nobody else edits it.
    outcomes: { ...strangers, agent: 'not_allowed', admin: 'not_allowed', elsewhere: 'not_found' },
    ask: (world) => ({ ...theFirstEntry(world), body: { text: 'Forged' } }),
  },
  'delete /conversations/:id/entries/:seq': {
    outcomes: { ...strangers, agent: 'not_allowed', admin: 'ok', elsewhere: 'not_found' },
    ask: async ({ fresh }) => ({ params: { id: await fresh(), seq: '1' } }),
  },
  'post /conversations/:id/entries/:seq/reactions': {
    outcomes: agentsOfTheSite,
    ask: (world) => ({ ...theFirstEntry(world), body: { emoji: '👍', on: true } }),
  },
  'get /conversations/:id/entries/:seq/history': { outcomes: agentsOfTheSite, ask: theFirstEntry },
  'post /conversations/:id/ticket': {
    outcomes: agentsOfTheSite,
    ask: async ({ fresh, canary }) => ({ params: { id: await fresh() }, body: { subject: canary } }),
  },
  'get /tickets': { outcomes: everyAgent },
  'get /tickets/:number': { outcomes: agentsOfTheSite, ask: aTicket },
  'patch /tickets/:number': {
    outcomes: agentsOfTheSite,
    ask: async (world) => ({ ...(await aTicket(world)), body: { priority: 'high' } }),
  },
  'post /conversations/:id/attachments': {
    outcomes: agentsOfTheSite,
    ask: (world) => ({
      ...theConversation(world),
      query: { name: 'note.txt', clientId: randomUUID() },
      bytes: { type: 'text/plain', bytes: new Uint8Array(Buffer.from('words')) },
    }),
  },
  'get /attachments/:id': {
    outcomes: { ...strangers, agent: 'ok', admin: 'ok', elsewhere: 'not_found' },
    ask: async (world) => ({ params: { id: await world.attachmentId() } }),
  },
  'post /widget/attachments': {
    // Whoever shows a secret is a visitor; without one nobody is.
    outcomes: { ...everybody('not_signed_in'), own: 'ok', other: 'ok' },
    ask: ({ site }) => ({
      query: { site: site.key, name: 'note.txt', clientId: randomUUID() },
      bytes: { type: 'text/plain', bytes: new Uint8Array(Buffer.from('words')) },
    }),
  },
  'get /widget/attachments/:id': {
    // By a signature alone: here nobody has one that is right.
    outcomes: everybody('not_found'),
    ask: async (world) => ({
      params: { id: await world.attachmentId() },
      query: { expires: '99999999999999', signature: 'A'.repeat(43) },
    }),
  },
  'get /widget/logo': {
    outcomes: everybody('ok'),
    async ask({ admin, site }) {
      const { body } = await admin.ask('PUT', `/sites/${site.id}/logo`, undefined, {
        bytes: PICTURE,
        headers: { 'Content-Type': 'image/png' },
      });
      return { query: { site: site.key, v: body.logo.version } };
    },
  },
  'get /widget/unread': { outcomes: everybody('ok'), ask: ({ site }) => ({ query: { site: site.key } }) },
};

function theConversation({ conversationId }: World): Asked {
  return { params: { id: conversationId } };
}

function theFirstEntry({ conversationId }: World): Asked {
  return { params: { id: conversationId, seq: '1' } };
}

async function aTicket({ freshTicket }: World): Promise<Asked> {
  return { params: { number: String(await freshTicket()) } };
}
