import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { Appended } from '../../shared/messages.ts';
import { type Console, connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const HOUR_MS = 3_600_000;
const clock = new TurnedClock();
let server: TestServer;
let agent: Console;

beforeAll(async () => {
  server = await startServer({ clock });
  agent = await connectConsole(server.url, (await server.signIn()).cookie);
});
afterAll(async () => {
  agent?.close();
  await server?.close();
});

const visit = (token?: string) => connectVisitor(server.url, server.site().key, { ...(token && { token }) });
const change = (conversationId: string) => ({ conversationId, clientId: randomUUID() });
const fold = (conversationId: string) => server.app.conversations.log.load(conversationId);

describe('PROTOCOL 51: a conversation that its visitor ends', () => {
  it('is an entry that both sides see as the visitor’s, once however often it is sent', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'a question');
    const tab = await visit(visitor.token);
    await agent.do('conversation:watch', { conversationId });
    const ending = change(conversationId);
    const ended = await visitor.do<Appended>('conversation:end', ending);
    expect(ended).toMatchObject({ conversationId, seq: 2 });
    expect(await visitor.do('conversation:end', ending)).toEqual(ended);
    const mine = { kind: 'resolved', clientId: ending.clientId, author: { kind: 'contact' } };
    await eventually(() => expect(tab.told<PublicEntry>('entry').at(-1)).toMatchObject(mine));
    await eventually(() =>
      expect(agent.told<Entry>('entry').at(-1)).toMatchObject({ ...mine, ticketStatus: 'solved' }),
    );
    // The answer stands for it where it was sent.
    expect(visitor.told('entry')).toEqual([]);
    expect(await fold(conversationId)).toMatchObject({ status: 'resolved', waitingSince: null, lastSeq: 2 });
    expect(await visitor.refusalOf('conversation:end', change(conversationId))).toBe('already_resolved');
    visitor.close();
    tab.close();
  });

  it('goes on within the hours of the site where the visitor writes again, and is followed by another after', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'one');
    await visitor.do('conversation:end', change(conversationId));
    clock.turn(23 * HOUR_MS);
    expect((await say(visitor, 'two', { conversationId })).conversationId).toBe(conversationId);
    expect((await fold(conversationId)).status).toBe('open');
    await visitor.do('conversation:end', change(conversationId));
    clock.turn(24 * HOUR_MS);
    expect((await say(visitor, 'three', { conversationId })).conversationId).not.toBe(conversationId);
    visitor.close();
  });

  it('is not ended where it has become a ticket: that goes on until it is solved', async () => {
    const visitor = await visit();
    const { conversationId } = await say(visitor, 'a broken thing');
    await agent.do('ticket:create', { ...change(conversationId), subject: 'A broken thing' });
    expect(await visitor.refusalOf('conversation:end', change(conversationId))).toBe('ticket_exists');
    expect(await fold(conversationId)).toMatchObject({ status: 'open', ticket: { status: 'open' } });
    visitor.close();
  });

  it('is nobody else’s to end', async () => {
    const [visitor, other, silent] = await Promise.all([visit(), visit(), visit()]);
    const { conversationId } = await say(visitor, 'mine');
    await say(other, 'another one');
    for (const each of [other, silent])
      expect(await each.refusalOf('conversation:end', change(conversationId))).toBe('not_found');
    expect((await fold(conversationId)).status).toBe('open');
    for (const each of [visitor, other, silent]) each.close();
  });
});
