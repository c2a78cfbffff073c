import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatchUp, ConversationSummary, WatchedConversation } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { Appended } from '../../shared/messages.ts';
import type { Page } from '../../shared/paging.ts';
import { type Console, connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const HOUR_MS = 3_600_000;
const clock = new TurnedClock();
let server: TestServer;
let agent: Console;
let siteKey: string;
const open: { close(): void }[] = [];

beforeAll(async () => {
  server = await startServer({ clock });
  const admin = await server.signIn();
  siteKey = server.site().key;
  agent = await connectConsole(server.url, admin.cookie);
});

afterAll(async () => {
  for (const client of open) client.close();
  agent?.close();
  await server?.close();
});

async function visit(): Promise<Visitor> {
  const visitor = await connectVisitor(server.url, siteKey);
  open.push(visitor);
  return visitor;
}

const change = (conversationId: string) => ({ conversationId, clientId: randomUUID() });

async function ticketOf(conversationId: string): Promise<number> {
  const made = await agent.do<Appended & { number: number }>('ticket:create', {
    ...change(conversationId),
    subject: 'A thing',
  });
  return made.number;
}

async function setTicket(number: number, status: string): Promise<void> {
  const admin = await server.signIn();
  const answer = await admin.patch(`/tickets/${number}`, { status });
  expect(answer).toMatchObject({ status: 200 });
}

const fold = (conversationId: string) => server.app.conversations.log.load(conversationId);

describe('a resolved conversation', () => {
  it('without a ticket goes on within the hours of the site, and is followed by a new one after', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'one');
    await agent.do('conversation:resolve', change(conversationId));
    clock.turn(23 * HOUR_MS);
    expect((await say(visitor, 'two', { conversationId })).conversationId).toBe(conversationId);
    expect((await fold(conversationId)).status).toBe('open');
    await agent.do('conversation:resolve', change(conversationId));
    clock.turn(24 * HOUR_MS);
    const three = await say(visitor, 'three', { conversationId });
    expect(three.conversationId).not.toBe(conversationId);
    expect(await fold(three.conversationId)).toMatchObject({
      predecessorId: conversationId,
      contactMessages: 1,
    });
    // Late and again, from a tab that has not heard of the new one: the same follow-up.
    expect((await say(visitor, 'four', { conversationId })).conversationId).toBe(three.conversationId);
  });

  it('with a solved ticket opens it again, with a closed one leads to a new conversation', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'one');
    const number = await ticketOf(conversationId);
    await agent.do('conversation:resolve', change(conversationId));
    expect((await fold(conversationId)).ticket?.status).toBe('solved');
    clock.turn(48 * HOUR_MS);
    await say(visitor, 'two', { conversationId });
    expect(await fold(conversationId)).toMatchObject({ status: 'open', ticket: { number, status: 'open' } });
    await setTicket(number, 'closed');
    expect(await fold(conversationId)).toMatchObject({ status: 'resolved', ticket: { status: 'closed' } });
    const clientId = randomUUID();
    const message = { to: { conversationId }, clientId, text: 'three' };
    const [first, again] = [
      await visitor.do<Appended>('message:send', message),
      await visitor.do<Appended>('message:send', message),
    ];
    expect(first.conversationId).not.toBe(conversationId);
    expect(again).toEqual(first);
    expect(await agent.refusalOf('conversation:reopen', change(conversationId))).toBe('ticket_closed');
    expect(await agent.refusalOf('message:send', { ...change(conversationId), text: 'late' })).toBe(
      'ticket_closed',
    );
  });

  it('is resolved and reopened once, whoever else tries', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'one');
    await agent.do('conversation:resolve', change(conversationId));
    expect(await agent.refusalOf('conversation:resolve', change(conversationId))).toBe('already_resolved');
    await agent.do('conversation:reopen', change(conversationId));
    expect(await agent.refusalOf('conversation:reopen', change(conversationId))).toBe('already_open');
  });
});

describe('tickets', () => {
  it('are numbered without gaps or doubles, however many are made at once', async () => {
    const before = await ticketOf((await say(await visit(), 'before')).conversationId);
    const conversations = await Promise.all(
      Array.from({ length: 16 }, async () => (await say(await visit(), 'many')).conversationId),
    );
    const numbers = await Promise.all(conversations.map(ticketOf));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_number, index) => before + 1 + index));
    expect(
      await agent.refusalOf('ticket:create', { ...change(conversations[0] ?? ''), subject: 'again' }),
    ).toBe('ticket_exists');
  });

  it('show the visitor their number and nothing else', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'one');
    await agent.do('ticket:create', {
      ...change(conversationId),
      subject: 'subject-canary',
      priority: 'urgent',
      category: 'Bug',
    });
    const entry = await eventually(
      () => visitor.told<PublicEntry>('entry').find((each) => each.kind === 'ticket_created') ?? null,
    );
    expect(Object.keys(entry).sort()).toEqual([
      'at',
      'author',
      'clientId',
      'conversationId',
      'kind',
      'number',
      'seq',
    ]);
    expect(JSON.stringify(visitor.received)).not.toContain('subject-canary');
  });
});

