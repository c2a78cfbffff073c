import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPublicEntry } from '../../shared/apply-entry.ts';
import type { CatchUp, OlderPage, VisitorConversation } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import { MESSAGE_MAX_CHARACTERS } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';
import { type Console, connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let agent: Console;
let siteKey: string;
const open: { close(): void }[] = [];

beforeAll(async () => {
  server = await startServer();
  const admin = await server.signIn();
  siteKey = server.site().key;
  agent = await connectConsole(server.url, admin.cookie);
});

afterAll(async () => {
  for (const client of open) client.close();
  agent?.close();
  await server?.close();
});

async function visit(options: Parameters<typeof connectVisitor>[2] = {}): Promise<Visitor> {
  const visitor = await connectVisitor(server.url, siteKey, options);
  open.push(visitor);
  return visitor;
}

describe("a visitor's first message", () => {
  it('stores the contact and opens one conversation, however often and from however many tabs it is sent', async () => {
    const one = await visit();
    const other = await visit({ token: one.token });
    const message = { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'Hello' };
    const answers = await Promise.all(
      [one, other, one, other].map((tab) => tab.do<Appended>('message:send', message)),
    );
    expect(new Set(answers.map((answer) => answer.conversationId)).size).toBe(1);
    expect(answers.map((answer) => answer.seq)).toEqual([1, 1, 1, 1]);
    const watched = await agent.do<{ catchUp: CatchUp<Entry> }>('conversation:watch', {
      conversationId: answers[0]?.conversationId,
    });
    expect(watched.catchUp.entries.filter((entry) => entry.kind === 'message')).toHaveLength(1);
  });

  it('stores nothing of somebody who only looks', async () => {
    const before = await server.app.core.db.collection('contacts').countDocuments();
    await visit();
    expect(await server.app.core.db.collection('contacts').countDocuments()).toBe(before);
  });

  it('reaches the other tabs of the same visitor and nobody else', async () => {
    const [one, stranger] = [await visit(), await visit()];
    const other = await visit({ token: one.token });
    await say(one, 'for my own tabs');
    await eventually(() => expect(other.told<PublicEntry>('entry')).toHaveLength(1));
    expect(stranger.told('entry')).toEqual([]);
    expect(one.told<PublicEntry>('entry').filter((entry) => entry.kind === 'message')).toEqual([]);
  });
});

describe('bad input', () => {
  it.each([
    ['empty text', { text: '  \n ' }, 'empty_text'],
    ['too long a text', { text: 'a'.repeat(MESSAGE_MAX_CHARACTERS + 1) }, 'text_too_long'],
    ['an unknown field', { text: 'a', surprise: 1 }, 'invalid_input'],
    ['a client id that is no UUID', { text: 'a', clientId: 'away-notice:1' }, 'invalid_input'],
    ['an operator instead of an id', { text: 'a', to: { conversationId: { $ne: null } } }, 'invalid_input'],
    ['no text', {}, 'invalid_input'],
  ])('%s is refused by its code', async (_what, part, code) => {
    const visitor = await visit();
    const message = { to: { openId: randomUUID() }, clientId: randomUUID(), ...part };
    expect(await visitor.refusalOf('message:send', message)).toBe(code);
  });

  it('a client id with another text is refused, and the first text stays', async () => {
    const visitor = await visit();
    const clientId = randomUUID();
    const to = { openId: randomUUID() };
    await visitor.do('message:send', { to, clientId, text: 'first' });
    expect(await visitor.refusalOf('message:send', { to, clientId, text: 'second' })).toBe(
      'client_id_reused',
    );
  });

  it("somebody else's conversation is not there", async () => {
    const [owner, stranger] = [await visit(), await visit()];
    const { conversationId } = await say(owner, 'private');
    await say(stranger, 'I am a contact, too');
    const ask = (event: string, input: object) => stranger.refusalOf(event, { conversationId, ...input });
    expect(
      await stranger.refusalOf('message:send', { to: { conversationId }, clientId: randomUUID(), text: 'a' }),
    ).toBe('not_found');
    expect(await ask('conversation:catch-up', { after: 0 })).toBe('not_found');
    expect(await ask('conversation:older', { before: 9 })).toBe('not_found');
    expect(await ask('conversation:read', { seq: 1 })).toBe('not_found');
  });

  it('more than a person can write is slowed down, with the time to wait', async () => {
    const visitor = await visit();
    const to = { openId: randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        visitor.ask('message:send', { to, clientId: randomUUID(), text: 'again' }),
      ),
    );
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused.every((error) => error.code === 'rate_limited' && (error.retryAfterMs ?? 0) > 0)).toBe(
      true,
    );
  });
});

