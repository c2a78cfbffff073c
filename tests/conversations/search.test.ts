import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let server: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  store = await startTestStore();
  server = await startServer({ store });
  admin = await server.signIn();
});
afterAll(async () => {
  await server.close();
  await store.close();
});

interface Told {
  name?: string;
  email?: string;
  key?: string;
}

async function conversation(text: string, details: Told = {}): Promise<string> {
  const { key = server.site().key, ...contact } = details;
  const visitor = await connectVisitor(server.url, key);
  const { conversationId } = await visitor.do<{ conversationId: string }>('message:send', {
    to: { openId: randomUUID() },
    clientId: randomUUID(),
    text,
    contact,
  });
  visitor.close();
  return conversationId;
}

async function found(search: string, by: SignedIn = admin, more = ''): Promise<string[]> {
  const reply = await by.get(`/conversations?search=${encodeURIComponent(search)}${more}`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body.items.map(({ id }: { id: string }) => id);
}

describe('a conversation is found', () => {
  it('by the words of its messages, in any form and without accents, the moment they are said', async () => {
    const id = await conversation('Quando chega a minha encomenda? As entregas atrasam.');
    for (const search of ['encomenda', 'ENCOMENDAS', 'entrega', 'entregas atrasam', 'chega encom', 'enco']) {
      expect(await found(search), search).toContain(id);
    }
    expect(await found('encomenda devolvida')).not.toContain(id);
    const accents = await conversation('A informação está errada');
    for (const search of ['informação', 'informacao', 'informaç'])
      expect(await found(search), search).toContain(accents);
  });

  it('by Romanian words with a comma or a cedilla', async () => {
    const id = await conversation('Îmi trebuie mașina și adresa');
    for (const search of ['mașina', 'maşina', 'masina', 'mașinii'])
      expect(await found(search), search).toContain(id);
  });

  it('by its contact’s name and address, whole or begun, also after they change', async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    const { conversationId } = await say(visitor, 'Hi');
    await visitor.do('contact:update', { name: 'Wilhelmina Okonkwo', email: 'mina.ok@oak.example' });
    for (const search of ['wilhelm', 'Okonkwo Wilhelmina', 'mina.ok@oak.example', 'mina.ok@', 'oak'])
      expect(await found(search), search).toEqual([conversationId]);
    await visitor.do('contact:update', { name: 'Theodora' });
    await eventually(async () => {
      expect(await found('theodora')).toEqual([conversationId]);
      expect(await found('wilhelmina')).toEqual([]);
    });
    visitor.close();
  });

  it('by the subject and number of its ticket, which the tickets are found by too', async () => {
    const id = await conversation('Something about boots');
    const { body } = await admin.post(`/conversations/${id}/ticket`, { subject: 'Waterproof hiking' });
    for (const search of ['waterproof', `#${body.number}`]) {
      expect(await found(search), search).toEqual([id]);
      const tickets = await admin.get(`/tickets?search=${encodeURIComponent(search)}`);
      expect(tickets.body.items.map(({ number }: { number: number }) => number)).toEqual([body.number]);
    }
    const closed = await admin.get('/tickets?search=waterproof&status=closed');
    expect(closed.body.items).toEqual([]);
    await conversation('Waterproof as well, without a ticket');
    expect((await admin.get('/tickets?search=waterproof')).body.items).toHaveLength(1);
  });

  it('by notes, by agents alone, in whatever state it is', async () => {
    const id = await conversation('Are you there?');
    await admin.post(`/conversations/${id}/notes`, { text: 'Reminds me of quicksilver' });
    const agent = await connectConsole(server.url, admin.cookie);
    await agent.do('conversation:resolve', { conversationId: id, clientId: randomUUID() });
    expect(await found('quicksilver')).toEqual([id]);
    const page = await agent.do<{ items: { id: string }[] }>('conversations:list', { search: 'quicksilver' });
    expect(page.items.map((item) => item.id)).toEqual([id]);
    agent.close();
  });

  it('by what it says now: not by what was corrected or taken back', async () => {
    const id = await conversation('Hello');
    const sent = await admin.post(`/conversations/${id}/messages`, { text: 'Your marzipan is ready' });
    const entry = `/conversations/${id}/entries/${sent.body.seq}`;
    expect(await found('marzipan')).toEqual([id]);
    expect((await admin.patch(entry, { text: 'Your nougat is ready' })).status).toBe(200);
    expect([await found('marzipan'), await found('nougat')]).toEqual([[], [id]]);
    expect((await admin.delete(entry)).status).toBe(200);
    expect(await found('nougat')).toEqual([]);
  });

  it('by what is offered in it: replies to choose from, and cards', async () => {
    const id = await conversation('Hello');
    const cards = [{ title: 'A pair of galoshes', text: 'Made of caoutchouc' }];
    const sent = await admin.post(`/conversations/${id}/messages`, {
      text: 'For what weather?',
      quickReplies: ['Hailstorms', 'Fog'],
      cards,
    });
    for (const search of ['galosh', 'caoutchouc', 'hailstorm', 'galoshes weather'])
      expect(await found(search), search).toEqual([id]);
    expect((await admin.delete(`/conversations/${id}/entries/${sent.body.seq}`)).status).toBe(200);
    for (const search of ['galoshes', 'hailstorms']) expect(await found(search), search).toEqual([]);
  });

  it('by no word that was taken back, begun or whole: nothing but the log remembers it', async () => {
    const id = await conversation('Hello');
    const sent = await admin.post(`/conversations/${id}/messages`, { text: 'My secret is rumpelstiltskin' });
    const entry = `/conversations/${id}/entries/${sent.body.seq}`;
    expect(await found('rumpelst')).toEqual([id]);
    expect((await admin.patch(entry, { text: 'My secret is schneewittchen' })).status).toBe(200);
    expect([await found('rumpelst'), await found('schneewitt')]).toEqual([[], [id]]);
    expect((await admin.delete(entry)).status).toBe(200);
    expect(await found('schneewitt')).toEqual([]);
    await server.app.conversations.settled();
    const remembering: string[] = [];
    for (const { name } of await server.db.listCollections()) {
      const kept = JSON.stringify(await server.db.collection(name).find().toArray());
      if (/rumpelst|schneewitt/.test(kept)) remembering.push(name);
    }
    expect(remembering).toEqual(['entries']);
  });

  it('by any word that an unfinished one may become, however often another one is said', async () => {
    const many: string[] = [];
    for (let nth = 0; nth < 12; nth++) many.push(await conversation('A kangaroo came'));
    const rare = await conversation('A kanthaka came');
    expect((await found('kan')).sort()).toEqual([...many, rare].sort());
    expect(await found('kanth')).toEqual([rare]);
  });

  it('by the same words, whether they were taken in one by one or all at once', async () => {
    const id = await conversation('Where is my umbrella?', { name: 'Ada Lovelace' });
    const terms = async () => {
      await found('umbrella'); // takes in what was said
      const kept = await server.db.collection('conversation_terms').findOne({ _id: id as never });
      return [...(kept?.terms ?? [])].sort();
    };
    const first = await terms();
    await admin.post(`/conversations/${id}/messages`, { text: 'It was seen in Lisbon' });
    await admin.post(`/conversations/${id}/notes`, { text: 'Ask the lighthouse' });
    await admin.post(`/conversations/${id}/ticket`, {
      subject: 'Lost umbrella',
      priority: 'low',
      category: 'other',
    });
    const oneByOne = await terms();
    expect(oneByOne.length).toBeGreaterThan(first.length);
    expect(oneByOne).toEqual(expect.arrayContaining([...first, 'lisbon', 'lighthouse', 'lovelace', 'lost']));
    await server.db.collection('conversation_terms').deleteOne({ _id: id as never });
    await admin.post(`/conversations/${id}/messages`, { text: 'The umbrella again' });
    expect(await terms()).toEqual(expect.arrayContaining(oneByOne));
  });

  it('without anybody waiting for a text that is one endless word', async () => {
    const id = await conversation('Hello');
    const text = 'a'.repeat(10_000);
    for (let nth = 0; nth < 25; nth++) await admin.post(`/conversations/${id}/notes`, { text });
    await server.db.collection('conversation_terms').deleteMany({});
    for (let nth = 0; nth < 10; nth++) {
      await admin.post(`/conversations/${id}/notes`, { text: `platypus ${nth}` });
      await server.db.collection('conversation_terms').updateMany({}, { $set: { version: 0 } });
      expect(await found('platypus')).toEqual([id]);
    }
  });

  it('only by who answers for its site', async () => {
    const site = await server.addSite('Hidden');
    const id = await conversation('A zeppelin of another site', { key: site.key });
    const insider = await server.addAgent({ siteIds: [site.id] });
    const outsider = await server.addAgent({ siteIds: [server.site().id] });
    expect(await found('zeppelin', insider)).toEqual([id]);
    expect(await found('zeppelin', outsider)).toEqual([]);
    expect(await found('zeppelin', outsider, `&siteId=${site.id}`)).toEqual([]);
    expect(await found('zeppelin', admin, `&siteId=${server.site().id}`)).toEqual([]);
  });
});

