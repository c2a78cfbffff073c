import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact } from '../../shared/contacts.ts';
import type { WatchedConversation } from '../../shared/conversations.ts';
import type { Refusal } from '../../shared/errors.ts';
import { connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { SetClock } from '../support/set-clock.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { identityOf, inSeconds, signToken } from './sign.ts';

let server: TestServer;
let count = 0;
const somebody = () => `u-${++count}`;
const newToken = () => randomBytes(32).toString('base64url');

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const connect = (options: Parameters<typeof connectVisitor>[2] = {}) =>
  connectVisitor(server.url, server.site().key, options);
const shown = ({ welcome }: Visitor) => welcome.conversations.map(({ conversation }) => conversation.id);
const hears = (visitor: Visitor, text: string) =>
  visitor.told<{ text?: string }>('entry').some((entry) => entry.text === text);
/** As a widget does: cut because somebody turned out to be somebody, it comes back. */
const comeBack = (options: Parameters<typeof connectVisitor>[2]): Promise<Visitor> =>
  connect(options).catch((refusal: Refusal) => {
    if (refusal.code !== 'unavailable') throw refusal;
    return comeBack(options);
  });
const refusalOf = (connecting: Promise<unknown>) =>
  connecting.then(
    () => 'let in',
    (refusal: Refusal) => refusal.code,
  );

describe('a person on several devices', () => {
  it('PROTOCOL 47: sees one set of conversations on all of them, live', async () => {
    const id = somebody();
    const phone = await connect({ identity: await identityOf(server, id) });
    const { conversationId } = await say(phone, 'From the phone');
    const laptop = await connect({ identity: await identityOf(server, id) });
    expect(shown(laptop)).toEqual([conversationId]);

    await say(laptop, 'From the laptop', { conversationId });
    await eventually(() => hears(phone, 'From the laptop'));
    await say(phone, 'And back', { conversationId });
    await eventually(() => hears(laptop, 'And back'));
    phone.close();
    laptop.close();
  });

  it('shows nothing to anybody else, whatever they say they are', async () => {
    const id = somebody();
    const one = await connect({ identity: await identityOf(server, id) });
    const { conversationId } = await say(one, 'Private');
    const other = await connect({ identity: await identityOf(server, somebody()) });
    const stranger = await connect();
    stranger.socket.emit('page:context', { userId: id });
    for (const each of [other, stranger]) {
      expect(shown(each)).toEqual([]);
      expect(await each.refusalOf('conversation:catch-up', { conversationId, after: 0 })).toBe('not_found');
      expect(
        await each.refusalOf('message:send', { to: { conversationId }, clientId: randomUUID(), text: 'Me' }),
      ).toBe('not_found');
    }
    await say(one, 'More', { conversationId });
    expect(other.told('entry')).toEqual([]);
    expect(stranger.told('entry')).toEqual([]);
    for (const each of [one, other, stranger]) each.close();
  });

  it('edits on one device what was written on another', async () => {
    const id = somebody();
    const anonymous = await connect();
    const clientId = randomUUID();
    const { conversationId } = await anonymous.do<{ conversationId: string }>('message:send', {
      to: { openId: randomUUID() },
      clientId,
      text: 'Before',
    });
    anonymous.close();
    (await connect({ token: anonymous.token, identity: await identityOf(server, id) })).close();
    const laptop = await connect({ identity: await identityOf(server, id) });
    const change = { kind: 'edited', text: 'After' };
    await laptop.do('message:change', { conversationId, clientId: randomUUID(), target: clientId, change });
    laptop.close();
  });
});

describe('an anonymous conversation', () => {
  it('becomes the person’s, is written on from every device, and open tabs and devices follow', async () => {
    const id = somebody();
    const laptop = await connect({ identity: await identityOf(server, id) });
    await say(laptop, 'Known');
    const phone = await connect();
    const tab = await connect({ token: phone.token });
    const { conversationId } = await say(phone, 'Not known yet');
    await eventually(() => hears(tab, 'Not known yet'));

    const known = await connect({ token: phone.token, identity: await identityOf(server, id) });
    expect(shown(known)).toHaveLength(2);
    for (const each of [phone, tab, laptop]) {
      await eventually(() => each.told<Refusal>('refused').some(({ code }) => code === 'unavailable'));
    }
    const back = await connect({ token: laptop.token });
    expect(shown(back)).toContain(conversationId);
    await say(back, 'From the laptop', { conversationId });
    await eventually(() => hears(known, 'From the laptop'));
    for (const each of [known, back]) each.close();
  });

  it('PROTOCOL 48: is sent again under the same clientId and counts once, whoever its writer is by now', async () => {
    const message = { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'Once' };
    const before = await connect();
    const first = await before.do('message:send', message);
    const after = await connect({
      token: before.token,
      identity: await identityOf(server, somebody()),
    });
    expect(await after.do('message:send', message)).toEqual(first);
    expect(shown(after)).toHaveLength(1);
    after.close();
  });

  it('never goes from one person to another, and the second one is told to begin anew', async () => {
    const [lena, marc] = [somebody(), somebody()];
    const anonymous = await connect();
    await say(anonymous, 'Lena before she signed in');
    const known = await connect({ token: anonymous.token, identity: await identityOf(server, lena) });
    expect(
      await refusalOf(connect({ token: anonymous.token, identity: await identityOf(server, marc) })),
    ).toBe('other_person');
    const afresh = await connect({ identity: await identityOf(server, marc) });
    expect(shown(afresh)).toEqual([]);
    expect(shown(await connect({ identity: await identityOf(server, lena) }))).toEqual(shown(known));
    known.close();
    afresh.close();
  });

  it('is one person’s where two identify in one browser at once', async () => {
    const people = [somebody(), somebody()];
    const anonymous = await connect();
    const { conversationId } = await say(anonymous, 'Whose?');
    const outcomes = await Promise.all(
      people.map(async (id) =>
        refusalOf(connect({ token: anonymous.token, identity: await identityOf(server, id) })),
      ),
    );
    const seen = await Promise.all(
      people.map(async (id) => shown(await connect({ identity: await identityOf(server, id) }))),
    );
    expect(seen.flat()).toEqual([conversationId]);
    expect(outcomes).toContain('other_person');
  });

  it('is one person where two devices identify at once', async () => {
    const id = somebody();
    const devices = await Promise.all([connect(), connect(), connect()]);
    const opened = await Promise.all(devices.map((device) => say(device, 'Hello')));
    await Promise.all(
      devices.map(async ({ token }) => comeBack({ token, identity: await identityOf(server, id) })),
    );
    const all = await connect({ identity: await identityOf(server, id) });
    expect(shown(all).sort()).toEqual(opened.map(({ conversationId }) => conversationId).sort());
    expect(await server.db.collection('contacts').countDocuments({ externalId: id })).toBe(1);
  });

  it('is taken up where a node died half way', async () => {
    const id = somebody();
    const anonymous = await connect();
    const { conversationId } = await say(anonymous, 'Half way');
    anonymous.close();
    const contacts = server.db.collection<{ _id: string }>('contacts');
    const sessions = server.db.collection<{ _id: string; proof?: unknown }>('visitor_sessions');
    (await connect({ token: anonymous.token, identity: await identityOf(server, id) })).close();
    const person = await contacts.findOne({ externalId: id });
    // As it is between any two of the steps: the proof without the merge, and the merge without the proof.
    const mine = { personId: person?._id };
    const kept = await contacts.findOne(mine);
    await contacts.updateOne({ _id: kept?._id ?? '' }, { $unset: { personId: '' } });
    server.app.contacts.forget(kept?._id ?? '');
    const half = await connect({ token: anonymous.token });
    expect(shown(half)).toEqual([conversationId]);
    expect(shown(await connect({ identity: await identityOf(server, id) }))).toEqual([]);
    half.close();
    (await connect({ token: anonymous.token, identity: await identityOf(server, id) })).close();
    await sessions.updateOne(
      { _id: server.app.contacts.hashOf(server.site().id, anonymous.token) },
      { $unset: { proof: '' } },
    );
    expect(await refusalOf(connect({ token: anonymous.token }))).toBe('identity_expired');
    const whole = await connect({ token: anonymous.token, identity: await identityOf(server, id) });
    expect(shown(whole)).toEqual([conversationId]);
    whole.close();
  });
});

describe('the site’s word for who somebody is', () => {
  it('PROTOCOL 46: counts for a day: then it has to be given again, and a connection that is open ends', async () => {
    const clock = new SetClock();
    const house = await startServer({ clock });
    const door = (options: Parameters<typeof connectVisitor>[2] = {}) =>
      connectVisitor(house.url, house.site().key, options);
    const id = somebody();
    const visitor = await door({ identity: await identityOf(house, id) });
    const { conversationId } = await say(visitor, 'Yesterday');
    clock.offsetMs = 25 * 60 * 60 * 1000;
    visitor.socket.emit('heads', null);
    await eventually(() => visitor.socket.disconnected);
    expect(await refusalOf(door({ token: visitor.token }))).toBe('identity_expired');
    const unread = await fetch(`${house.url}/api/v1/widget/unread?site=${house.site().key}`, {
      headers: { Authorization: `Bearer ${visitor.token}` },
    });
    expect(await unread.json()).toMatchObject({ unread: 0 });
    const again = await identityOf(house, id, { exp: inSeconds(25 * 60 * 60 + 300) });
    expect(shown(await door({ token: visitor.token, identity: again }))).toEqual([conversationId]);
    await house.close();
  });
});

describe('agents', () => {
  it('see the person, with what the site says of it, as soon as it turns out who it is', async () => {
    const id = somebody();
    const agent = await connectConsole(server.url, (await server.signIn()).cookie);
    const visitor = await connect();
    const { conversationId } = await say(visitor, 'Who am I?');
    await agent.do('conversation:watch', { conversationId });
    const claims = { name: 'Lena Kowalska', email: 'Lena@shop.example' };
    const known = await connect({ token: visitor.token, identity: await identityOf(server, id, claims) });
    await eventually(() => {
      const told = agent.told<{ contact: Contact; was?: string }>('contact:changed');
      return told.some(({ contact, was }) => was !== undefined && contact.externalId === id);
    });
    const { contact, conversation, contactOnline } = await agent.do<WatchedConversation>(
      'conversation:watch',
      { conversationId },
    );
    expect(contact).toMatchObject({ externalId: id, name: 'Lena Kowalska', email: 'lena@shop.example' });
    expect(conversation.contact).toMatchObject({ id: contact.id, name: 'Lena Kowalska' });
    expect(contactOnline).toBe(true);
    known.socket.emit('page:context', { facts: { Plan: 'premium' } });
    await eventually(() =>
      agent
        .told<{ contact: Contact }>('contact:changed')
        .some((told) => told.contact.visit?.facts?.Plan === 'premium'),
    );
    agent.close();
    known.close();
  });
});

describe('a token that proves nothing', () => {
  const attempt = async (id: string, token: string) => {
    const visitor = await connect({ identity: { id, token } });
    visitor.close();
    expect(shown(visitor)).toEqual([]);
    return visitor.welcome.identityRefused;
  };

  it.each<[string, (secret: string, id: string) => string, string, RegExp]>([
    ['forged', (_, id) => signToken('guessed', { sub: id, exp: inSeconds(60) }), 'token_invalid', /secret/],
    [
      'of no algorithm',
      (_, id) =>
        `${signToken('', { sub: id, exp: inSeconds(60) }, { alg: 'none' })
          .split('.')
          .slice(0, 2)
          .join('.')}.`,
      'token_invalid',
      /HS256/,
    ],
    [
      'of another algorithm',
      (secret, id) => signToken(secret, { sub: id, exp: inSeconds(60) }, { alg: 'HS512' }),
      'token_invalid',
      /HS256/,
    ],
    [
      'somebody else’s',
      (secret) => signToken(secret, { sub: 'another', exp: inSeconds(60) }),
      'token_invalid',
      /sub/,
    ],
    ['of nobody', (secret) => signToken(secret, { exp: inSeconds(60) }), 'token_invalid', /sub/],
    [
      'expired',
      (secret, id) => signToken(secret, { sub: id, exp: inSeconds(-300) }),
      'token_expired',
      /expired/,
    ],
    ['without an end', (secret, id) => signToken(secret, { sub: id }), 'token_invalid', /exp/],
    [
      'good for ever',
      (secret, id) => signToken(secret, { sub: id, exp: inSeconds(90_000_000) }),
      'token_invalid',
      /24 hours/,
    ],
    [
      'not good yet',
      (secret, id) => signToken(secret, { sub: id, exp: inSeconds(900), nbf: inSeconds(600) }),
      'token_invalid',
      /nbf/,
    ],
    [
      'for another site',
      (secret, id) => signToken(secret, { sub: id, exp: inSeconds(60), aud: 'site_AAAAAAAAAAAA' }),
      'token_invalid',
      /aud/,
    ],
    ['no token', () => 'hello', 'token_invalid', /JWT/],
  ])('%s lets the visitor in as a stranger, and says why', async (_, forge, code, fix) => {
    const id = somebody();
    await say(await connect({ identity: await identityOf(server, id) }), 'Private');
    const { secret } = await server.app.identityKeys.secretOf(server.site().id);
    const refused = await attempt(id, forge(secret, id));
    expect(refused?.code).toBe(code);
    expect(refused?.message).toMatch(fix);
  });

  it('is one that another site has signed', async () => {
    const other = await server.addSite();
    const id = somebody();
    await say(await connect({ identity: await identityOf(server, id) }), 'Private');
    const { token } = await identityOf(server, id, {}, other.id);
    expect((await attempt(id, token))?.code).toBe('token_invalid');
  });

  it('is not one from a clock a minute behind', async () => {
    const visitor = await connect({
      identity: await identityOf(server, somebody(), { exp: inSeconds(-60) }),
    });
    expect(visitor.welcome.identityRefused).toBeUndefined();
    visitor.close();
  });
});

describe('the secret of a site', () => {
  it('is rotated: the one before counts for as long as is said, then it and what it proved are gone', async () => {
    const admin = await server.signIn();
    const site = await server.addSite('Rotated');
    const door = (options: Parameters<typeof connectVisitor>[2]) =>
      connectVisitor(server.url, site.key, options);
    const id = somebody();
    const old = await identityOf(server, id, {}, site.id);
    const path = `/sites/${site.id}/identity`;
    const before = (await admin.get(path)).body;
    const kept = await admin.post(`${path}/rotate`, { generation: before.generation, keepHours: 24 });
    expect(kept.body.secret).not.toBe(before.secret);
    expect((await admin.post(`${path}/rotate`, { generation: 1, keepHours: 0 })).body.code).toBe(
      'changed_meanwhile',
    );
    const visitor = await door({ identity: old });
    expect(visitor.welcome.identityRefused).toBeUndefined();

    await admin.post(`${path}/rotate`, { generation: 2, keepHours: 0 });
    await eventually(() => visitor.socket.disconnected);
    expect(await refusalOf(door({ token: visitor.token }))).toBe('identity_expired');
    expect((await door({ identity: old })).welcome.identityRefused?.code).toBe('token_invalid');
    expect(
      await refusalOf(door({ token: newToken(), identity: await identityOf(server, id, {}, site.id) })),
    ).toBe('let in');
  });

  it('is nowhere in what agents get of the site', async () => {
    const { secret } = await server.app.identityKeys.secretOf(server.site().id);
    const agent = await server.addAgent();
    const sockets = await connectConsole(server.url, agent.cookie);
    expect(JSON.stringify([sockets.welcome, (await agent.get('/sites')).body])).not.toContain(secret);
    expect((await agent.get(`/sites/${server.site().id}/identity`)).status).toBe(403);
    sockets.close();
  });
});

describe('a site for signed-in people only', () => {
  it('PROTOCOL 49: lets nobody else in, cuts who is in, and takes no message from them', async () => {
    const admin = await server.signIn();
    const site = await server.addSite('Internal desk');
    const door = (options: Parameters<typeof connectVisitor>[2] = {}) =>
      connectVisitor(server.url, site.key, options);
    const stranger = await door();
    const known = await door({ identity: await identityOf(server, somebody(), {}, site.id) });
    await admin.patch(`/sites/${site.id}`, { signedInOnly: true });
    await eventually(() => stranger.socket.disconnected);
    expect(await refusalOf(door())).toBe('sign_in_required');
    expect(await refusalOf(door({ identity: { id: 'u', token: 'forged' } }))).toBe('sign_in_required');
    await say(known, 'At work');
    known.close();
  });
});
