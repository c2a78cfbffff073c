import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { tokenIn } from '../support/token-in.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let server: TestServer;
let clock: TurnedClock;
let admin: SignedIn;

beforeAll(async () => {
  clock = new TurnedClock(Date.now());
  server = await startServer({ clock });
  admin = await server.signIn();
});
afterAll(() => server.close());

describe('an invitation', () => {
  it('makes an agent once', async () => {
    const siteIds = [server.site().id];
    const invite = (await admin.post('/invites', { email: 'Bruno@parley.example', role: 'agent', siteIds }))
      .body;
    expect(invite).toMatchObject({ email: 'bruno@parley.example', role: 'agent' });
    expect((await admin.get('/invites')).body.items).toEqual([
      { id: invite.id, email: 'bruno@parley.example', role: 'agent', expiresAt: invite.expiresAt },
    ]);
    const token = tokenIn(invite.link);
    const person = server.person();
    expect((await person.post('/invites/check', { token })).body).toEqual({
      email: 'bruno@parley.example',
    });
    const accepted = { token, name: 'Bruno Lima', password: 'a long enough password' };
    const reply = await person.post('/invites/accept', accepted);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ name: 'Bruno Lima', role: 'agent', siteIds, active: true });
    expect((await person.get('/me')).body.id).toBe(reply.body.id);
    const again = await server.person().post('/invites/accept', accepted);
    expect([again.status, again.body.code]).toEqual([404, 'link_invalid']);
    expect((await admin.get('/invites')).body.items).toEqual([]);
  });

  it('of several who take it up at once, one gets it', async () => {
    const invite = (await admin.post('/invites', { email: 'carla@parley.example', role: 'agent' })).body;
    const accepted = { token: tokenIn(invite.link), name: 'Carla', password: 'a long enough password' };
    const replies = await Promise.all([1, 2, 3].map(() => server.person().post('/invites/accept', accepted)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 404, 404]);
  });

  it('is built from the public address, whatever the request calls us', async () => {
    const reply = await admin.ask(
      'POST',
      '/invites',
      { email: 'host@parley.example', role: 'agent' },
      { headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' } },
    );
    expect(reply.body.link).toMatch(
      new RegExp(`^${server.app.core.config.publicUrl}/console/invite#token=[\\w-]{43}$`),
    );
    await admin.delete(`/invites/${reply.body.id}`);
  });

  it('waits seven days', async () => {
    const invite = (await admin.post('/invites', { email: 'late@parley.example', role: 'agent' })).body;
    clock.turn(7 * DAY_MS);
    const token = tokenIn(invite.link);
    expect((await server.person().post('/invites/check', { token })).body.code).toBe('link_invalid');
    const accepted = { token, name: 'Late', password: 'a long enough password' };
    expect((await server.person().post('/invites/accept', accepted)).body.code).toBe('link_invalid');
    admin = await server.signIn();
    expect((await admin.get('/invites')).body.items).toEqual([]);
  });

  it('can be taken back, and a second one takes the place of the first', async () => {
    const first = (await admin.post('/invites', { email: 'dora@parley.example', role: 'agent' })).body;
    const second = (await admin.post('/invites', { email: 'dora@parley.example', role: 'admin' })).body;
    expect((await admin.get('/invites')).body.items).toMatchObject([{ id: second.id, role: 'admin' }]);
    const check = (link: string) => server.person().post('/invites/check', { token: tokenIn(link) });
    expect((await check(first.link)).status).toBe(404);
    expect((await check(second.link)).status).toBe(200);
    expect((await admin.delete(`/invites/${second.id}`)).status).toBe(204);
    expect((await check(second.link)).status).toBe(404);
    expect((await admin.delete(`/invites/${second.id}`)).status).toBe(404);
  });

  it('is refused for an address that is taken and for sites that do not exist', async () => {
    const taken = await admin.post('/invites', { email: ADMIN.email, role: 'agent' });
    expect([taken.status, taken.body.code]).toEqual([409, 'email_taken']);
    const siteIds = ['aaaaaaaaaaaaaaaaaaaaaa'];
    const unknown = await admin.post('/invites', { email: 'x@parley.example', role: 'agent', siteIds });
    expect(unknown.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'siteIds' }] });
  });
});

