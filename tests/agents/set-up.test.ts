import { afterEach, describe, expect, it } from 'vitest';
import { ADMIN, startServer, type TestServer, type TestServerOptions } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const NOBODY = { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' };
const DAY_MS = 24 * 60 * 60 * 1000;
const servers: TestServer[] = [];

async function emptyServer(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startServer({ environment: NOBODY, ...options });
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function tokenOf(server: TestServer): Promise<string> {
  const path = await server.app.agents.setUpPath();
  expect(path).toMatch(/^\/console\/setup#token=[\w-]{43}$/);
  return path?.split('=')[1] ?? '';
}

const answers = (token: string, email = 'ana@parley.example') => ({
  token,
  name: 'Ana Souza',
  email,
  password: 'a long enough password',
  siteName: 'Shop',
});

describe('setting up', () => {
  it('makes the first admin and the first site, and signs in', async () => {
    const server = await emptyServer();
    const person = server.person();
    expect((await person.get('/setup')).body).toEqual({ needed: true });
    const reply = await person.post('/setup', answers(await tokenOf(server), 'Ana@Parley.Example'));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      name: 'Ana Souza',
      email: 'ana@parley.example',
      role: 'admin',
      siteIds: null,
    });
    expect((await person.get('/me')).body.id).toBe(reply.body.id);
    const sites = (await person.get('/sites')).body.items;
    expect(sites).toMatchObject([{ name: 'Shop', enabled: true, origins: [] }]);
    expect((await person.get('/setup')).body).toEqual({ needed: false });
    expect(await server.app.agents.setUpPath()).toBeNull();
    await server.signIn({ email: 'ana@parley.example', password: 'a long enough password' });
  });

  it('works once', async () => {
    const server = await emptyServer();
    const token = await tokenOf(server);
    expect((await server.person().post('/setup', answers(token))).status).toBe(201);
    const again = await server.person().post('/setup', answers(token, 'eve@parley.example'));
    expect([again.status, again.body.code]).toEqual([409, 'already_set_up']);
  });

  it('two at once make one', async () => {
    const server = await emptyServer();
    const token = await tokenOf(server);
    const replies = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        server.person().post('/setup', answers(token, `${name}@parley.example`)),
      ),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409, 409, 409]);
    expect(server.app.agents.directory().size).toBe(1);
    expect(server.app.sites.all()).toHaveLength(1);
  });

  it('needs a link, and the newest one', async () => {
    const server = await emptyServer();
    const first = await tokenOf(server);
    const second = await tokenOf(server);
    for (const token of ['x'.repeat(43), first]) {
      const reply = await server.person().post('/setup', answers(token));
      expect([reply.status, reply.body.code]).toEqual([404, 'link_invalid']);
    }
    expect((await server.person().post('/setup', answers(second))).status).toBe(201);
  });

  it('needs a link of the last 24 hours', async () => {
    const clock = new TurnedClock(Date.now());
    const server = await emptyServer({ clock });
    const token = await tokenOf(server);
    clock.turn(DAY_MS);
    expect((await server.person().post('/setup', answers(token))).body.code).toBe('link_invalid');
    expect((await server.person().get('/setup')).body).toEqual({ needed: true });
  });

  it('needs a password of 12 characters', async () => {
    const server = await emptyServer();
    const reply = await server
      .person()
      .post('/setup', { ...answers(await tokenOf(server)), password: 'too short' });
    expect(reply.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'password' }] });
    expect((await server.person().get('/setup')).body).toEqual({ needed: true });
  });

  it('is done by the settings where they name an admin', async () => {
    const server = await startServer();
    servers.push(server);
    expect((await server.person().get('/setup')).body).toEqual({ needed: false });
    const admin = await server.signIn();
    expect(admin.agent).toMatchObject({ email: ADMIN.email, name: 'Admin', role: 'admin' });
    expect(server.app.sites.all().map((site) => site.name)).toEqual(['My site']);
  });
});

it('links are stored hashed', async () => {
  const server = await emptyServer();
  const token = await tokenOf(server);
  const kept = JSON.stringify(await server.db.collection('agent_links').find({}).toArray());
  expect(kept).toContain('set_up');
  expect(kept).not.toContain(token);
});
