import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Parley } from '../../widget/parley.d.ts';
import { expectNoFaults, leaveBrowser, newPerson, type Person, startBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { isSkipped } from '../support/skip.ts';

const ADMIN = { email: 'ana@northwind.example', password: 'correct horse battery' };

/** What the page below keeps for the test. */
interface Kept {
  api: Parley;
  heard: [string, unknown][];
  off(): void;
}

/** A developer's page, with everything that a page can ask for. */
const script = (
  url: string,
  siteKey: string,
) => `<!doctype html><html lang="en"><title>Shop</title><h1>A shop</h1>
<script>
  window.heard = [];
  (window.Parley ||= []).push((parley) => {
    window.api = parley;
    for (const name of ['ready', 'open', 'close', 'message', 'unread', 'error'])
      parley.on(name, (detail) => heard.push([name, detail]));
    window.off = parley.on('open', () => heard.push(['open once more']));
    parley.identify({ id: 4711, name: 'Lena Kowalska', email: 'lena@example.test', token: 'ey' });
    parley.setContext({ order: 'A-17', plan: 'premium', items: 3 });
  });
</script>
<script async src="${url}/widget.js" data-site="${siteKey}" data-locale="en-GB"></script></html>`;

describe.skipIf(isSkipped('browser'))('the page API', () => {
  let server: ServerProcess;
  let browser: Browser;
  let visitor: Person;
  let agent: Person;
  let shop: Server;
  let page: Page;
  const lines: string[] = [];

  beforeAll(async () => {
    const environment = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };
    [server, browser] = await Promise.all([ServerProcess.start(environment), startBrowser()]);
    const key = /data-site="(site_\w+)"/.exec(await (await fetch(`${server.url}/demo`)).text())?.[1] ?? '';
    shop = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(script(server.url, key));
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    [visitor, agent] = await Promise.all([newPerson(browser), newPerson(browser)]);
    page = visitor.page;
    page.on('console', (message) => lines.push(message.text()));
    await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await agent.page.goto(`${server.url}/console/`);
    await agent.page.getByRole('textbox', { name: 'Email' }).fill(ADMIN.email);
    await agent.page.getByLabel('Password').fill(ADMIN.password);
    await agent.page.getByRole('button', { name: 'Sign in' }).click();
    await agent.page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  afterAll(async () => {
    await leaveBrowser(browser);
    shop?.close();
    await server?.close();
  });

  const ask = (use: (api: Parley) => void) =>
    page.evaluate(`(${use.toString()})(window.api)`) as Promise<unknown>;
  const heard = () => page.evaluate(() => (window as unknown as Kept).heard);
  const dialog = () => page.getByRole('dialog', { name: 'Chat' });
  const side = () => agent.page.getByRole('complementary', { name: 'Contact' });

  it('opens, closes and toggles, and says so until a listener is taken away', async () => {
    await ask((api) => api.open());
    await dialog().waitFor();
    await ask((api) => api.toggle());
    await dialog().waitFor({ state: 'detached' });
    await page.evaluate(() => (window as unknown as Kept).off());
    await ask((api) => api.toggle());
    await dialog().waitFor();
    const names = (await heard()).map(([name]) => name).filter((name) => /ready|open|close/.test(name));
    expect(names).toEqual(['ready', 'open', 'open once more', 'close', 'open']);
    await ask((api) => api.close());
  });

  it('hides and shows, and fills in what is to be sent', async () => {
    await ask((api) => api.hide());
    await page.getByRole('button', { name: 'Open chat' }).waitFor({ state: 'detached' });
    await ask((api) => api.show());
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await ask((api) => api.prefill('About order A-17'));
    await ask((api) => api.open());
    const start = page.getByRole('button', { name: /Write to us/ });
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.or(start).first().waitFor();
    if (await start.isVisible()) await start.click();
    expect(await box.inputValue()).toBe('About order A-17');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Sent', { exact: true }).waitFor();
  });

  it('shows the agent who the page says it is, and what it shows', async () => {
    const item = agent.page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
    await item.filter({ hasText: 'Lena Kowalska' }).click();
    for (const words of ['lena@example.test', '4711 (not verified)', 'order', 'A-17', 'premium', '3']) {
      await side().getByText(words, { exact: true }).waitFor();
    }
    await side()
      .getByText(/British English/)
      .waitFor();
    await ask((api) => api.setContext({ order: 'A-18' }));
    await side().getByText('A-18').waitFor();
    await side().getByText('premium').waitFor({ state: 'detached' });
  });

  it('speaks another language from then on', async () => {
    await ask((api) => api.setLocale('de-at'));
    await side()
      .getByText(/German/)
      .waitFor();
    await page.locator('[role=dialog][lang="de-AT"]').waitFor();
    await page
      .getByText('Gesendet', { exact: true })
      .or(page.getByText('Gesehen', { exact: true }))
      .waitFor();
    await page.getByRole('button', { name: 'Chat schließen' }).waitFor();
    await ask((api) => api.setLocale('not a tag'));
    await eventually(() => expect(lines.join('\n')).toContain('setLocale() takes a tag'));
    await ask((api) => api.setLocale('en'));
    await page.locator('[role=dialog][lang="en"]').waitFor();
  });

  it('says once that a token proves nothing, and what to do about it', () => {
    expect(lines.filter((line) => /token_invalid.*signed JWT/.test(line))).toHaveLength(1);
  });

  it('tells of messages and of what is unread', async () => {
    await ask((api) => api.close());
    await agent.page.getByRole('textbox', { name: 'Reply' }).fill('It is on its way.');
    await agent.page.getByRole('button', { name: 'Send' }).click();
    await eventually(async () => {
      const all = await heard();
      expect(all.filter(([name]) => name === 'message').map(([, detail]) => detail)).toMatchObject([
        { from: 'visitor', text: 'About order A-17' },
        { from: 'agent', text: 'It is on its way.' },
      ]);
      expect(all.findLast(([name]) => name === 'unread')).toEqual(['unread', 1]);
    });
  });

  it('keeps the tab key inside where it covers the page, and lets it out where it does not', async () => {
    const phone = await newPerson(browser, { viewport: { width: 390, height: 844 } });
    await phone.page.goto(page.url());
    await phone.page.getByRole('button', { name: 'Open chat' }).click();
    await phone.page.getByRole('dialog', { name: 'Chat' }).waitFor();
    const outside = () =>
      phone.page.evaluate(
        () => document.activeElement?.shadowRoot?.activeElement?.closest('[role=dialog]') == null,
      );
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let press = 0; press < 12; press++) {
        await phone.page.keyboard.press(key);
        expect(await outside(), `${key} ${press}`).toBe(false);
      }
    }
    await phone.page.setViewportSize({ width: 1440, height: 900 });
    await phone.page.keyboard.press('Escape');
    await phone.page.getByRole('button', { name: 'Open chat' }).click();
    await eventually(async () => {
      await phone.page.keyboard.press('Tab');
      expect(await outside()).toBe(true);
    });
    await phone.context.close();
  });

  it('leaves nothing on the page when it ends, and throws nothing into it', async () => {
    await ask((api) => api.destroy());
    expect(await page.locator('parley-chat').count()).toBe(0);
    expect(await page.evaluate(() => typeof window.Parley)).toBe('undefined');
    await ask((api) => {
      api.open();
      api.identify({ name: 'Nobody' });
      api.setContext({ order: 1 });
    });
    expect(await page.locator('parley-chat').count()).toBe(0);
    expectNoFaults(visitor, agent);
  });
});
