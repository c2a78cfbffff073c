import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../server/core/clock.ts';
import type { Contact } from '../../shared/contacts.ts';
import type { ConversationSummary, WatchedConversation } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { VisitorPresence } from '../../shared/sites.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { TestRedis } from '../support/redis.ts';
import { isSkipped } from '../support/skip.ts';
import { startNodes, type TestNodes } from '../support/start-nodes.ts';
import { ADMIN, type SignedIn } from '../support/start-server.ts';

describe.skipIf(isSkipped('redis'))('two nodes', () => {
  let redis: TestRedis;
  let nodes: TestNodes;
  let admin: SignedIn;

  beforeAll(async () => {
    redis = await TestRedis.start();
    nodes = await startNodes(redis.url);
    await nodes.together();
    admin = await nodes.a.signIn();
  });
  afterAll(async () => {
    await nodes?.close();
    await redis?.close();
  });

  const siteKey = () => nodes.a.site().key;

  /** A visitor at the first node whose conversation an agent at the second has open. */
  async function talk() {
    const visitor = await connectVisitor(nodes.a.url, siteKey());
    const console = await connectConsole(nodes.b.url, admin.cookie);
    // Else the visitor might be told that nobody is there, which is an entry too.
    await eventually(() => expect(nodes.a.app.presence.stateOf(admin.agent.id)).toBe('here'));
    const { conversationId } = await say(visitor, 'hello from the first node');
    await eventually(() =>
      expect(
        console.told<{ items: ConversationSummary[] }>('conversations:changed').flatMap(({ items }) => items),
      ).toContainEqual(expect.objectContaining({ id: conversationId })),
    );
    await console.do('conversation:watch', { conversationId, after: 0 });
    const close = () => {
      visitor.close();
      console.close();
    };
    return { visitor, console, conversationId, close };
  }

  it('count what a visitor writes together', async () => {
    // No time passes, so nothing is allowed again however long a busy machine takes.
    const still = await startNodes(redis.url, { ...systemClock, elapsed: () => 0 });
    await still.together();
    const { key } = still.a.site();
    const here = await connectVisitor(still.a.url, key);
    const there = await connectVisitor(still.b.url, key, { token: here.token });
    const to = { openId: randomUUID() };
    const message = () => ({ to, clientId: randomUUID(), text: 'again' });
    await Promise.all(Array.from({ length: 20 }, () => here.ask('message:send', message())));
    let written = 0;
    await eventually(
      async () => {
        // Fewer than the socket there may send for itself.
        expect(++written).toBeLessThan(15);
        expect(await there.refusalOf('message:send', message())).toBe('rate_limited');
      },
      { intervalMs: 200 },
    );
    here.close();
    there.close();
    await still.close();
  });

  it('are both whole', async () => {
    for (const node of [nodes.a, nodes.b]) {
      expect(await node.person().get('//readyz')).toMatchObject({ status: 200, body: { degraded: [] } });
    }
  });

  it('carry messages, notes, typing and read marks both ways, and no notes to visitors', async () => {
    const { visitor, console, conversationId, close } = await talk();
    const sent = await console.do<{ seq: number }>('message:send', {
      conversationId,
      clientId: randomUUID(),
      text: 'hello from the second',
    });
    await console.do('note:add', { conversationId, clientId: randomUUID(), text: 'note-canary' });
    await say(visitor, 'and back', { conversationId });
    console.socket.emit('typing', { conversationId, typing: true });
    visitor.socket.emit('typing', { conversationId, typing: true });
    await visitor.do('conversation:read', { conversationId, seq: 3 });
    await eventually(() => {
      expect(visitor.told<PublicEntry>('entry')).toMatchObject([{ kind: 'message', seq: 2 }]);
      expect(visitor.told('typing')).toMatchObject([{ conversationId, typing: true }]);
      expect(console.told<Entry>('entry')).toMatchObject([{ kind: 'message', text: 'and back' }]);
      expect(console.told('typing')).toMatchObject([{ conversationId, who: { kind: 'contact' } }]);
      expect(console.told('conversation:seen')).toMatchObject([{ conversationId, seq: 3 }]);
    });
    expect(sent.seq).toBe(2);
    expect(JSON.stringify(visitor.received)).not.toContain('note-canary');
    close();
  });

  it('take a read mark up to an entry that only the other node has made', async () => {
    const { visitor, console, conversationId, close } = await talk();
    // The second node now has the conversation in memory as it was before the visitor's next message.
    await console.do('message:send', { conversationId, clientId: randomUUID(), text: 'two' });
    const { seq } = await say(visitor, 'three', { conversationId });
    await console.do('conversation:read', { conversationId, seq });
    await eventually(() =>
      expect(visitor.told('conversation:seen').at(-1)).toEqual({ conversationId, seq: 3 }),
    );
    close();
  });

  it('let one of two agents who claim at once win', async () => {
    const { conversationId, console, close } = await talk();
    const other = await nodes.b.addAgent();
    const beside = await connectConsole(nodes.a.url, other.cookie);
    const claim = (client: typeof console, agentId: string) =>
      client.ask('conversation:assign', {
        conversationId,
        clientId: randomUUID(),
        assigneeId: agentId,
        expectedAssigneeId: null,
      });
    const answers = await Promise.all([claim(console, admin.agent.id), claim(beside, other.agent.id)]);
    expect(
      answers.filter((answer) => answer.ok),
      JSON.stringify(answers),
    ).toHaveLength(1);
    beside.close();
    close();
  });

  it('know who is where: an agent at both is one, and is gone from both only when gone from each', async () => {
    const agent = await nodes.a.addAgent({ name: 'Noor Haddad' });
    const { id } = agent.agent;
    const visitor = await connectVisitor(nodes.b.url, siteKey());
    const faces = () =>
      (visitor.told<VisitorPresence>('presence').at(-1)?.agents ?? []).filter((face) => face.id === id);
    const atA = await connectConsole(nodes.a.url, agent.cookie);
    await eventually(() => expect(faces()).toHaveLength(1));
    const atB = await connectConsole(nodes.b.url, agent.cookie);
    await eventually(() => expect(Object.keys(nodes.a.app.presence.states())).toContain(id));
    expect(faces()).toHaveLength(1);
    atA.close();
    await eventually(() => expect(nodes.a.app.realtime.console.sockets.has(atA.socket.id ?? '')).toBe(false));
    expect(nodes.a.app.presence.stateOf(id)).toBe('here');
    atB.close();
    for (const { app } of [nodes.a, nodes.b]) {
      await eventually(() => expect(app.presence.stateOf(id)).toBe('offline'), { timeoutMs: 10_000 });
    }
    visitor.close();
  });

  it('show an agent at one whether a visitor at the other is there', async () => {
    const { visitor, console, conversationId, close } = await talk();
    const watched = await console.do<WatchedConversation>('conversation:watch', { conversationId, after: 0 });
    await eventually(async () => expect(nodes.b.app.presence.isContactOnline(watched.contact.id)).toBe(true));
    visitor.close();
    await eventually(() =>
      expect(console.told<{ contact: Contact; online: boolean }>('contact:changed').at(-1)).toMatchObject({
        contact: { id: watched.contact.id },
        online: false,
      }),
    );
    close();
  });

  it('cut sockets at one when the agent signs out at the other', async () => {
    const signedIn = await nodes.a.signIn();
    const console = await connectConsole(nodes.b.url, signedIn.cookie);
    await signedIn.delete('/session');
    await eventually(() => expect(console.socket.connected).toBe(false));
    expect(console.told<Refusal>('refused').at(-1)?.code).toBe('not_signed_in');
  });

  it('let an agent who is deactivated at one into neither', async () => {
    const agent = await nodes.a.addAgent();
    const console = await connectConsole(nodes.b.url, agent.cookie);
    await admin.patch(`/agents/${agent.agent.id}`, { active: false });
    await eventually(() => expect(console.socket.connected).toBe(false));
    expect(console.told<Refusal>('refused')[0]?.code).toBe('not_signed_in');
    await expect(connectConsole(nodes.b.url, agent.cookie)).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('cut consoles at one when rights change at the other, and let them in under the new ones', async () => {
    const agent = await nodes.a.addAgent();
    const console = await connectConsole(nodes.b.url, agent.cookie);
    const theirs = await nodes.a.addSite('Theirs');
    await eventually(() => expect(nodes.b.app.sites.get(theirs.id)).toBeDefined());
    await admin.patch(`/agents/${agent.agent.id}`, { siteIds: [theirs.id] });
    await eventually(() => expect(console.socket.connected).toBe(false));
    const again = await connectConsole(nodes.b.url, agent.cookie);
    expect(again.welcome.sites.map((site) => site.name)).toEqual(['Theirs']);
    again.close();
  });

  it('tell widgets at one of a site that changes at the other, and cut them when it is switched off', async () => {
    const site = await nodes.a.addSite('Shared');
    await eventually(() => expect(nodes.b.app.sites.get(site.id)?.name).toBe('Shared'));
    const visitor = await connectVisitor(nodes.b.url, site.key);
    await admin.patch(`/sites/${site.id}`, { name: 'Renamed' });
    await eventually(() => expect(visitor.told('site').at(-1)).toMatchObject({ name: 'Renamed' }));
    await admin.patch(`/sites/${site.id}`, { enabled: false });
    await eventually(() => expect(visitor.socket.connected).toBe(false));
    expect(visitor.told<Refusal>('refused').at(-1)?.code).toBe('site_off');
  });

  it('show a visitor’s first message in another tab that is at the other node', async () => {
    const first = await connectVisitor(nodes.a.url, siteKey());
    const second = await connectVisitor(nodes.b.url, siteKey(), { token: first.token });
    const { conversationId } = await say(first, 'one');
    const contactId = await eventually(async () => {
      const [room] = [...nodes.b.app.realtime.widget.adapter.rooms.keys()].filter(
        (name) =>
          nodes.b.app.realtime.widget.adapter.rooms.get(name)?.has(second.socket.id ?? '') &&
          name.startsWith('contact:'),
      );
      return room ?? null;
    });
    expect(contactId).toMatch(/^contact:/);
    await say(first, 'two', { conversationId });
    await eventually(() =>
      expect(second.told<PublicEntry>('entry').at(-1)).toMatchObject({ text: 'two', conversationId }),
    );
    expect((await say(second, 'three', { conversationId })).conversationId).toBe(conversationId);
    first.close();
    second.close();
  });

  it('show a contact’s new name at the other node', async () => {
    const { visitor, console, conversationId, close } = await talk();
    await visitor.do('contact:update', { name: 'Lena Kowalska' });
    await eventually(async () => {
      const watched = await console.do<WatchedConversation>('conversation:watch', {
        conversationId,
        after: 0,
      });
      expect(watched.contact.name).toBe('Lena Kowalska');
    });
    close();
  });

  it('count failed sign-ins together', async () => {
    const email = `${randomUUID()}@parley.example`;
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      const node = attempt % 2 === 0 ? nodes.a : nodes.b;
      const reply = await node.person().post('/session', { email, password: ADMIN.password });
      statuses.push(reply.status);
    }
    expect(statuses.slice(0, 10).every((status) => status !== 429)).toBe(true);
    expect(statuses.slice(10)).toEqual([429, 429]);
  });
});
