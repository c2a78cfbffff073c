import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  crash,
  openChat,
  reply,
  sent,
  servePage,
  signIn,
  tapWire,
  textsIn,
  thread,
  write,
} from '../support/browser.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('several tabs of one person', () => {
  const come = withPeople();
  let server: TestServer;
  let shop: { url: string; close(): void };

  beforeAll(async () => {
    server = await startServer();
    shop = await servePage(
      `<script async src="${server.url}/widget.js" data-site="${server.site().key}"></script>`,
    );
  });
  afterAll(async () => {
    shop?.close();
    await server?.close();
  });

  async function chatIn(page: Page, url = `${server.url}/demo`): Promise<Page> {
    await page.goto(url);
    await openChat(page);
    return page;
  }

  it('are one visitor: what one sends the others show, also while it is on its way', async () => {
    const { context, page: one } = await come();
    const wire = await tapWire(one);
    await chatIn(one);
    await write(one, 'first');
    await sent(one, 'first');
    const second = await context.newPage();
    const secondWire = await tapWire(second);
    const two = await chatIn(second);
    await thread(two).getByText('first').waitFor();

    // Either of them may be the one that sends.
    wire.swallow = true;
    secondWire.swallow = true;
    await write(one, 'on its way');
    await thread(two).getByText('on its way').waitFor();
    await thread(two)
      .getByText(/^(Sending|Waiting)$/)
      .waitFor();
    await write(two, 'and another');
    await thread(one).getByText('and another').waitFor();
    for (const page of [one, two])
      expect(await textsIn(page)).toEqual(['first', 'on its way', 'and another']);
    expect(await server.db.collection('contacts').countDocuments()).toBe(1);

    // The tab that wrote is gone without a word: the other one goes on, in order.
    await crash(one);
    secondWire.swallow = false;
    await sent(two, 'and another');
    const entries = await server.db.collection('entries').find().sort({ seq: 1 }).toArray();
    const said = entries.flatMap((entry) => (typeof entry.text === 'string' ? [entry.text] : []));
    expect(said).toEqual(['first', 'on its way', 'and another']);
  });

  it('share what is sent by the one that is connected', async () => {
    const { context, page: one } = await come();
    await chatIn(one);
    const two = await context.newPage();
    await two.routeWebSocket(/socket\.io/, (route) => route.close());
    await two.route(/socket\.io/, (route) => route.abort());
    await chatIn(two);
    await write(two, 'from a tab without a connection');
    await sent(two, 'from a tab without a connection');
  });

  it('share what is read', async () => {
    const { context, page: one } = await come();
    await chatIn(one);
    await write(one, 'a question');
    await sent(one, 'a question');
    const two = await context.newPage();
    await two.goto(`${server.url}/demo`);
    await two.getByRole('button', { name: 'Open chat' }).waitFor();
    await one.getByRole('button', { name: 'Close chat' }).click();

    const admin = await server.signIn();
    const { items } = (await admin.get('/conversations')).body;
    await admin.post(`/conversations/${items[0].id}/messages`, { text: 'an answer' });
    for (const page of [one, two]) await page.getByTitle('Unread: 1', { exact: true }).waitFor();
    await one.bringToFront();
    await openChat(one);
    await thread(one).getByText('an answer').waitFor();
    await two.getByTitle('Unread: 1', { exact: true }).waitFor({ state: 'detached' });
  });

  it('take turns by a lease on a page without https, and take over the lease of a tab that is gone', async () => {
    const { context, page: one } = await come();
    const wire = await tapWire(one);
    await chatIn(one, shop.url);
    expect(await one.evaluate(() => 'locks' in navigator)).toBe(false);
    await write(one, 'plain first');
    await sent(one, 'plain first');
    const two = await chatIn(await context.newPage(), shop.url);
    wire.swallow = true;
    await write(one, 'plain on its way');
    await write(two, 'plain after');
    await thread(one).getByText('plain after').waitFor();
    expect(await textsIn(two)).toEqual(['plain first', 'plain on its way', 'plain after']);
    await crash(one);
    await sent(two, 'plain after');
    expect(await textsIn(two)).toEqual(['plain first', 'plain on its way', 'plain after']);
    const said = await server.db
      .collection('entries')
      .find({ text: { $in: ['plain on its way', 'plain after'] } })
      .sort({ seq: 1 })
      .toArray();
    expect(said.map((entry) => entry.text)).toEqual(['plain on its way', 'plain after']);
  });

  it('of the console are one agent with one outbox', async () => {
    const visitor = await come();
    await chatIn(visitor.page);
    await write(visitor.page, 'Is anybody here?');
    await sent(visitor.page, 'Is anybody here?');

    const { context, page: one } = await come();
    const wire = await tapWire(one);
    await signIn(one, server.url, ADMIN);
    await one
      .getByRole('list', { name: 'Conversations' })
      .getByRole('listitem')
      .filter({ hasText: 'Is anybody here?' })
      .click();
    await thread(one).getByText('Is anybody here?').waitFor();
    const two = await context.newPage();
    await two.goto(one.url());
    await thread(two).getByText('Is anybody here?').waitFor();
    wire.swallow = true;
    await reply(one, 'I am');
    await thread(two).getByText('I am').waitFor();
    await reply(two, 'How can I help?');
    await thread(one).getByText('How can I help?').waitFor();
    await crash(one);
    await thread(visitor.page).getByText('How can I help?').waitFor();
    expect(await textsIn(visitor.page)).toEqual(['Is anybody here?', 'I am', 'How can I help?']);
    expect(await textsIn(two)).toEqual(['Is anybody here?', 'I am', 'How can I help?']);
  });
});
