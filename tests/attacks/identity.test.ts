import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Refusal } from '../../shared/errors.ts';
import { connectConsole, connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { ADMIN, type Reply, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { tokenIn } from '../support/token-in.ts';

const AT_ONCE = 6;
// Much is asked one after the other, also on a machine that is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn();
});
afterAll(() => server.close());

/** The same request by several people at once. */
function atOnce(ask: () => Promise<Reply>): Promise<Reply[]> {
  return Promise.all(Array.from({ length: AT_ONCE }, ask));
}

function counted(replies: Reply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of replies) {
    const outcome = status < 400 ? 'ok' : body.code;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

describe('a one-time link taken by many at once', () => {
  it('makes one agent', async () => {
    const invite = await admin.post('/invites', { email: 'one@parley.example', role: 'agent' });
    const taken = { token: tokenIn(invite.body.link), name: 'One', password: ADMIN.password };
    const replies = await atOnce(() => server.person().post('/invites/accept', taken));
    expect(counted(replies)).toEqual({ ok: 1, link_invalid: AT_ONCE - 1 });
    const again = await server.person().post('/invites/accept', taken);
    expect(again.body.code).toBe('link_invalid');
  });

  it('sets one password', async () => {
    const agent = await server.addAgent();
    const token = tokenIn(await server.app.agents.rescueLink(agent.agent.email));
    const replies = await atOnce(() =>
      server.person().post('/reset', { token, password: 'another long password' }),
    );
    expect(counted(replies)).toEqual({ ok: 1, link_invalid: AT_ONCE - 1 });
    expect((await agent.get('/me')).status).toBe(401);
  });

  it('sets the server up once', async () => {
    const fresh = await startServer({ environment: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' } });
    const token = tokenIn((await fresh.app.agents.setUpPath()) ?? '');
    const founder = { token, name: 'First', password: ADMIN.password, siteName: 'Shop' };
    let tried = 0;
    const replies = await atOnce(() =>
      fresh.person().post('/setup', { ...founder, email: `first-${++tried}@parley.example` }),
    );
    expect(counted(replies).ok).toBe(1);
    expect(fresh.app.agents.directory().size).toBe(1);
    expect(fresh.app.sites.all()).toHaveLength(1);
    await fresh.close();
  });
});

describe('a session', () => {
  it('ends when its agent’s role changes, on every socket at once; a new one has the new role', async () => {
    const agent = await server.addAgent();
    const { cookie } = agent;
    const console = await connectConsole(server.url, cookie);
    await admin.patch(`/agents/${agent.agent.id}`, { role: 'admin' });
    await eventually(() => expect(console.socket.connected).toBe(false));
    expect(console.told<Refusal>('refused')[0]?.code).toBe('not_signed_in');
    expect((await agent.get('/invites')).status).toBe(401);
    await expect(connectConsole(server.url, cookie)).rejects.toMatchObject({ code: 'not_signed_in' });
    const again = await server.signIn({ email: agent.agent.email, password: ADMIN.password });
    expect((await again.get('/invites')).status).toBe(200);
  });

  it('stays when only the sites change', async () => {
    const agent = await server.addAgent();
    await admin.patch(`/agents/${agent.agent.id}`, { siteIds: [server.site().id] });
    expect((await agent.get('/me')).status).toBe(200);
  });

  it('is kept over HTTPS in a cookie that no neighboring host can set', async () => {
    const origin = 'https://chat.example.com';
    const secure = await startServer({ environment: { PUBLIC_URL: origin } });
    const person = secure.person();
    const reply = await person.ask('POST', '/session', ADMIN, { headers: { Origin: origin } });
    const [cookie = ''] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-parley_session=[\w-]{43}; Path=\/; .*; Secure$/);
    expect(cookie).not.toContain('Domain');
    expect((await person.get('/me')).status).toBe(200);
    // As a page at another name below example.com could set it.
    person.cookie = person.cookie.replace('__Host-', '');
    expect((await person.get('/me')).status).toBe(401);
    const { session } = (await person.get('//openapi.json')).body.components.securitySchemes;
    expect(session.name).toBe('__Host-parley_session');
    await secure.close();
  });
});

/** A request with a `Host` and other headers as a browser would never send them. */
function askRaw(method: string, path: string, headers: Record<string, string>, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(server.url + path, { method, headers }, (answer) => {
      let said = `${answer.statusCode} ${JSON.stringify(answer.headers)}`;
      answer.on('data', (part) => {
        said += part;
      });
      answer.on('end', () => resolve(said));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

it('no link is built from the Host header, nor from what a stranger forwards', async () => {
  const forged = {
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'https',
    Forwarded: 'host=evil.example',
  };
  const change = { Origin: server.url, 'X-Parley': '1', 'Content-Type': 'application/json' };
  const invited = await askRaw(
    'POST',
    '/api/v1/invites',
    { ...forged, ...change, Cookie: admin.cookie },
    JSON.stringify({ email: 'host@parley.example', role: 'agent' }),
  );
  expect(invited).toMatch(/^201/);
  const pages = [
    '/',
    '/demo',
    '/openapi.json',
    '/console/',
    '/nothing',
    '/api/v1/setup',
    '/socket.io/?EIO=4',
  ];
  for (const path of pages) expect(await askRaw('GET', path, forged), path).not.toContain('evil.example');
  expect(invited).not.toContain('evil.example');
});

describe('a page that is not on a site’s list', () => {
  const LISTED = ['https://shop.example', 'https://*.wild.example', 'http://localhost:8080'];
  const refused = [
    'null',
    '',
    'https://shop.example.evil.example',
    'https://evil-shop.example',
    'https://shop.example@evil.example',
    'https://shop.example:8443',
    'http://shop.example',
    'https://wild.example',
    'https://evilwild.example',
    'https://a.wild.example.evil.example',
    'http://localhost',
    'http://localhost:80801',
    'file://',
    'chrome-extension://abcdefghijklmnop',
    'shop.example',
    '*',
    'https://*.wild.example.evil',
    'https://xn--shp-8na.example',
    'https://[::1]',
    'https://shop.example\u0000.evil.example'.replace('\u0000', '%00'),
  ];

  beforeAll(async () => {
    await admin.patch(`/sites/${server.site().id}`, { origins: LISTED });
  });
  afterAll(async () => {
    await admin.patch(`/sites/${server.site().id}`, { origins: [] });
  });

  it.each(refused)('"%s" gets neither an answer nor a socket', async (Origin) => {
    const asked = await askRaw('GET', `/api/v1/widget/unread?site=${server.site().key}`, { Origin });
    expect(asked).toMatch(/^403 /);
    const key = server.site().key;
    const [polling, twice] = [`/socket.io/?EIO=4&transport=polling&site=${key}`, `&site=${key}`];
    expect(await askRaw('GET', polling, { Origin })).toMatch(/^403 /);
    expect(await askRaw('GET', polling + twice, { Origin })).toMatch(/^403 /);
    await expect(connectVisitor(server.url, key, { origin: Origin })).rejects.toBeDefined();
    await expect(connectConsole(server.url, admin.cookie, Origin)).rejects.toBeDefined();
  });

  it.each(['https://shop.example', 'https://shop.example:443', 'https://a.b.wild.example'])(
    '"%s" is on it',
    async (origin) => {
      (await connectVisitor(server.url, server.site().key, { origin })).close();
    },
  );

  it('cannot borrow the address of a site that is open to all', async () => {
    const open = await server.addSite('Open');
    const query = `EIO=4&transport=polling&site=${open.key}&site=${server.site().key}`;
    const Origin = 'https://evil.example';
    const { sid } = JSON.parse(
      /\{"sid".*\}/.exec(await askRaw('GET', `/socket.io/?${query}`, { Origin }))?.[0] ?? '{}',
    );
    await askRaw('POST', `/socket.io/?${query}&sid=${sid}`, { Origin }, '40/widget,{"protocol":1}');
    expect(await askRaw('GET', `/socket.io/?${query}&sid=${sid}`, { Origin })).toMatch(
      /"code":"(origin_not_allowed|unknown_site)"/,
    );
  });
});