describe('an admin', () => {
  it('changes what somebody may do, at once', async () => {
    const agent = await server.addAgent();
    expect((await agent.post('/sites', { name: 'Mine' })).body.code).toBe('not_allowed');
    const siteIds = [server.site().id];
    const reply = await admin.patch(`/agents/${agent.agent.id}`, { role: 'admin', siteIds });
    expect(reply.body).toMatchObject({ id: agent.agent.id, role: 'admin', siteIds });
    // A new role begins with a new session.
    expect((await agent.get('/me')).status).toBe(401);
    const again = () => server.signIn({ email: agent.agent.email, password: ADMIN.password });
    expect((await (await again()).post('/sites', { name: 'Mine' })).status).toBe(201);
    await admin.patch(`/agents/${agent.agent.id}`, { role: 'agent' });
    const demoted = await again();
    expect((await demoted.post('/sites', { name: 'Mine' })).body.code).toBe('not_allowed');
    expect((await demoted.get('/me')).body.siteIds).toEqual(siteIds);
  });

  it('deactivates somebody, who is signed out everywhere and cannot come back', async () => {
    const ended: string[] = [];
    server.app.agents.onSessionsEnded((_sessionIds, agentId) => ended.push(agentId));
    const agent = await server.addAgent({ name: 'Edu' });
    const { id, email } = agent.agent;
    expect((await admin.patch(`/agents/${id}`, { active: false })).body.active).toBe(false);
    expect((await agent.get('/me')).status).toBe(401);
    expect(ended).toEqual([id]);
    const back = await server.person().post('/session', { email, password: ADMIN.password });
    expect(back.body.code).toBe('wrong_credentials');
    // What they wrote keeps their name.
    const everybody = (await admin.get('/agents')).body.items;
    expect(everybody.find((each: { id: string }) => each.id === id)).toMatchObject({
      name: 'Edu',
      active: false,
    });
    await admin.patch(`/agents/${id}`, { active: true });
    await server.signIn({ email, password: ADMIN.password });
  });

  it('never is the last one to go', async () => {
    for (const changes of [{ role: 'agent' }, { active: false }]) {
      const reply = await admin.patch(`/agents/${admin.agent.id}`, changes);
      expect([reply.status, reply.body.code]).toEqual([409, 'last_admin']);
    }
    expect((await admin.get('/me')).body).toMatchObject({ role: 'admin', active: true });
  });

  it('two who demote each other at once do not both succeed', async () => {
    const other = await server.addAgent({ role: 'admin' });
    const replies = await Promise.all([
      admin.patch(`/agents/${other.agent.id}`, { role: 'agent' }),
      other.patch(`/agents/${admin.agent.id}`, { role: 'agent' }),
    ]);
    const admins = [...server.app.agents.directory().values()].filter(
      (agent) => agent.role === 'admin' && agent.active,
    );
    expect(admins).toHaveLength(1);
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    // Whoever stayed puts things as they were.
    const stayed = admins[0]?.id === admin.agent.id ? admin : other;
    await stayed.patch(`/agents/${admin.agent.id}`, { role: 'admin' });
    await stayed.patch(`/agents/${other.agent.id}`, { role: 'agent' });
    admin = await server.signIn();
  });

  it('is told when there is nobody of that id', async () => {
    const reply = await admin.patch('/agents/aaaaaaaaaaaaaaaaaaaaaa', { active: false });
    expect(reply.body.code).toBe('not_found');
  });
});

describe('who is no admin', () => {
  it.each([
    ['GET', '/invites', undefined],
    ['POST', '/invites', { email: 'x@parley.example', role: 'admin' }],
    ['DELETE', '/invites/aaaaaaaaaaaaaaaaaaaaaa', undefined],
    ['PATCH', '/agents/aaaaaaaaaaaaaaaaaaaaaa', { role: 'admin' }],
    ['POST', '/sites', { name: 'x' }],
    ['PATCH', '/sites/aaaaaaaaaaaaaaaaaaaaaa', { name: 'x' }],
  ])('%s %s is refused', async (method, path, body) => {
    const agent = await server.addAgent();
    const reply = await agent.ask(method, path, body);
    expect([reply.status, reply.body.code]).toEqual([403, 'not_allowed']);
    const stranger = await server.person().ask(method, path, body);
    expect([stranger.status, stranger.body.code]).toEqual([401, 'not_signed_in']);
  });
});

describe('every route', () => {
  it('that is not public asks who it is', async () => {
    for (const route of server.app.agents.routes.concat(server.app.sites.routes)) {
      const path = route.path.replace(/:\w+/g, 'aaaaaaaaaaaaaaaaaaaaaa');
      const { status } = await server.person().ask(route.method.toUpperCase(), path, route.body && {});
      if (route.access === 'public') expect(status, route.path).not.toBe(401);
      else expect(status, route.path).toBe(401);
    }
  });
});

describe('a profile', () => {
  it('is changed by its agent, and others hear of it', async () => {
    const changed: string[] = [];
    server.app.agents.onChanged((agent) => changed.push(agent.id));
    const agent = await server.addAgent();
    const reply = await agent.patch('/me', { name: '  Ana Maria Souza ', availability: 'away' });
    expect(reply.body).toMatchObject({ name: 'Ana Maria Souza', availability: 'away' });
    expect(server.app.agents.get(agent.agent.id)).toMatchObject({
      name: 'Ana Maria Souza',
      availability: 'away',
    });
    expect(changed.filter((id) => id === agent.agent.id)).toHaveLength(2); // made, then changed
    await server.app.agents.setAvailability(agent.agent.id, 'here');
    expect((await agent.get('/me')).body.availability).toBe('here');
    expect((await agent.get('/me')).body.language).toBeNull();
    expect((await agent.patch('/me', { language: 'pt-BR' })).body.language).toBe('pt-BR');
    expect((await agent.patch('/me', { language: null })).body.language).toBeNull();
    expect((await agent.patch('/me', { language: 'tlh' })).body.code).toBe('invalid_input');
    expect((await agent.patch('/me', {})).status).toBe(200);
    expect((await agent.patch('/me', { name: ' ' })).body.code).toBe('invalid_input');
    expect((await agent.patch('/me', { email: 'new@parley.example' })).body.code).toBe('invalid_input');
  });

  it('changed by another node is seen within 30 s', async () => {
    const agent = await server.addAgent();
    const filter = { email: agent.agent.email };
    await server.db.collection('agents').updateOne(filter, { $set: { name: 'Renamed Elsewhere' } });
    const heard = new Promise((resolve) => server.app.agents.onChanged(resolve));
    clock.turn(30_000);
    expect(await heard).toMatchObject({ id: agent.agent.id, name: 'Renamed Elsewhere' });
  });
});

describe('lists', () => {
  it('are paged where a limit is given', async () => {
    const all = (await admin.get('/agents')).body.items.map((each: { id: string }) => each.id);
    const paged: string[] = [];
    let cursor = '';
    do {
      const page = (await admin.get(`/agents?limit=2${cursor && `&cursor=${cursor}`}`)).body;
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map((each: { id: string }) => each.id));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect(paged.sort()).toEqual(all.sort());
    expect((await admin.get('/agents?cursor=eyJhIjp7fX0')).body.code).toBe('invalid_input');
  });
});
