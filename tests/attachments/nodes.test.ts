import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicEntry } from '../../shared/entries.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { sendFile } from '../support/send-file.ts';
import { ServerProcess } from '../support/server-process.ts';
import { siteKeyOf } from '../support/site-key.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, Person } from '../support/start-server.ts';
import { withNodes } from '../support/with-nodes.ts';

describe.skipIf(isSkipped('redis'))('two nodes', () => {
  const nodes = withNodes();

  it('have each other’s files, whoever took them', async () => {
    const { a, b } = nodes;
    const as = { site: a.site().key, token: randomBytes(32).toString('base64url') };
    const visitor = await connectVisitor(b.url, as.site, as);
    const { conversationId } = await say(visitor, 'Hello');
    const file = { bytes: randomBytes(600_000), clientId: randomUUID() };
    const taken = await sendFile(a.url, as, file);
    expect((await sendFile(b.url, as, file)).id).toBe(taken.id);
    const clientId = randomUUID();
    await visitor.do('message:send', { to: { conversationId }, clientId, text: '', attachments: [taken.id] });
    for (const { url } of [a, b]) {
      const { pathname, search } = new URL(taken.url);
      const bytes = Buffer.from(await (await fetch(url + pathname + search)).arrayBuffer());
      expect(bytes.equals(file.bytes)).toBe(true);
    }
    const change = { kind: 'removed' };
    await visitor.do('message:change', { conversationId, clientId: randomUUID(), target: clientId, change });
    const admin = await a.signIn();
    expect((await admin.get(`/attachments/${taken.id}`)).status).toBe(404);
    visitor.close();
  });
});

describe('a node that is killed', () => {
  let server: ServerProcess;
  let as: { site: string; token: string };

  beforeAll(async () => {
    server = await ServerProcess.start({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });
    const site = await siteKeyOf(server.url);
    as = { site, token: randomBytes(32).toString('base64url') };
  });
  afterAll(() => server.close());

  it('between a file and its message loses neither', async () => {
    const { id, url } = await sendFile(server.url, as, { name: 'bill.txt', bytes: 'I owe you.' });
    await server.kill();
    await server.run();
    const visitor = await connectVisitor(server.url, as.site, as);
    const sent = { to: { openId: randomUUID() }, clientId: randomUUID(), text: '', attachments: [id] };
    const { conversationId } = await visitor.do<{ conversationId: string }>('message:send', sent);
    await server.kill();
    await server.run();
    const back = await connectVisitor(server.url, as.site, as);
    const repeated = await back.do<{ conversationId: string; seq: number }>('message:send', sent);
    expect(repeated).toMatchObject({ conversationId, seq: 1 });
    const [talk] = back.welcome.conversations;
    const [entry] = (talk?.catchUp.entries ?? []) as (PublicEntry & { kind: 'message' })[];
    expect(entry?.attachments).toMatchObject([{ id, name: 'bill.txt', size: 10 }]);
    expect(await (await fetch(url)).text()).toBe('I owe you.');
    const agent = new Person(server.url);
    await agent.post('/session', ADMIN);
    expect((await agent.get(`/attachments/${id}`)).body).toBe('I owe you.');
    visitor.close();
    back.close();
  });

  it('in the middle of a file takes it whole when it is sent again', async () => {
    const clientId = randomUUID();
    const query = new URLSearchParams({ ...as, name: 'a', clientId });
    query.delete('token');
    const socket = connect(Number(new URL(server.url).port), 'localhost');
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/v1/widget/attachments?${query} HTTP/1.1\r\nHost: parley\r\nAuthorization: Bearer ${as.token}\r\nContent-Length: 900000\r\n\r\n`,
    );
    await new Promise((resolve) => socket.write(randomBytes(600_000), resolve));
    await server.kill();
    await eventually(() => expect(socket.closed).toBe(true));
    await server.run();
    const bytes = randomBytes(900_000);
    const { url, size } = await sendFile(server.url, as, { name: 'a', bytes, clientId });
    expect(size).toBe(900_000);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true);
  });
});
