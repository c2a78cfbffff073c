import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let server: TestServer;
let clock: TurnedClock;

beforeAll(async () => {
  clock = new TurnedClock(Date.now());
  server = await startServer({ clock });
});
afterAll(() => server.close());

describe('signing in', () => {
  it('answers the agent and sets a cookie that no script reads', async () => {
    const reply = await server.person().post('/session', { ...ADMIN, email: 'ADMIN@parley.example' });
    expect(reply.status).toBe(200);
    expect(reply.body.email).toBe(ADMIN.email);
    expect(JSON.stringify(reply.body)).not.toMatch(/hash|argon/i);
    const [cookie] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^parley_session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  });

  it('sets a secure cookie where the public address is HTTPS', async () => {
    const origin = 'https://chat.example.com';
    const secure = await startServer({ environment: { PUBLIC_URL: origin } });
    try {
      const reply = await secure.person().ask('POST', '/session', ADMIN, { headers: { Origin: origin } });
      expect(reply.headers.getSetCookie()[0]).toMatch(/; Secure$/);
    } finally {
      await secure.close();
    }
  });

  it('tells nobody which half was wrong', async () => {
    const wrong = await server.person().post('/session', { ...ADMIN, password: 'another password' });
    const unknown = await server.person().post('/session', { ...ADMIN, email: 'nobody@parley.example' });
    for (const { status, body } of [wrong, unknown]) {
      expect([status, body.code, body.detail]).toEqual([
        401,
        'wrong_credentials',
        'Email or password is wrong.',
      ]);
    }
  });

  it('takes about as long for an address that nobody has', async () => {
    const timed = async (email: string) => {
      const times: number[] = [];
      for (let attempt = 0; attempt < 5; attempt++) {
        const startedAt = performance.now();
        await server.person().post('/session', { email, password: 'another password' });
        times.push(performance.now() - startedAt);
      }
      return Math.min(...times);
    };
    const unknown = await timed('somebody@parley.example');
    const known = await timed(ADMIN.email);
    // Comparing hashes takes some 30 ms; without it an answer is there in 3.
    expect(unknown).toBeGreaterThan(known / 3);
  });

  it('always begins a session under a new secret', async () => {
    const person = server.person();
    person.cookie = `parley_session=${'f'.repeat(43)}`;
    await person.post('/session', ADMIN);
    const first = person.cookie;
    expect(first).not.toContain('fff');
    await person.post('/session', ADMIN);
    expect(person.cookie).not.toBe(first);
    // What the browser was signed in with before is worth nothing any more.
    const old = server.person();
    old.cookie = first;
    expect((await old.get('/me')).status).toBe(401);
  });

  it('keeps neither password nor session as it is', async () => {
    const admin = await server.signIn();
    const kept = JSON.stringify([
      await server.db.collection('agents').find({}).toArray(),
      await server.db.collection('agent_sessions').find({}).toArray(),
    ]);
    expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(kept).not.toContain(ADMIN.password);
    expect(kept).not.toContain(admin.cookie.split('=')[1]);
  });
});

describe('a session', () => {
  it.each([
    '',
    'parley_session=',
    'parley_session=x',
    'parley_session=%00',
    `parley_session=${'a'.repeat(43)}`,
  ])('is not begun by the cookie "%s"', async (cookie) => {
    const person = server.person();
    person.cookie = cookie;
    expect((await person.get('/me')).body.code).toBe('not_signed_in');
  });

  it('is found among other cookies', async () => {
    const admin = await server.signIn();
    admin.cookie = `theme=dark; ${admin.cookie}; other=1`;
    expect((await admin.get('/me')).status).toBe(200);
  });

  it('ends by signing out, and its sockets are told', async () => {
    const ended: string[][] = [];
    server.app.agents.onSessionsEnded((sessionIds) => ended.push(sessionIds));
    const admin = await server.signIn();
    const other = await server.signIn();
    const { cookie } = admin;
    const [session] = (await admin.get('/me/sessions')).body.items.filter(
      (each: { current: boolean }) => each.current,
    );
    const reply = await admin.delete('/session');
    expect(reply.status).toBe(204);
    expect(reply.headers.getSetCookie()[0]).toMatch(/^parley_session=; Path=\/; Max-Age=0/);
    admin.cookie = cookie;
    expect((await admin.get('/me')).status).toBe(401);
    expect((await other.get('/me')).status).toBe(200);
    expect(ended).toEqual([[session.id]]);
  });

  it('lasts 30 days after it was last used', async () => {
    const used = await server.signIn();
    const unused = await server.signIn();
    clock.turn(20 * DAY_MS);
    expect((await used.get('/me')).status).toBe(200);
    clock.turn(10 * DAY_MS);
    expect((await used.get('/me')).status).toBe(200);
    expect((await unused.get('/me')).status).toBe(401);
    clock.turn(30 * DAY_MS);
    expect((await used.get('/me')).status).toBe(401);
  });

  it('is listed and ended from elsewhere, by its own agent only', async () => {
    const here = await server.addAgent();
    const there = await server.signIn({ email: here.agent.email, password: ADMIN.password });
    const sessions = (await here.get('/me/sessions')).body.items;
    expect(sessions).toHaveLength(2);
    expect(sessions.filter((each: { current: boolean }) => each.current)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ address: '127.0.0.1', lastSeenAt: expect.any(Number) });
    const other = sessions.find((each: { current: boolean }) => !each.current);
    const admin = await server.signIn();
    expect((await admin.delete(`/me/sessions/${other.id}`)).status).toBe(404);
    expect((await here.delete(`/me/sessions/${other.id}`)).status).toBe(204);
    expect((await there.get('/me')).status).toBe(401);
    expect((await here.get('/me')).status).toBe(200);
  });
});

describe('guessing', () => {
  it('is stopped for one account from one address; others go on', async () => {
    const agent = await server.addAgent();
    const attempt = (email: string, password: string) =>
      server.person().post('/session', { email, password });
    for (let guess = 0; guess < 10; guess++) {
      expect((await attempt(agent.agent.email, `guess number ${guess}`)).status).toBe(401);
    }
    const stopped = await attempt(agent.agent.email, ADMIN.password);
    expect([stopped.status, stopped.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await attempt(ADMIN.email, ADMIN.password)).status).toBe(200);
  });

  it('many at once count as many', async () => {
    const attempts = Array.from({ length: 30 }, () =>
      server.person().post('/session', { email: 'target@parley.example', password: 'a guess' }),
    );
    const statuses = (await Promise.all(attempts)).map((reply) => reply.status);
    expect(statuses.filter((status) => status === 401).length).toBe(10);
  });

  it('what succeeds does not count', async () => {
    for (let time = 0; time < 15; time++) await server.signIn();
  });
});

describe('the password', () => {
  it('is changed by who knows it, and every other session ends', async () => {
    const here = await server.addAgent();
    const there = await server.signIn({ email: here.agent.email, password: ADMIN.password });
    const wrong = await here.put('/me/password', { current: 'not this one', next: 'another long password' });
    expect(wrong.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'current' }] });
    const short = await here.put('/me/password', { current: ADMIN.password, next: 'short' });
    expect(short.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'next' }] });
    const reply = await here.put('/me/password', { current: ADMIN.password, next: 'another long password' });
    expect(reply.status).toBe(204);
    expect((await here.get('/me')).status).toBe(200);
    expect((await there.get('/me')).status).toBe(401);
    await server.signIn({ email: here.agent.email, password: 'another long password' });
    const old = await server.person().post('/session', { email: here.agent.email, password: ADMIN.password });
    expect(old.status).toBe(401);
  });
});