describe('nobody there', () => {
  it('is told to a visitor who begins to wait, once until somebody answers, and shows in the log', async () => {
    agent.close();
    await eventually(() => {
      clock.turn(10_000);
      expect(server.app.presence.states()).toEqual({});
    });
    const visitor = await visit();
    expect(visitor.welcome.presence).toEqual({ here: false, agents: [] });
    const { conversationId } = await say(visitor, 'anybody?');
    await say(visitor, 'hello?', { conversationId });
    await eventually(() =>
      expect(visitor.told<PublicEntry>('entry').map((entry) => entry.kind)).toEqual(['away_told']),
    );
    await server.app.jobs.idle();
    const admin = await server.signIn();
    agent = await connectConsole(server.url, admin.cookie);
    await eventually(() => expect(visitor.told<{ here: boolean }>('presence').at(-1)?.here).toBe(true));
    const { catchUp } = await agent.do<{ catchUp: CatchUp<Entry> }>('conversation:watch', { conversationId });
    expect(catchUp.entries.filter((entry) => entry.kind === 'away_told')).toHaveLength(1);
    await server.app.conversations.settled();
    const page = await agent.do<Page<ConversationSummary>>('conversations:list', {});
    expect(page.items[0]?.id).toBe(conversationId);
  });

  it('takes a name and an address along with a message or after it', async () => {
    const visitor = await visit();
    const contact = { name: 'Lena Kowalska', email: 'Lena@Example.test' };
    const sent = await visitor.do<Appended>('message:send', {
      to: { openId: randomUUID() },
      clientId: randomUUID(),
      text: 'hi',
      contact,
    });
    const watched = await agent.do<WatchedConversation>('conversation:watch', {
      conversationId: sent.conversationId,
    });
    expect(watched.contact).toMatchObject({ name: 'Lena Kowalska', email: 'lena@example.test' });
    expect(watched.contact.visit).toMatchObject({
      language: 'pt-BR',
      timezone: 'America/Sao_Paulo',
      referrer: 'https://search.example/',
    });
    await visitor.do('contact:update', { email: 'other@example.test' });
    await eventually(() =>
      expect(agent.told<{ contact: { email: string } }>('contact:changed').at(-1)?.contact.email).toBe(
        'other@example.test',
      ),
    );
    expect(await visitor.refusalOf('contact:update', { email: 'lena@example' })).toBe('invalid_input');
  });
});

describe("the agents' lists", () => {
  it('hear of a new conversation and of who has taken it', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'live list');
    const changedTo = (test: (summary: ConversationSummary) => boolean) =>
      eventually(() => {
        clock.turn(1_000);
        const items = agent
          .told<{ items: ConversationSummary[] }>('conversations:changed')
          .flatMap((changed) => changed.items);
        return items.some((summary) => summary.id === conversationId && test(summary));
      });
    await changedTo((summary) => summary.preview?.text === 'live list' && summary.contactMessages === 1);
    await agent.do('conversation:assign', {
      ...change(conversationId),
      assigneeId: agent.welcome.me.id,
      expectedAssigneeId: null,
    });
    await changedTo((summary) => summary.assigneeId === agent.welcome.me.id);
    expect(
      await agent.refusalOf('conversation:assign', {
        ...change(conversationId),
        assigneeId: null,
        expectedAssigneeId: null,
      }),
    ).toBe('already_assigned');
    await server.app.conversations.settled();
    const mine = await agent.do<Page<ConversationSummary>>('conversations:list', { view: 'mine' });
    expect(mine.items.map((item) => item.id)).toContain(conversationId);
  });

  it('come in pages that neither repeat nor leave out', async () => {
    for (let index = 0; index < 7; index++) await say(await visit(), `page ${index}`);
    clock.turn(100);
    await server.app.conversations.settled();
    for (const order of ['newest', 'longest_waiting']) {
      const all = await agent.do<Page<ConversationSummary>>('conversations:list', { order, limit: 100 });
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page: Page<ConversationSummary> = await agent.do('conversations:list', {
          order,
          limit: 3,
          ...(cursor && { cursor }),
        });
        paged.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(paged).toEqual(all.items.map((item) => item.id));
    }
    expect(
      await agent.refusalOf('conversations:list', {
        cursor: Buffer.from('{"value":{"$gt":""}}').toString('base64url'),
      }),
    ).toBe('invalid_input');
  });
});
