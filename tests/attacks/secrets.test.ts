import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../server/core/log.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { ADMIN, type Reply, startServer } from '../support/start-server.ts';
import { startTestStore } from '../support/store.ts';
import { tokenIn } from '../support/token-in.ts';

/** Everything that a log of the most talkative level says. */
function listen() {
  const lines: string[] = [];
  const target = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) });
  return { log: createLog('trace', false, target), said: () => lines.join('') };
}

describe('the log', () => {
  it('holds no text, password, token or cookie of anybody, also where the store is lost', async () => {
    const { log, said } = listen();
    const store = await startTestStore();
    const server = await startServer({ log, store });
    const secret = (what: string) => `${what}-canary-${randomUUID()}`;
    const [text, note, name] = [secret('text'), secret('note'), secret('name')];
    const password = secret('password');
    const admin = await server.signIn();
    const invite = await admin.post('/invites', { email: 'new@parley.example', role: 'agent' });
    const { token } = (await admin.post('/tokens', { name: 'program', scopes: ['tickets:read'] })).body;
    const visitor = await connectVisitor(server.url, server.site().key);
    const console = await connectConsole(server.url, admin.cookie);
    const { conversationId } = await say(visitor, text);
    await visitor.do('contact:update', { name, email: 'canary@visitor.example' });
    await console.do('note:add', { conversationId, clientId: randomUUID(), text: note });
    const refused: Reply[] = [
      await server.person().post('/session', { email: ADMIN.email, password }),
      await server.person().ask('POST', '/session', {}, { bytes: `{"email":"${password}"` }),
      await server.person().post('/session', { email: ADMIN.email, password: { $ne: password } }),
      await admin.put('/me/password', { current: password, next: password }),
      await server.person().post('/invites/check', { token: 'x'.repeat(43) }),
    ];
    await store.close();
    const lost = { to: { openId: randomUUID() }, clientId: randomUUID(), text };
    const answers = await Promise.all([
      visitor.ask('message:send', lost).catch(() => null),
      admin.post(`/conversations/${conversationId}/notes`, { text: note }).catch(() => null),
      server
        .person()
        .post('/session', { email: ADMIN.email, password })
        .catch(() => null),
    ]);
    expect(said()).toMatch(/"level":(40|50)/);
    const secrets = [
      ...[text, note, name, password, ADMIN.password, token, visitor.token],
      admin.cookie.split('=')[1] ?? '',
      tokenIn(invite.body.link),
    ];
    for (const each of secrets) expect(said()).not.toContain(each);
    const told = JSON.stringify([refused.map(({ body }) => body), answers]);
    for (const each of [password, text, note]) expect(told).not.toContain(each);
    visitor.close();
    console.close();
    await server.app.drain();
    await server.db.close();
  }, 60_000);

  it('says of an error what it is and where it came from, and nothing that hangs on it', () => {
    const { log, said } = listen();
    const document = { text: 'text-canary' };
    const failed = new mongo.MongoServerError({
      message:
        'E11000 duplicate key error collection: p.contacts index: email dup key: { email: "mail-canary" }',
      code: 11_000,
      keyValue: { email: 'key-canary' },
      writeErrors: [{ op: document }],
    });
    const body = Object.assign(new SyntaxError('not JSON'), { body: '{"password":"body-canary"' });
    log.error({ err: Object.assign(failed, { document }) }, 'one');
    log.error({ err: new Error('outer', { cause: body }) }, 'two');
    expect(said()).toContain('E11000');
    expect(said()).toContain('secrets.test.ts');
    expect(said()).toContain('not JSON');
    expect(said()).not.toContain('canary');
  });
});
