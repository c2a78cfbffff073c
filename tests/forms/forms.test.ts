import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WatchedConversation } from '../../shared/conversations.ts';
import type { Ack } from '../../shared/errors.ts';
import type { WidgetWelcome } from '../../shared/events.ts';
import type { FilledForm } from '../../shared/forms.ts';
import { MESSAGES_AT_ONCE } from '../../shared/limits.ts';
import type { Appended, SendVisitorMessage } from '../../shared/messages.ts';
import type { WidgetUnread } from '../../shared/sites.ts';
import { identityOf } from '../identity/sign.ts';
import { type Client, connectConsole, connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { withNodes } from '../support/with-nodes.ts';
import { ASKS_ALL, asking, FILLED, siteAsking } from './forms-of.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ environment: { TRUST_PROXY: 'loopback' } });
});
afterAll(() => server.close());

type Opening = Partial<SendVisitorMessage>;
const CONTACT = { name: 'Lena', email: 'lena@example.test' };

function opening(more: Opening): SendVisitorMessage {
  return { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'Hello', ...more };
}
function send(visitor: Client<WidgetWelcome>, more: Opening): Promise<Ack<Appended>> {
  return visitor.ask<Appended>('message:send', opening(more));
}
/** The paths of what is wrong; `[]` where it was taken. */
async function faultsOf(answer: Promise<Ack<Appended>>): Promise<string[]> {
  const given = await answer;
  if (given.ok) return [];
  expect(given.error.code).toBe('form_incomplete');
  return (given.error.errors ?? []).map(({ path }) => path).sort();
}
async function stored(): Promise<number> {
  const { conversations } = server.app.conversations.collections;
  return (await conversations.countDocuments()) + (await server.db.collection('contacts').countDocuments());
}

describe('what a site asks before a conversation', () => {
  it('PROTOCOL 50: lands on the contact and the conversation, and is shown beside it', async () => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const visitor = await connectVisitor(server.url, site.key);
    expect(visitor.welcome.site.preChatForm).toEqual(ASKS_ALL);
    const answer = await send(visitor, { contact: CONTACT, form: FILLED });
    if (!answer.ok) throw new Error(answer.error.code);
    const { conversationId } = answer.value;
    const admin = await server.signIn();
    const console = await connectConsole(server.url, admin.cookie);
    const watched = await console.do<WatchedConversation>('conversation:watch', { conversationId });
    expect(watched.contact).toMatchObject(CONTACT);
    expect(watched.conversation.topic).toBe('A return');
    expect(watched.form).toEqual({
      kind: 'preChat',
      answers: [
        { label: 'Order number', value: '4711' },
        { label: 'Express delivery', value: false },
      ],
      consent: {
        text: ASKS_ALL.consent?.text,
        url: ASKS_ALL.consent?.url,
        at: expect.any(Number),
      },
    });
    const { body } = await admin.get(`/conversations/${conversationId}`);
    expect(body).toMatchObject({ topic: 'A return', form: watched.form });
    await server.app.conversations.settled();
    const { items } = (await admin.get('/conversations?view=open')).body;
    expect(items.find((item: { id: string }) => item.id === conversationId)).toMatchObject({
      topic: 'A return',
    });
    visitor.close();
    console.close();
  });

  it('is what a conversation is found by', async () => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const visitor = await connectVisitor(server.url, site.key);
    const answers: FilledForm['answers'] = [
      { field: 'topic', value: 'A return' },
      { field: 'f4', value: 'Q8827' },
    ];
    const answer = await send(visitor, { contact: CONTACT, form: { ...FILLED, answers } });
    if (!answer.ok) throw new Error(answer.error.code);
    const { conversationId } = answer.value;
    const admin = await server.signIn();
    for (const search of ['q8827', 'returns Q8827']) {
      await eventually(async () => {
        const { items } = (await admin.get(`/conversations?search=${search}`)).body;
        expect(items).toMatchObject([{ id: conversationId }]);
      });
    }
    visitor.close();
  });

  it('is not asked again with a retry, nor with the next message, and counts once', async () => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const visitor = await connectVisitor(server.url, site.key);
    const first = opening({ contact: CONTACT, form: FILLED });
    const [one, two] = await Promise.all([
      visitor.ask<Appended>('message:send', first),
      visitor.ask<Appended>('message:send', first),
    ]);
    expect(one).toEqual(two);
    // The same opening without the form: it has been answered.
    const { form: _, ...bare } = first;
    const again = await visitor.ask<Appended>('message:send', { ...bare, clientId: randomUUID() });
    expect(again).toMatchObject({ ok: true, value: { seq: 2 } });
    // Another form under the same opening changes nothing.
    const other: FilledForm = { ...FILLED, answers: [{ field: 'topic', value: 'An order' }] };
    await visitor.do('message:send', { ...first, clientId: randomUUID(), form: other });
    const { conversations } = server.app.conversations.collections;
    expect(await conversations.find({ siteId: site.id }).toArray()).toMatchObject([{ topic: 'A return' }]);
    // Another conversation is asked again, but for what is known.
    expect(await faultsOf(send(visitor, {}))).toEqual([
      'form.answers.f4',
      'form.answers.topic',
      'form.consent',
    ]);
    expect(await faultsOf(send(visitor, { form: FILLED }))).toEqual([]);
    visitor.close();
  });

  it('is not what is known of a signed-in person', async () => {
    const onlyEmail = asking({ id: 'f2', kind: 'text', to: 'email', label: '', required: true });
    const site = await siteAsking(server, { preChatForm: onlyEmail });
    const identity = await identityOf(server, 'u-forms', { email: 'known@example.test' }, site.id);
    const person = await connectVisitor(server.url, site.key, { identity });
    expect(person.welcome.contact).toMatchObject({ email: 'known@example.test' });
    expect(await faultsOf(send(person, {}))).toEqual([]);
    person.close();
  });

  it('is nothing where the site asks nothing, whatever is sent along', async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    expect(visitor.welcome.site).not.toHaveProperty('preChatForm');
    const look = await fetch(`${server.url}/api/v1/widget/unread?site=${server.site().key}`);
    expect(((await look.json()) as WidgetUnread).site).not.toHaveProperty('offlineForm');
    const answer = await send(visitor, { form: { ...FILLED, website: 'https://spam.example' } });
    if (!answer.ok) throw new Error(answer.error.code);
    const admin = await server.signIn();
    const { body } = await admin.get(`/conversations/${answer.value.conversationId}`);
    expect(body).toMatchObject({ topic: null, form: null });
    visitor.close();
  });
});

