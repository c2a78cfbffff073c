import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { Page } from '../../shared/paging.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { heldOnce } from '../support/held-once.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server?.close());

describe('what happens while a connection is being made', () => {
  it('a tab that opens while another one writes for the first time belongs to the contact too', async () => {
    const { key } = server.site();
    const one = await connectVisitor(server.url, key);
    const slow = heldOnce(server.app.contacts, 'visitorOf');
    const opening = connectVisitor(server.url, key, { token: one.token });
    await eventually(() => slow.isAnswered);
    const { conversationId } = await say(one, 'first words');
    slow.letGo();
    const other = await opening;
    await say(one, 'second words', { conversationId });
    await eventually(() =>
      expect(other.told<PublicEntry>('entry')).toContainEqual(
        expect.objectContaining({ text: 'second words' }),
      ),
    );
    expect(other.welcome.conversations.map(({ conversation }) => conversation.id)).toEqual([conversationId]);
    one.close();
    other.close();
  });

  it('a site that is switched off lets nobody in any more', async () => {
    const admin = await server.signIn();
    const site = await server.addSite('Closing soon');
    const slow = heldOnce(server.app.contacts, 'visitorOf');
    const opening = connectVisitor(server.url, site.key);
    opening.catch(() => undefined);
    await eventually(() => slow.isAnswered);
    await admin.patch(`/sites/${site.id}`, { enabled: false });
    slow.letGo();
    await expect(opening).rejects.toMatchObject({ code: 'site_off' });
  });

  it('a session that ends, or rights that change, hold for a console that connects at that moment', async () => {
    const agent = await server.addAgent();
    const admin = await server.signIn();
    const changes: [code: string, change: () => Promise<unknown>][] = [
      ['unavailable', () => admin.patch(`/agents/${agent.agent.id}`, { siteIds: [server.site().id] })],
      ['not_signed_in', () => agent.delete('/session')],
    ];
    for (const [code, change] of changes) {
      const { cookie } = agent;
      const slow = heldOnce(server.app.agents, 'bySession');
      const opening = connectConsole(server.url, cookie);
      opening.catch(() => undefined);
      await eventually(() => slow.isAnswered);
      await change();
      slow.letGo();
      await expect(opening).rejects.toMatchObject({ code });
    }
  });
});

describe('a list', () => {
  it('holds what was committed before it was asked for, however far behind the lists are', async () => {
    const clock = new TurnedClock(); // stands: what waits for its turn to be written waits for ever
    const slow = await startServer({ clock });
    const { cookie } = await slow.signIn();
    const visitor = await connectVisitor(slow.url, slow.site().key);
    const { conversationId } = await say(visitor, 'just now');
    const console = await connectConsole(slow.url, cookie);
    const page = await console.do<Page<ConversationSummary>>('conversations:list', {});
    expect(page.items.map(({ id }) => id)).toEqual([conversationId]);
    expect(console.welcome.counts).toMatchObject({ open: 1, unassigned: 1 });
    console.close();
    visitor.close();
    await slow.close();
  });
});
