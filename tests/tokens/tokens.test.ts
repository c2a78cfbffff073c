import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOKEN_SCOPES, type TokenScope } from '../../shared/tokens.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { ADMIN, type Person, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let server: TestServer;
let other: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  store = await startTestStore();
  const environment = { SECRET_KEY: 'the same key for both of these nodes', TRUST_PROXY: 'loopback' };
  server = await startServer({ store, environment });
  other = await startServer({ store, environment });
  admin = await server.signIn();
});
afterAll(async () => {
  await server.close();
  await other.close();
  await store.close();
});

/** A program: no cookie, no origin, no header of ours. */
function program(token: string, url = server.url) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text), headers: answer.headers };
  };
}

async function make(person: Person, scopes: readonly TokenScope[], name = 'A program') {
  const reply = await person.post('/tokens', { name, scopes });
  expect(reply.status).toBe(201);
  return reply.body as { id: string; token: string };
}

async function conversation(): Promise<string> {
  const visitor = await connectVisitor(server.url, server.site().key);
  const { conversationId } = await say(visitor, 'Hello');
  visitor.close();
  return conversationId;
}

describe('a token', () => {
  it('is shown once, kept hashed, and listed without its secret', async () => {
    const { token, id } = await make(admin, ['tickets:read', 'conversations:read'], 'Nightly report');
    expect(token).toMatch(/^parley_[\w-]{43}$/);
    const listed = (await admin.get('/tokens')).body.items.find((each: { id: string }) => each.id === id);
    expect(listed).toEqual({
      id,
      name: 'Nightly report',
      agentId: admin.agent.id,
      scopes: ['conversations:read', 'tickets:read'],
      createdAt: expect.any(Number),
      lastUsedAt: null,
    });
    const kept = JSON.stringify(await server.db.collection('tokens').find({}).toArray());
    expect(kept).not.toContain(token.slice('parley_'.length));
  });

  it('lets a program in without cookie, header and origin, and notes that it was used', async () => {
    const { token, id } = await make(admin, ['conversations:read', 'conversations:write']);
    const ask = program(token);
    const conversationId = await conversation();
    expect((await ask('GET', '/me')).body.id).toBe(admin.agent.id);
    expect((await ask('GET', `/conversations/${conversationId}`)).status).toBe(200);
    const sent = await ask('POST', `/conversations/${conversationId}/messages`, { text: 'From a program' });
    expect(sent.status).toBe(201);
    const foreign = { Origin: 'https://elsewhere.example' };
    const again = await ask('POST', `/conversations/${conversationId}/messages`, { text: 'And' }, foreign);
    expect(again.status).toBe(201);
    const listed = (await admin.get('/tokens')).body.items.find((each: { id: string }) => each.id === id);
    expect(listed.lastUsedAt).toEqual(expect.any(Number));
  });

  it('may do what its scopes say and nothing else', async () => {
    const conversationId = await conversation();
    const needed: [string, string, unknown, TokenScope | 'any' | 'none'][] = [
      ['GET', '/me', undefined, 'any'],
      ['GET', '/conversations', undefined, 'conversations:read'],
      ['GET', `/conversations/${conversationId}`, undefined, 'conversations:read'],
      ['GET', `/conversations/${conversationId}/entries`, undefined, 'conversations:read'],
      ['POST', `/conversations/${conversationId}/messages`, { text: 'a' }, 'conversations:write'],
      ['POST', `/conversations/${conversationId}/notes`, { text: 'a' }, 'conversations:write'],
      ['POST', `/conversations/${conversationId}/ticket`, { subject: 'a' }, 'tickets:write'],
      ['GET', '/tickets', undefined, 'tickets:read'],
      ['PATCH', '/tickets/1', {}, 'tickets:write'],
      ['GET', '/sites', undefined, 'sites:read'],
      ['PATCH', `/sites/${server.site().id}`, {}, 'sites:write'],
      ['GET', '/agents', undefined, 'agents:read'],
      ['GET', '/tokens', undefined, 'none'],
      ['POST', '/tokens', { name: 'a', scopes: ['agents:read'] }, 'none'],
      ['POST', '/invites', { email: 'a@b.example', role: 'admin' }, 'none'],
      ['PATCH', '/me', { name: 'Another' }, 'none'],
      ['PUT', '/me/password', { current: ADMIN.password, next: 'another long password' }, 'none'],
      ['DELETE', '/session', undefined, 'none'],
    ];
    for (const scope of TOKEN_SCOPES) {
      const { token, id } = await make(admin, [scope]);
      for (const [method, path, body, scopeNeeded] of needed) {
        const { status, body: answer } = await program(token)(method, path, body);
        const says = `${scope}: ${method} ${path}`;
        if (scopeNeeded === scope || scopeNeeded === 'any') expect([403, 401], says).not.toContain(status);
        else expect([status, answer.code], says).toEqual([403, 'not_allowed']);
      }
      await admin.delete(`/tokens/${id}`);
    }
  });

  it('never does more than the agent who made it', async () => {
    const site = await server.addSite('Not theirs');
    const agent = await server.addAgent({ siteIds: [site.id] });
    const { token } = await make(agent, ['sites:read', 'sites:write', 'conversations:read']);
    const ask = program(token);
    expect((await ask('GET', '/sites')).body.items).toHaveLength(1);
    expect((await ask('PATCH', `/sites/${site.id}`, { name: 'Mine' })).status).toBe(403);
    expect((await ask('GET', `/conversations/${await conversation()}`)).status).toBe(404);
    await admin.patch(`/agents/${agent.agent.id}`, { active: false });
    expect((await ask('GET', '/sites')).body.code).toBe('not_signed_in');
  });

  it('is refused by every node the moment it is revoked', async () => {
    const { token, id } = await make(admin, ['sites:read']);
    for (const node of [server, other]) {
      expect((await program(token, node.url)('GET', '/sites')).status).toBe(200);
    }
    expect((await admin.delete(`/tokens/${id}`)).status).toBe(204);
    for (const node of [server, other]) {
      const { status, headers, body } = await program(token, node.url)('GET', '/sites');
      expect([status, body.code]).toEqual([401, 'not_signed_in']);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('is revoked by whoever made it or an admin, and by nobody else', async () => {
    const [one, two] = [await server.addAgent(), await server.addAgent()];
    const { id } = await make(one, ['agents:read']);
    expect((await two.delete(`/tokens/${id}`)).status).toBe(404);
    expect((await two.get('/tokens')).body.items).toEqual([]);
    expect((await admin.get('/tokens')).body.items.map((each: { id: string }) => each.id)).toContain(id);
    expect((await admin.delete(`/tokens/${id}`)).status).toBe(204);
    expect((await one.get('/tokens')).body.items).toEqual([]);
  });

  it.each(['parley_', `parley_${'a'.repeat(43)}`, 'a'.repeat(200), '%24ne'])('is not "%s"', async (token) => {
    expect((await program(token)('GET', '/me')).body.code).toBe('not_signed_in');
  });

  it('counts before a cookie that comes along', async () => {
    const reply = await admin.ask('GET', '/me', undefined, { headers: { Authorization: 'Bearer wrong' } });
    expect(reply.body.code).toBe('not_signed_in');
  });

  it('needs a name and at least one scope that there is', async () => {
    for (const body of [
      { name: '', scopes: ['sites:read'] },
      { name: 'a', scopes: [] },
      { name: 'a', scopes: ['everything'] },
    ]) {
      expect((await admin.post('/tokens', body)).body.code).toBe('invalid_input');
    }
  });

  it('is one of at most twenty', async () => {
    const agent = await server.addAgent();
    for (let made = 0; made < 20; made++) await make(agent, ['agents:read']);
    const reply = await agent.post('/tokens', { name: 'One more', scopes: ['agents:read'] });
    expect([reply.status, reply.body.code]).toEqual([403, 'not_allowed']);
  });

  it('is slowed down where it asks too often, and others are not', async () => {
    const { token } = await make(admin, ['agents:read']);
    const ask = program(token);
    // From an address of its own: what one address may ask is counted too, and the other tests ask from here.
    const from = { 'X-Forwarded-For': '203.0.113.7' };
    const statuses: number[] = [];
    // As many as it takes: a slow machine is allowed more, because time passes meanwhile.
    while (!statuses.includes(429) && statuses.length < 5_000) {
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => ask('GET', '/me', undefined, from)),
      );
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses.slice(0, 600)).toEqual(Array(600).fill(200));
    expect(statuses).toContain(429);
    expect((await admin.get('/me')).status).toBe(200);
  }, 60_000);
});

describe('Idempotency-Key', () => {
  const keyed = (person: Person, key: string) => (path: string, body: unknown) =>
    person.ask('POST', path, body, { headers: { 'Idempotency-Key': key } });

  it.each(['order-4711/first', randomUUID()])('makes a message the same one: %s', async (key) => {
    const id = await conversation();
    const post = keyed(admin, key);
    const first = await post(`/conversations/${id}/messages`, { text: 'Once' });
    const second = await post(`/conversations/${id}/messages`, { text: 'Once' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    const reused = await post(`/conversations/${id}/messages`, { text: 'Something else' });
    expect([reused.status, reused.body.code]).toEqual([409, 'client_id_reused']);
  });

  it('makes one site, one invitation and one token', async () => {
    const post = keyed(admin, 'the-key');
    for (const [path, body, changed] of [
      ['/sites', { name: 'Once' }, { name: 'Twice' }],
      ['/invites', { email: 'once@parley.example', role: 'agent' }, { email: 'twice@parley.example' }],
      ['/tokens', { name: 'Once', scopes: ['sites:read'] }, { name: 'Twice' }],
    ] as const) {
      const both = await Promise.all([post(path, body), post(path, body)]);
      const third = await post(path, body);
      expect(both.map(({ status }) => status)).toEqual([201, 201]);
      const { expiresAt: _, createdAt: __, ...thing } = third.body;
      for (const { body: each } of both) expect(each).toMatchObject(thing);
      const reused = await post(path, { ...body, ...changed });
      expect([reused.status, reused.body.code], path).toEqual([409, 'client_id_reused']);
      const listed = JSON.stringify((await admin.get(path)).body);
      expect(listed.split('Once').length + listed.split('once@').length - 2, path).toBe(1);
      expect(listed).not.toMatch(/twice/i);
    }
  });

  it('of one agent is not that of another', async () => {
    const agent = await server.addAgent();
    const mine = await keyed(admin, 'shared-words')('/tokens', { name: 'Mine', scopes: ['sites:read'] });
    const theirs = await keyed(agent, 'shared-words')('/tokens', { name: 'Theirs', scopes: ['sites:read'] });
    expect(theirs.status).toBe(201);
    expect(theirs.body.token).not.toBe(mine.body.token);
  });

  it.each(['', 'ü', 'a b', 'x'.repeat(201)])('is refused where it is "%s"', async (key) => {
    // A header of bytes above ASCII arrives as Latin-1.
    const reply = await keyed(admin, key)('/sites', { name: 'Never' });
    expect(reply.body.code).toBe('invalid_input');
  });
});

describe('the description of the API', () => {
  it('says which token a request takes', async () => {
    const { body } = await server.person().get('//openapi.json');
    expect(body.components.securitySchemes.token).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(body.paths['/conversations'].get.security).toContainEqual({ token: ['conversations:read'] });
    expect(body.paths['/tokens'].post.security).toEqual([{ session: [] }]);
    const names = body.paths['/sites'].post.parameters.map(({ name }: { name: string }) => name);
    expect(names).toContain('Idempotency-Key');
  });
});
