import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let admin: SignedIn;
let conversationId: string;

beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn();
  // Somebody is there, so that no notice becomes an entry.
  const agent = await connectConsole(server.url, admin.cookie);
  for (let nth = 0; nth < 5; nth++) {
    const visitor = await connectVisitor(server.url, server.site().key);
    ({ conversationId } = await say(visitor, `Hello ${nth}`));
    await admin.post(`/conversations/${conversationId}/ticket`, { subject: `Number ${nth}` });
    visitor.close();
    await server.addSite(`Site ${nth}`);
    await admin.post('/tokens', { name: `Token ${nth}`, scopes: ['sites:read'] });
    await admin.post('/invites', { email: `agent${nth}@parley.example`, role: 'agent' });
    await admin.post(`/conversations/${conversationId}/notes`, { text: 'A note' });
  }
  for (let nth = 0; nth < 4; nth++)
    await admin.post(`/conversations/${conversationId}/notes`, { text: 'More' });
  agent.close();
});
afterAll(() => server.close());

it.each([
  '/conversations',
  '/conversations/:id/entries',
  '/tickets',
  '/sites',
  '/agents',
  '/tokens',
  '/invites',
  '/me/sessions',
])('%s comes in pages by cursor and limit, each item once', async (path) => {
  const whole = await admin.get(path.replace(':id', conversationId));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await admin.get(`${path.replace(':id', conversationId)}?limit=2${more}`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(2);
    for (const item of body.items) seen.push(JSON.stringify(item));
    cursor = body.nextCursor;
  } while (cursor !== null && seen.length < 50);
  const all = whole.body.items.map((item: unknown) => JSON.stringify(item));
  expect([...seen].sort()).toEqual(all.sort());
});
