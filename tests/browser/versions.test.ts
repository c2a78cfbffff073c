import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Parley } from '../../widget/parley.d.ts';
import {
  expectNoFaults,
  forbidStorage,
  leaveBrowser,
  newPerson,
  openChat,
  sent,
  startBrowser,
  tapWire,
  thread,
  write,
} from '../support/browser.ts';
import { isSkipped } from '../support/skip.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('a page that was opened before the server was renewed', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  /** The page's chunk is one that the server no longer has. */
  async function withOldChunk(page: Page): Promise<void> {
    await page.route('**/widget.js', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        body: (await answer.text()).replace(/chat-[A-Z0-9]{8}/, 'chat-GONE0000'),
      });
    });
  }

  /** The page has all of an older chat but what is fetched later: that, the server no longer has. */
  async function withOldCode(page: Page): Promise<void> {
    const pretend = (address: string, from: RegExp, old: string) =>
      page.route(address, async (route) => {
        // Of another address than the newer one: the browser keeps what it has of each.
        const url = route
          .request()
          .url()
          .replace('-OLD00000.js', `-${hash.get(address) ?? ''}.js`);
        const body = await (await fetch(url)).text();
        const [, part = '', found = ''] = from.exec(body) ?? [];
        hash.set(`**/assets/${part}-OLD00000.js`, found);
        const contentType = 'text/javascript';
        const headers = { 'Access-Control-Allow-Origin': '*' };
        await route.fulfill({
          contentType,
          headers,
          body: body.replaceAll(`${part}-${found}`, `${part}-${old}`),
        });
      });
    const hash = new Map<string, string>();
    await pretend('**/widget.js', /(chat)-([A-Z0-9]{8})/, 'OLD00000');
    await pretend('**/assets/chat-OLD00000.js', /(chat-chunk)-([A-Z0-9]{8})/, 'OLD00000');
    await pretend('**/assets/chat-chunk-OLD00000.js', /(chat-later)-([A-Z0-9]{8})/, 'GONE0000');
  }

  it('takes the newer chat where its own is gone', async () => {
    const person = await newPerson(browser);
    await withOldChunk(person.page);
    await person.page.goto(`${server.url}/demo`);
    await openChat(person.page);
    await write(person.page, 'from an old page');
    await sent(person.page, 'from an old page');
    expectNoFaults(person);
    await person.context.close();
  });

  it('says so where there is none, keeps what the page asked for, and takes it when there is', async () => {
    const person = await newPerson(browser);
    const { page } = person;
    await withOldChunk(page);
    await page.route('**/assets/chat*', (route) => route.fulfill({ status: 503 }));
    await page.goto(`${server.url}/demo`);
    await page.evaluate(() => window.Parley && 'prefill' in window.Parley && window.Parley.prefill('half a'));
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByTitle('No answer. Try again.').waitFor();
    await page.unroute('**/assets/chat*');
    await openChat(page);
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('half a');
    await person.context.close();
  });

  it('tells the newer chat what the page has said where only the code to read that is gone', async () => {
    const person = await newPerson(browser);
    const { page } = person;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await withOldCode(page);
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await page.evaluate(() => {
      window.Parley?.push((parley: Parley) => {
        parley.identify({ id: 'u-17', name: 'Lena Kowalska' });
        parley.setContext({ plan: 'premium' });
      });
    });
    await expect.poll(() => asked, { timeout: 20_000 }).toContainEqual(expect.stringMatching(/\/chat\.js$/));
    await expect
      .poll(() => asked.filter((path) => /later-(?!GONE)/.test(path)), { timeout: 20_000 })
      .toHaveLength(1);
    await write(page, 'Who am I?');
    await sent(page, 'Who am I?');
    const [{ contact }] = (await (await server.signIn()).get('/conversations?limit=1')).body.items;
    expect(contact.name).toBe('Lena Kowalska');
    await expect
      .poll(
        async () => (await server.db.collection('contacts').findOne({ name: contact.name }))?.visit?.facts,
      )
      .toEqual({ plan: 'premium' });
    expectNoFaults(person);
    await person.context.close();
  });

  it('draws the launcher and the chat where a node of before says how they look', async () => {
    const person = await newPerson(browser, { colorScheme: 'dark' });
    const { page } = person;
    await page.route('**/widget/unread*', async (route) => {
      const answer = await route.fetch();
      const look = await answer.json();
      const { style, icon, logo, texts, ...site } = look.site;
      await route.fulfill({ response: answer, json: { ...look, site } });
    });
    const wire = await tapWire(page);
    wire.onReceive = (frame) => frame.replace(/"style":".*?","icon":"[^"]*"/, '"old":1');
    await page.goto(`${server.url}/demo`);
    const launcher = page.getByRole('button', { name: 'Open chat' });
    await launcher.waitFor();
    const { color } = server.site();
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    expect(await launcher.evaluate((node) => getComputedStyle(node).backgroundColor)).toBe(
      `rgb(${red}, ${green}, ${blue})`,
    );
    await openChat(page);
    const dialog = page.getByRole('dialog', { name: 'Chat' });
    expect(await dialog.evaluate((node) => getComputedStyle(node).backgroundColor)).toBe('rgb(23, 22, 19)');
    await write(page, 'to a node of before');
    await sent(page, 'to a node of before');
    expectNoFaults(person);
    await person.context.close();
  });

  for (const storage of ['kept', 'forbidden'] as const) {
    it(`goes on with newer code in the same page where the server takes only that, storage ${storage}`, async () => {
      const person = await newPerson(browser);
      const { page } = person;
      if (storage === 'forbidden') await forbidStorage(page);
      const wire = await tapWire(page);
      await page.goto(`${server.url}/demo`);
      // A page that is loaded anew forgets this.
      await page.evaluate(() => Object.assign(window, { sameOne: true }));
      await openChat(page);
      await write(page, 'before');
      await sent(page, 'before');
      let newer = false;
      page.on('request', (request) => {
        newer ||= request.url().includes('/chat.js');
      });
      // Until then this page is older than what the server takes.
      wire.onSend = (frame) => {
        if (!newer) return frame.replace(/^(40\/widget,\{"protocol":)\d+/, '$10');
        return frame;
      };
      wire.swallow = true;
      await write(page, 'on its way');
      await page.getByRole('textbox', { name: 'Message' }).fill('half a sentence');
      wire.swallow = false;
      await page.evaluate(() => dispatchEvent(new Event('offline')));
      await sent(page, 'on its way');
      expect(newer).toBe(true);
      expect(await thread(page).locator('.bubble').allInnerTexts()).toEqual(['before', 'on its way']);
      expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('half a sentence');
      expect(await page.getByRole('dialog', { name: 'Chat' }).count()).toBe(1);
      await write(page, 'and after');
      await sent(page, 'and after');
      expect(await page.evaluate(() => 'sameOne' in window)).toBe(true);
      expectNoFaults(person);
      await person.context.close();
    });
  }
});
