import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Parley } from '../../widget/parley.d.ts';
import { servePage } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { found, newFirefoxPerson, startFirefox, WITHOUT_FIREFOX } from '../support/firefox.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(WITHOUT_FIREFOX)('in Firefox', () => {
  let server: TestServer;
  let firefox: Browser;
  let shop: Awaited<ReturnType<typeof servePage>>;

  beforeAll(async () => {
    [server, firefox] = await Promise.all([startServer(), startFirefox()]);
    shop = await servePage(
      `<script async src="${server.url}/widget.js" data-site="${server.site().key}"></script>`,
      'en',
    );
  }, 90_000);
  afterAll(async () => {
    await firefox?.close();
    shop?.close();
    await server?.close();
  });

  const press = async (page: Page, selector: string) => (await found(page, selector)).click();
  const type = async (page: Page, selector: string, text: string) => (await found(page, selector)).type(text);
  /** What the chat or the console says of each message. */
  const messages = (page: Page) =>
    page.$$eval('>>> [role=log] .bubble', (all) => all.map(({ textContent }) => textContent ?? ''));

  it('a visitor writes, an agent sees it and answers, and a reload keeps it', async () => {
    const [agent, visitor] = [await newFirefoxPerson(firefox), await newFirefoxPerson(firefox)];
    await agent.page.goto(`${server.url}/console/`);
    await type(agent.page, 'input[type=email]', ADMIN.email);
    await type(agent.page, 'input[type=password]', ADMIN.password);
    await press(agent.page, 'button[type=submit]');
    await found(agent.page, 'nav[aria-label=Main]');

    await visitor.page.goto(shop.url.replace('shop.test', '127.0.0.1'));
    await press(visitor.page, '>>> button[aria-label="Open chat"]');
    await type(visitor.page, '>>> textarea[aria-label=Message]', 'Do you ship to Lisbon?');
    await visitor.page.keyboard.press('Enter');
    await found(visitor.page, '>>> [role=log] .mine', 'Sent');

    await (await found(agent.page, '[aria-label=Conversations] a', 'Do you ship to Lisbon?')).click();
    await type(agent.page, 'textarea[aria-label=Reply]', 'We do, every day.');
    await agent.page.keyboard.press('Enter');

    await found(visitor.page, '>>> [role=log] .bubble', 'We do, every day.');
    await visitor.page.reload();
    await press(visitor.page, '>>> button[aria-label="Open chat"]');
    await eventually(async () => {
      expect(await messages(visitor.page)).toEqual([
        expect.stringContaining('Do you ship to Lisbon?'),
        expect.stringContaining('We do, every day.'),
      ]);
    });
    expect([...agent.faults, ...visitor.faults]).toEqual([]);
  }, 120_000);

  it('the chat looks as its site is set and as the page wants it', async () => {
    await server.app.sites.change(server.site().id, { theme: 'dark', offsets: { side: 60, bottom: 30 } });
    const { page, faults } = await newFirefoxPerson(firefox);
    await page.goto(shop.url.replace('shop.test', '127.0.0.1'));
    await page.evaluate(() => document.documentElement.style.setProperty('--parley-accent', '#ffd400'));
    await press(page, '>>> button[aria-label="Open chat"]');
    const style = async (selector: string, name: string) =>
      (await found(page, selector)).evaluate(
        (node, property) => getComputedStyle(node).getPropertyValue(property),
        name,
      );
    expect(await style('>>> section', 'background-color')).toBe('rgb(23, 22, 19)');
    expect(await style('>>> section', 'right')).toBe('60px');
    expect(await style('>>> button.send', 'background-color')).toBe('rgb(255, 212, 0)');
    expect(await style('>>> button.send', 'color')).toMatch(/^color\(xyz(-d65)? 0 0 0\)$/);
    await page.evaluate(() => document.documentElement.style.removeProperty('--parley-accent'));
    expect(await style('>>> button.send', 'color')).toBe('rgb(0, 0, 0)');
    expect(faults).toEqual([]);
  });

  it('the rest of the chat comes where the server has failed to give it once', async () => {
    const { page } = await newFirefoxPerson(firefox);
    await page.setRequestInterception(true);
    let asked = 0;
    page.on('request', (request) => {
      if (!request.url().includes('/chat-later-') || ++asked > 1) return void request.continue();
      void request.respond({ status: 503 });
    });
    await page.goto(shop.url.replace('shop.test', '127.0.0.1'));
    await press(page, '>>> button[aria-label="Open chat"]');
    await type(page, '>>> textarea[aria-label=Message]', 'And to Faro?');
    await page.keyboard.press('Enter');
    await found(page, '>>> [role=log] .mine', 'Sent');
    expect(asked).toBeGreaterThan(1);
  });

  it('another language is spoken where the server has failed to give its words once', async () => {
    const { page } = await newFirefoxPerson(firefox);
    await page.goto(shop.url.replace('shop.test', '127.0.0.1'));
    await press(page, '>>> button[aria-label="Open chat"]');
    await type(page, '>>> textarea[aria-label=Message]', 'And to Porto?');
    await page.keyboard.press('Enter');
    await found(page, '>>> [role=log] .mine', 'Sent');
    await page.setRequestInterception(true);
    const failed = new Set<string>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (!pathname.startsWith('/assets/') || failed.has(pathname)) return void request.continue();
      failed.add(pathname);
      void request.respond({ status: 503 });
    });
    await page.evaluate(() => (window.Parley as Parley).setLocale('de'));
    await found(page, '>>> [role=log] .mine', 'Gesendet');
    // Its words, and the rest of them.
    expect(failed.size).toBe(2);
  });
});