describe('where nobody is there', () => {
  it('the offline form counts, or the one that was filled in while somebody was there', async () => {
    const own = await startServer();
    const email = asking({ id: 'f7', kind: 'text', to: 'email', label: '', required: true });
    const both = await siteAsking(own, { preChatForm: ASKS_ALL, offlineForm: email });
    const away = await connectVisitor(own.url, both.key);
    expect(away.welcome.presence.here).toBe(false);
    expect(await faultsOf(send(away, {}))).toEqual(['contact.email']);
    expect(await faultsOf(send(away, { contact: CONTACT, form: FILLED }))).toEqual([]);
    const offline: FilledForm = { kind: 'offline', answers: [], consent: false };
    const other = await connectVisitor(own.url, both.key);
    expect(await faultsOf(send(other, { contact: CONTACT, form: offline }))).toEqual([]);

    const onlyOffline = await siteAsking(own, { offlineForm: email });
    const agent = await connectConsole(own.url, (await own.addAgent()).cookie);
    const here = await connectVisitor(own.url, onlyOffline.key);
    expect(here.welcome.presence.here).toBe(true);
    expect(await faultsOf(send(here, {}))).toEqual([]);
    const both2 = await connectVisitor(own.url, both.key);
    expect(await faultsOf(send(both2, {}))).toContain('form.consent');
    for (const each of [away, other, agent, here, both2]) each.close();
    await own.close();
  });
});

describe('past the widget, by a socket alone', () => {
  it.each<[string, Opening, string[]]>([
    ['nothing', {}, ['contact.email', 'form.answers.f4', 'form.answers.topic', 'form.consent']],
    ['no consent', { contact: CONTACT, form: { ...FILLED, consent: false } }, ['form.consent']],
    ['no address', { form: FILLED }, ['contact.email']],
    [
      'a choice that is none',
      {
        contact: CONTACT,
        form: {
          ...FILLED,
          answers: [
            { field: 'topic', value: '__proto__' },
            { field: 'f4', value: '1' },
          ],
        },
      },
      ['form.answers.topic'],
    ],
    [
      'nothing to be seen in a required answer',
      {
        contact: CONTACT,
        form: {
          ...FILLED,
          answers: [
            { field: 'topic', value: 'A return' },
            { field: 'f4', value: '\u200b\u2060' },
          ],
        },
      },
      ['form.answers.f4'],
    ],
    [
      'a tick where a word is asked',
      {
        contact: CONTACT,
        form: {
          ...FILLED,
          answers: [
            { field: 'topic', value: true },
            { field: 'f4', value: '1' },
          ],
        },
      },
      ['form.answers.topic'],
    ],
    [
      'an answer that nobody asked for',
      { contact: CONTACT, form: { ...FILLED, answers: [...FILLED.answers, { field: 'f99', value: 'x' }] } },
      ['form.answers.f99'],
    ],
  ])('%s is refused, and nothing is stored', async (_name, more, paths) => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const before = await stored();
    const visitor = await connectVisitor(server.url, site.key);
    expect(await faultsOf(send(visitor, more))).toEqual(paths);
    expect(await stored()).toBe(before);
    visitor.close();
  });

  it.each<[string, unknown]>([
    ['a field called __proto__', { ...FILLED, answers: [{ field: '__proto__', value: 'x' }] }],
    ['a field called constructor', { ...FILLED, answers: [{ field: 'constructor', value: 'x' }] }],
    ['an operator', { ...FILLED, answers: [{ field: 'f4', value: { $set: { role: 'admin' } } }] }],
    ['an operator beside it', { ...FILLED, $set: { siteId: 'x' } }],
    ['a prototype', JSON.parse('{"kind":"preChat","answers":[],"consent":true,"__proto__":{"a":1}}')],
    ['too long a word', { ...FILLED, answers: [{ field: 'f4', value: 'x'.repeat(501) }] }],
    [
      'too many answers',
      { ...FILLED, answers: Array.from({ length: 11 }, () => ({ field: 'f4', value: '' })) },
    ],
    ['another kind', { ...FILLED, kind: 'admin' }],
    ['consent by a word', { ...FILLED, consent: 'true' }],
  ])('%s is no form', async (_name, form) => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const visitor = await connectVisitor(server.url, site.key);
    const sent = { ...opening({ contact: CONTACT }), form };
    expect(await visitor.refusalOf('message:send', sent)).toBe('invalid_input');
    visitor.close();
  });

  it('a megabyte costs the connection and nobody else anything', async () => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const [visitor, other] = await Promise.all([1, 2].map(() => connectVisitor(server.url, site.key)));
    if (visitor === undefined || other === undefined) throw new Error('nobody came');
    const answers = [{ field: 'f4' as const, value: 'x'.repeat(1_000_000) }];
    void send(visitor, { contact: CONTACT, form: { ...FILLED, answers } }).catch(() => undefined);
    await eventually(() => !visitor.socket.connected);
    expect(await faultsOf(send(other, { contact: CONTACT, form: FILLED }))).toEqual([]);
    other.close();
  });

  it('what is written is one line that turns nothing around', async () => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const visitor = await connectVisitor(server.url, site.key);
    const value = 'a\u0000b\n\u202e<b>$set</b>\ud800';
    const answers: FilledForm['answers'] = [
      { field: 'topic', value: 'A return' },
      { field: 'f4', value },
    ];
    const answer = await send(visitor, { contact: CONTACT, form: { ...FILLED, answers } });
    if (!answer.ok) throw new Error(answer.error.code);
    const admin = await server.signIn();
    const { body } = await admin.get(`/conversations/${answer.value.conversationId}`);
    expect(body.form.answers[0]).toEqual({ label: 'Order number', value: 'a b <b>$set</b>\ufffd' });
    visitor.close();
  });
});

