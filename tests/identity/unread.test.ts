import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WidgetUnread } from '../../shared/sites.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { identityOf, inSeconds, signToken } from './sign.ts';

describe('a person on a new device', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('PROTOCOL 47: is told what is unread before anything is begun, and only they are; nothing is stored', async () => {
    const id = 'u-17';
    const phone = await connectVisitor(server.url, server.site().key, {
      identity: await identityOf(server, id),
    });
    const { conversationId } = await say(phone, 'From the phone');
    phone.close();
    const admin = await server.signIn();
    await admin.post(`/conversations/${conversationId}/messages`, { text: 'An answer' });
    const ask = async ({ token }: { token: string }) => {
      const address = `${server.url}/api/v1/widget/unread?site=${server.site().key}`;
      const answer = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
      const { unread, known } = (await answer.json()) as WidgetUnread;
      return [answer.status, unread, known];
    };
    await eventually(async () => expect(await ask(await identityOf(server, id))).toEqual([200, 1, true]));
    const contacts = server.db.collection('contacts');
    const before = await contacts.countDocuments();
    for (const nobody of [
      await identityOf(server, 'u-18'),
      await identityOf(server, id, { exp: inSeconds(-600) }),
      await identityOf(server, id, { exp: inSeconds(48 * 60 * 60) }),
      await identityOf(server, id, { aud: 'another' }),
      await identityOf(server, id, { sub: { $gt: '' } }),
      { token: signToken('not the secret of this site', { sub: id, exp: inSeconds(300) }) },
      { token: signToken('', { sub: id, exp: inSeconds(300) }, { alg: 'none' }) },
      { token: 'a.b.c' },
      { token: `${'x'.repeat(5_000)}.y.z` },
    ])
      expect(await ask(nobody)).toEqual([200, 0, false]);
    expect(await contacts.countDocuments()).toBe(before);
  });
});
