import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  type Person,
  startBrowser,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { isSkipped } from '../support/skip.ts';
import { tokenIn } from '../support/token-in.ts';

const PASSWORD = 'correct horse battery';

/** The whole way, as people go it, one step after the other on one server. */
describe.skipIf(isSkipped('browser'))('the walk', () => {
  let server: ServerProcess;
  let browser: Browser;
  let agent: Person;
  let visitor: Person;
  let foreign: Server;
  let foreignUrl: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start(), startBrowser()]);
    [agent, visitor] = await Promise.all([
      newPerson(browser),
      newPerson(browser, { locale: 'pt-BR', timezoneId: 'America/Sao_Paulo' }),
    ]);
  });

  afterAll(async () => {
    await leaveBrowser(browser);
    foreign?.close();
    await server?.close();
  });

  const item = (text: string) =>
    agent.page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').filter({ hasText: text });
  const thread = (page: Page) => page.getByRole('log', { name: 'Messages' });

  async function write(page: Page, text: string): Promise<void> {
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  }

  async function reply(text: string): Promise<void> {
    await agent.page.getByRole('textbox', { name: 'Reply' }).fill(text);
    await agent.page.getByRole('button', { name: 'Send' }).click();
  }

  async function openChat(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByRole('dialog', { name: 'Chat' }).waitFor();
    const start = page.getByRole('button', { name: /Write to us/ });
    await page.getByRole('textbox', { name: 'Message' }).or(start).first().waitFor();
    if (await start.isVisible()) await start.click();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
  }

  it('prints where to go, with a one-time link while there is no agent', () => {
    expect(server.output).toContain('/demo');
    expect(server.output).toMatch(/\/console\/setup#token=[\w-]{43}/);
  });

  it('takes the first admin by the set-up page, once', async () => {
    const link = /https?:\/\/\S+\/console\/setup#token=[\w-]{43}/.exec(server.output)?.[0] ?? '';
    const { page } = agent;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url(), JSON.stringify(request.headers())));
    await page.goto(link);
    await page.getByLabel('Your name').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('Your name').fill('Ana Moraes');
    await page.getByRole('textbox', { name: 'Email' }).fill('ana@northwind.example');
    await page.getByLabel('Password').fill('short');
    await page
      .getByText(/At least 12/)
      .first()
      .waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByLabel('Name of your site').fill('Northwind shop');
    await page.getByRole('button', { name: /Create/ }).click();
    await page.getByText('data-site="site_').first().waitFor();
    // Neither an address nor a Referer has held the secret.
    expect(asked.filter((text) => text.includes(tokenIn(link)))).toEqual([]);
    expect(tokenIn(link)).not.toBe('');
    expect(await page.getByRole('link', { name: /demo/i }).count()).toBeGreaterThan(0);
    const again = await newPerson(browser);
    await again.page.goto(link);
    await again.page
      .getByText(/already set up/i)
      .first()
      .waitFor();
    await again.context.close();
  });

  it('shows a visitor the greeting and who is there, and takes a message: Sending, Sent', async () => {
    await agent.page.goto(`${server.url}/console/`);
    await agent.page.getByRole('navigation', { name: 'Main' }).waitFor();
    const { page } = visitor;
    await page.goto(`${server.url}/demo`);
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByText('What can we do for you?').waitFor();
    await page.getByText(/Ana/).first().waitFor();
    await page.getByRole('button', { name: 'Close chat' }).click();
    await openChat(page);
    await write(page, 'Hi! My order 4711 has not arrived.');
    await thread(page).getByText('Hi! My order 4711 has not arrived.').waitFor();
    await thread(page).getByText('Sent', { exact: true }).waitFor();
  });

  it('puts the conversation on top of the list without a reload, with unread in list and title', async () => {
    await item('Hi! My order 4711 has not arrived.').waitFor();
    await eventually(async () => expect(await agent.page.title()).toMatch(/1/));
  });

  it('tells the visitor "Seen" only when an agent has the thread open', async () => {
    await expect(thread(visitor.page).getByText('Seen', { exact: true }).count()).resolves.toBe(0);
    await item('Hi! My order 4711').click();
    await thread(agent.page).getByText('Hi! My order 4711 has not arrived.').waitFor();
    await thread(visitor.page).getByText('Seen', { exact: true }).waitFor();
    await eventually(async () => expect(await agent.page.title()).not.toMatch(/1/));
  });

  it('shows who the visitor is', async () => {
    const side = agent.page.getByRole('complementary').last();
    await side.getByText('/demo').first().waitFor();
    await side.getByText(/Chrom/).first().waitFor();
    await side
      .getByText(/Portuguese|pt-BR/)
      .first()
      .waitFor();
  });

  it('shows typing both ways', async () => {
    await visitor.page.getByRole('textbox', { name: 'Message' }).pressSequentially('abc');
    await agent.page.getByText(/is typing/).waitFor();
    await visitor.page.getByRole('textbox', { name: 'Message' }).fill('');
    await agent.page.getByRole('textbox', { name: 'Reply' }).pressSequentially('Hel');
    await visitor.page
      .getByText(/typing/i)
      .first()
      .waitFor({ state: 'attached' });
    await agent.page.getByRole('textbox', { name: 'Reply' }).fill('');
  });

  it('carries the answer, and both find everything in the same order after a reload', async () => {
    await reply('Hello, I am looking into it.');
    await thread(visitor.page).getByText('Hello, I am looking into it.').waitFor();
    await write(visitor.page, 'Thank you');
    await thread(agent.page).getByText('Thank you').waitFor();
    const said = ['Hi! My order 4711 has not arrived.', 'Hello, I am looking into it.', 'Thank you'];
    await Promise.all([agent.page.reload(), visitor.page.reload()]);
    await visitor.page.getByRole('button', { name: /Open chat|Close chat/ }).waitFor();
    if ((await visitor.page.getByRole('dialog', { name: 'Chat' }).count()) === 0)
      await openChat(visitor.page);
    for (const page of [agent.page, visitor.page]) {
      await thread(page).getByText('Thank you').waitFor();
      const text = await thread(page).innerText();
      const places = said.map((line) => text.indexOf(line));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('assigns, keeps notes from the visitor, and numbers tickets', async () => {
    const frames: string[] = [];
    const watcher = await visitor.context.newPage();
    watcher.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
    );
    watcher.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => frames.push(text),
          () => undefined,
        ),
    );
    await watcher.goto(`${server.url}/demo`);
    await watcher.getByRole('button', { name: 'Open chat' }).click();
    await watcher.getByRole('dialog', { name: 'Chat' }).waitFor();

    await agent.page.getByRole('button', { name: 'Assign to me' }).click();
    await agent.page.getByRole('tab', { name: 'Note' }).click();
    await agent.page.getByRole('textbox', { name: 'Note' }).fill('between-us-canary');
    await agent.page.getByRole('button', { name: /Send|Add note/ }).click();
    await thread(agent.page).getByText('between-us-canary').waitFor();
    await agent.page.getByRole('tab', { name: 'Reply' }).click();

    await agent.page.getByRole('button', { name: 'Create ticket' }).click();
    const dialog = agent.page.getByRole('dialog', { name: 'New ticket' });
    await expect(dialog.getByRole('textbox', { name: 'Subject' }).inputValue()).resolves.toContain(
      'Hi! My order 4711',
    );
    await dialog.getByRole('combobox', { name: 'Priority' }).selectOption({ label: 'High' });
    await dialog.getByRole('combobox', { name: 'Category' }).selectOption({ label: 'Delivery' });
    await dialog.getByRole('button', { name: 'Create' }).click();
    await agent.page.getByText('#1', { exact: true }).first().waitFor();
    await thread(visitor.page).getByText(/#1\b/).waitFor();
    await reply('This is ticket one.');
    await thread(visitor.page).getByText('This is ticket one.').waitFor();
    await eventually(() => expect(frames.join('\n')).toContain('This is ticket one.'));
    expect(frames.join('\n')).not.toContain('between-us-canary');
    expect(frames.join('\n')).not.toContain('ana@northwind.example');
    await watcher.close();
  });

  it('lists the ticket and resolves it with the conversation', async () => {
    await agent.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Tickets/ })
      .click();
    const row = agent.page.getByRole('table', { name: 'Tickets' }).getByRole('row').filter({ hasText: '#1' });
    await row.getByText('Hi! My order 4711').waitFor();
    expect(await row.innerText()).toMatch(/Open[\s\S]*High/);
    await agent.page.goto(`${server.url}/console/tickets/1`);
    await agent.page.getByRole('button', { name: 'Resolve' }).click();
    await agent.page.getByRole('button', { name: 'Reopen' }).waitFor();
    await agent.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Tickets/ })
      .click();
    await row.getByText('Solved').waitFor();
  });

  it('opens a solved ticket again when the visitor writes', async () => {
    await write(visitor.page, 'It is still not here.');
    await thread(visitor.page).getByText('It is still not here.').waitFor();
    const row = agent.page.getByRole('table', { name: 'Tickets' }).getByRole('row').filter({ hasText: '#1' });
    await row.getByText('Open').waitFor();
  });

  it('starts a new conversation that knows its predecessor after a closed ticket', async () => {
    const answer = await agent.page.evaluate(async () => {
      const response = await fetch('/api/v1/tickets/1', {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json', 'X-Parley': '1' },
        body: JSON.stringify({ status: 'closed' }),
      });
      return { status: response.status, body: await response.json() };
    });
    expect(answer).toMatchObject({ status: 200, body: { status: 'closed' } });
    await write(visitor.page, 'A new question about size 43.');
    await thread(visitor.page).getByText('A new question about size 43.').waitFor();
    await thread(visitor.page)
      .getByText(/^(Sent|Seen)$/)
      .last()
      .waitFor();
    await agent.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /All open/ })
      .click();
    await item('A new question about size 43.').click();
    await thread(agent.page).getByText('A new question about size 43.').waitFor();
    expect(await thread(agent.page).getByText('This is ticket one.').count()).toBe(0);
    const id = agent.page.url().split('/').at(-1);
    const conversation = await agent.page.evaluate(
      async (id) => (await fetch(`/api/v1/conversations/${id}`)).json(),
      id,
    );
    expect(conversation.predecessorId).toMatch(/^[\w-]{22}$/);
  });

  it('works on a plain page of another origin', async () => {
    const key = /data-site="(site_\w+)"/.exec(await (await fetch(`${server.url}/demo`)).text())?.[1] ?? '';
    foreign = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<!doctype html><title>Shop</title><p>A shop</p><script async src="${server.url}/widget.js" data-site="${key}"></script>`,
      );
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    const address = foreign.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    foreignUrl = `http://127.0.0.1:${address.port}/`;
    const stranger = await newPerson(browser);
    await stranger.page.goto(foreignUrl);
    await openChat(stranger.page);
    await write(stranger.page, 'Hello from another origin');
    await thread(stranger.page).getByText('Sent', { exact: true }).waitFor();
    await item('Hello from another origin').waitFor();
    expectNoFaults(stranger);
    await stranger.context.close();
  });

  it('tells the visitor that nobody is there, asks for an address, and keeps the answer as an unread badge', async () => {
    await agent.page.goto('about:blank');
    const lone = await newPerson(browser);
    await eventually(
      async () => {
        await lone.page.goto(foreignUrl);
        await lone.page.getByRole('button', { name: 'Open chat' }).click();
        await lone.page
          .getByText(/nobody is here/i)
          .first()
          .waitFor({ timeout: 1_500 });
      },
      { timeoutMs: 15_000 },
    );
    const start = lone.page.getByRole('button', { name: /Write to us/ });
    if (await start.isVisible()) await start.click();
    const email = lone.page.getByRole('textbox', { name: 'Email' });
    if (await email.isVisible()) await email.fill('lena@example.test');
    await write(lone.page, 'Anybody there at night?');
    await thread(lone.page).getByText('Anybody there at night?').waitFor();
    if (!(await email.isHidden())) {
      await email.fill('lena@example.test');
      await email.press('Enter');
    }
    await lone.page.goto('about:blank');
    await agent.page.goto(`${server.url}/console/`);
    const first = agent.page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').first();
    await first.filter({ hasText: 'Anybody there at night?' }).click();
    await agent.page.getByText('lena@example.test').first().waitFor();
    await reply('Good morning, yes.');
    await thread(agent.page).getByText('Good morning, yes.').waitFor();
    await lone.page.goto(foreignUrl);
    await lone.page.getByTitle('Unread: 1', { exact: true }).waitFor();
    await lone.page.getByRole('button', { name: 'Open chat' }).click();
    await lone.page.getByText('Good morning, yes.').first().waitFor();
    expectNoFaults(lone);
    await lone.context.close();
  });

  it('loses nothing and doubles nothing when the server is killed while both write', async () => {
    const { page } = visitor;
    if ((await page.getByRole('dialog', { name: 'Chat' }).count()) === 0) await openChat(page);
    await agent.page.goto(`${server.url}/console/`);
    await item('A new question about size 43.').click();
    await thread(agent.page).getByText('A new question about size 43.').waitFor();
    await write(page, 'before the crash');
    await thread(agent.page).getByText('before the crash').waitFor();
    await server.kill();
    await write(page, 'written while it was down 1');
    await write(page, 'written while it was down 2');
    await reply('answer while it was down');
    await thread(page).getByText('written while it was down 2').waitFor();
    await page.goto('about:blank'); // what waits in the outbox outlives the page
    await server.run();
    await page.goto(`${server.url}/demo`);
    if ((await page.getByRole('dialog', { name: 'Chat' }).count()) === 0) await openChat(page);
    for (const text of [
      'before the crash',
      'written while it was down 1',
      'written while it was down 2',
      'answer while it was down',
    ]) {
      for (const side of [page, agent.page]) {
        await thread(side).getByText(text).waitFor({ timeout: 20_000 });
        expect(await thread(side).getByText(text).count(), text).toBe(1);
      }
    }
  }, 60_000);

  it('finds nothing wrong for assistive technology, and no fault on any page', async () => {
    await agent.page.emulateMedia({ colorScheme: 'light' });
    for (const path of ['', 'tickets', 'settings/sites', 'settings/people', 'settings/profile']) {
      await agent.page.goto(`${server.url}/console/${path}`);
      await agent.page.getByRole('navigation', { name: 'Main' }).waitFor();
      expect(await axeFindings(agent.page), path).toEqual([]);
    }
    expect(await axeFindings(visitor.page)).toEqual([]);
    expectNoFaults(agent, visitor);
  });
});