describe('a search', () => {
  it('comes in pages, those opened last first', async () => {
    const ids: string[] = [];
    for (let nth = 0; nth < 7; nth++) ids.unshift(await conversation(`Number ${nth} of the xylophones`));
    const pages: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null && pages.length < 10) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await admin.get(`/conversations?search=xylophone&limit=3${more}`);
      pages.push(body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(pages.flat()).toEqual(ids);
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(await found('xylophone numbers of the')).toEqual(ids);
  });

  it.each(['', '%20', 'x'.repeat(201)])('is refused where it is "%s"', async (search) => {
    const reply = await admin.get(`/conversations?search=${search}`);
    expect(reply.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'search' }] });
  });

  it.each(['$ne', '.*', '@', '#', '"', '🙂', '\ud800', 'a b c d e f g h i j k l m'])(
    'takes %j for words and nothing else',
    async (search) => {
      const agent = await connectConsole(server.url, admin.cookie);
      const page = await agent.do<{ items: unknown[] }>('conversations:list', { search });
      expect(page.items).toEqual([]);
      agent.close();
    },
  );

  it('finds by what nothing was found by before', async () => {
    const id = await conversation('Hello');
    await admin.post(`/conversations/${id}/messages`, { text: '', cards: [{ title: 'A bassoon' }] });
    expect(await found('bassoon')).toEqual([id]);
    const terms = server.db.collection('conversation_terms');
    await terms.updateOne({ _id: id as never }, { $set: { version: 1, terms: ['hello'] } });
    await server.db.collection('search_progress').deleteMany({});
    expect(await found('bassoon')).toEqual([]);
    const later = await startServer({ store });
    const person = await later.signIn();
    await eventually(async () => expect(await found('bassoon', person)).toEqual([id]));
    await later.close();
  });

  it('finds what was there before there was a search', async () => {
    const id = await conversation('A harpsichord from long ago');
    await server.db.collection('conversation_terms').deleteMany({});
    await server.db.collection('search_progress').deleteMany({});
    const later = await startServer({ store });
    const person = await later.signIn();
    await eventually(async () => expect(await found('harpsichord', person)).toEqual([id]));
    await later.close();
  });
});
