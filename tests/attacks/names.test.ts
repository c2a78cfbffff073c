import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectVisitor, say } from '../support/clients.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn();
});
afterAll(() => server.close());

/** Every place where somebody names something, and how it is called there afterwards. */
const NAMED: Record<string, (name: string) => Promise<{ code?: string; name?: string }>> = {
  'an agent': async (name) => (await admin.patch('/me', { name })).body,
  'a site': async (name) => (await admin.post('/sites', { name })).body,
  'a token': async (name) => (await admin.post('/tokens', { name, scopes: ['tickets:read'] })).body,
  'a ticket': async (subject) => {
    const visitor = await connectVisitor(server.url, server.site().key);
    const { conversationId } = await say(visitor, 'Hello');
    visitor.close();
    const { code } = (await admin.post(`/conversations/${conversationId}/ticket`, { subject })).body;
    if (code !== undefined) return { code };
    return { name: (await admin.get(`/conversations/${conversationId}`)).body.ticket.subject };
  },
  'a contact': async (name) => {
    const visitor = await connectVisitor(server.url, server.site().key);
    const to = { openId: randomUUID() };
    const sent = await visitor.ask<{ conversationId: string }>('message:send', {
      ...{ to, clientId: randomUUID(), text: 'Hello', contact: { name } },
    });
    visitor.close();
    if (!sent.ok) return { code: sent.error.code };
    return { name: (await admin.get(`/conversations/${sent.value.conversationId}`)).body.contact.name };
  },
};

describe.each(Object.keys(NAMED))('the name of %s', (what) => {
  const named = (name: string) => NAMED[what]?.(name);

  it.each([
    ['nothing', ''],
    ['blanks', ' \t\n\u00a0\u3000'],
    ['zero-width characters', '\u200b\u200c\u200d\u2060\ufeff'],
    ['invisible letters', '\u3164\uffa0\u115f'],
    ['marks of direction alone', '\u202e\u2066\u2069\u200f'],
    ['control characters', '\u0000\u0007\u009f'],
  ])('is refused where there is nothing to see in it: %s', async (_, name) => {
    expect(await named(name)).toMatchObject({ code: 'invalid_input' });
  });

  it('turns nothing around, breaks no line and holds no half characters', async () => {
    expect(await named(' \u202eAna\u2066 \r\n\u2028 of\u0000 \ud83d ')).toMatchObject({
      name: 'Ana of \ufffd',
    });
  });

  it('is kept as it is written in any script, joined emoji and all', async () => {
    for (const name of ['مريم', 'नेहा क्‍ष', 'Ștefan O’Neill-Müller', '👩‍👩‍👧 family', 'علی‌رضا']) {
      expect(await named(name), name).toMatchObject({ name });
    }
  });
});