describe('notes and what else is not for visitors', () => {
  it('never reach the visitor, live, at the handshake or by asking', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'hello');
    await agent.do('note:add', { conversationId, clientId: randomUUID(), text: 'note-canary' });
    await agent.do('conversation:assign', {
      conversationId,
      clientId: randomUUID(),
      assigneeId: agent.welcome.me.id,
      expectedAssigneeId: null,
    });
    await agent.do('message:send', { conversationId, clientId: randomUUID(), text: 'to you' });
    await eventually(() =>
      expect(visitor.told<PublicEntry>('entry').at(-1)).toMatchObject({ kind: 'message', text: 'to you' }),
    );
    const again = await visit({ token: visitor.token });
    const asked = await again.do('conversation:catch-up', { conversationId, after: 0 });
    const everything = JSON.stringify([visitor.received, again.received, again.welcome, asked]);
    expect(everything).toContain('to you');
    expect(everything).not.toContain('note-canary');
    expect(everything).not.toContain(agent.welcome.me.email);
    const seqs = (asked as VisitorConversation).catchUp.entries.map((entry) => entry.seq);
    expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
  });
});

describe('catching up', () => {
  it('brings the difference after the named number, a snapshot from nothing, and older entries on demand', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'message 0');
    const admin = await server.signIn();
    for (let index = 1; index <= 70; index++) {
      const reply = await admin.post(`/conversations/${conversationId}/messages`, {
        text: `message ${index}`,
      });
      expect(reply.status).toBe(201);
    }
    const back = await visit({ token: visitor.token, heads: { [conversationId]: 30 } });
    const known = back.welcome.conversations.find((each) => each.conversation.id === conversationId);
    expect(known?.catchUp.kind).toBe('difference');
    expect(known?.catchUp.entries[0]?.seq).toBe(31);
    const fresh = await visit({ token: visitor.token });
    const shown = fresh.welcome.conversations[0];
    expect(shown?.catchUp).toMatchObject({ kind: 'snapshot', hasOlder: true });
    expect(shown?.catchUp.entries).toHaveLength(50);
    const first = shown?.catchUp.entries[0]?.seq ?? 0;
    const older = await fresh.do<OlderPage<PublicEntry>>('conversation:older', {
      conversationId,
      before: first,
    });
    expect(older.entries.at(-1)?.seq).toBe(first - 1);
    // Old snapshot and the entries after it make the fresh snapshot.
    const state = known?.conversation;
    expect(state?.lastSeq).toBe(shown?.conversation.lastSeq);
  });

  it('replay: what a visitor folds live is what a new handshake says', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'one');
    const start = (await visit({ token: visitor.token })).welcome.conversations[0]?.conversation;
    await agent.do('message:send', { conversationId, clientId: randomUUID(), text: 'two' });
    await agent.do('ticket:create', { conversationId, clientId: randomUUID(), subject: 'One' });
    await agent.do('conversation:resolve', { conversationId, clientId: randomUUID() });
    await eventually(() => expect(visitor.told<PublicEntry>('entry').at(-1)?.kind).toBe('resolved'));
    const fresh = (await visit({ token: visitor.token })).welcome.conversations[0]?.conversation;
    const live = visitor.told<PublicEntry>('entry').filter((entry) => entry.seq > (start?.lastSeq ?? 0));
    expect(start && live.reduce(applyPublicEntry, start)).toEqual(fresh);
  });
});

describe('reading', () => {
  it('tells the visitor that an agent has seen it, and the agent what the visitor has read', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'seen?');
    await agent.do('conversation:watch', { conversationId });
    expect(visitor.told('conversation:seen')).toEqual([]);
    await agent.do('conversation:read', { conversationId, seq: 1 });
    await eventually(() => expect(visitor.told('conversation:seen')).toEqual([{ conversationId, seq: 1 }]));
    const answer = await agent.do<Appended>('message:send', {
      conversationId,
      clientId: randomUUID(),
      text: 'yes',
    });
    const unread = () =>
      fetch(`${server.url}/api/v1/widget/unread?site=${siteKey}`, {
        headers: { Authorization: `Bearer ${visitor.token}` },
      })
        .then((response) => response.json() as Promise<{ unread: number }>)
        .then((body) => body.unread);
    await server.app.conversations.settled();
    expect(await unread()).toBe(1);
    await visitor.do('conversation:read', { conversationId, seq: answer.seq });
    expect(await unread()).toBe(0);
    await eventually(() =>
      expect(agent.told<{ seq: number }>('conversation:seen').at(-1)?.seq).toBe(answer.seq),
    );
  });
});