describe('a machine', () => {
  it('that fills in what nobody sees is refused without a word about it, and nothing is stored', async () => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const before = await stored();
    const visitor = await connectVisitor(server.url, site.key);
    const form = { ...FILLED, website: 'https://spam.example' };
    const answer = await send(visitor, { contact: CONTACT, form });
    expect(answer).toEqual({
      ok: false,
      error: { code: 'form_incomplete', message: expect.any(String) },
    });
    expect(await stored()).toBe(before);
    // A person whose browser filled it in sends again without it.
    expect(await faultsOf(send(visitor, { contact: CONTACT, form: FILLED }))).toEqual([]);
    visitor.close();
  });

  /**
   * Four visitors at one address try as often as each may write at once, as machines do: it counts as much, and costs
   * the store nothing.
   * @returns how many tries were looked at
   */
  async function tryOften(urls: string[], key: string, address: string): Promise<number> {
    const visitors = await Promise.all(
      [0, 1, 2, 3].map((each) => connectVisitor(urls[each % urls.length] ?? '', key, { address })),
    );
    const codes: string[] = [];
    const write = async (visitor: Client<WidgetWelcome>) => {
      const form = { ...FILLED, website: 'https://spam.example' };
      for (let written = 0; written < MESSAGES_AT_ONCE; written++)
        codes.push(await visitor.refusalOf('message:send', opening({ contact: CONTACT, form })));
    };
    await Promise.all(visitors.map(write));
    for (const visitor of visitors) visitor.close();
    expect(new Set(codes)).toEqual(new Set(['form_incomplete', 'rate_limited']));
    return codes.filter((code) => code === 'form_incomplete').length;
  }

  it('that opens many conversations from one address waits; the others do not', async () => {
    const site = await siteAsking(server, { preChatForm: ASKS_ALL });
    const address = '203.0.113.20';
    const first = await connectVisitor(server.url, site.key, { address });
    expect(await faultsOf(send(first, { contact: CONTACT, form: FILLED }))).toEqual([]);
    expect(await tryOften([server.url], site.key, address)).toBe(59);
    const answer = await send(first, { form: FILLED });
    if (answer.ok) throw new Error('it was opened');
    expect(answer.error.code).toBe('rate_limited');
    expect(answer.error.retryAfterMs).toBeLessThanOrEqual(600_000);
    const other = await connectVisitor(server.url, site.key, { address: '203.0.113.21' });
    expect(await faultsOf(send(other, { contact: CONTACT, form: FILLED }))).toEqual([]);
    first.close();
    other.close();
  });

  describe.skipIf(isSkipped('redis'))('at two nodes', () => {
    const nodes = withNodes();

    it('is counted at both together', async () => {
      const site = await siteAsking(nodes.a, { preChatForm: ASKS_ALL });
      await eventually(() => nodes.b.app.sites.byKey(site.key)?.preChatForm != null);
      expect(await tryOften([nodes.a.url, nodes.b.url], site.key, '203.0.113.22')).toBe(60);
    });
  });
});
