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
import { connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { isSkipped } from '../support/skip.ts';

const ADMIN = { email: 'ana@northwind.example', password: 'correct horse battery' };

describe.skipIf(isSkipped('browser'))('the console', () => {
  let server: ServerProcess;
  let browser: Browser;
  let agent: Person;
  let page: Page;
  let siteKey: string;

  beforeAll(async () => {
    const environment = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };
    [server, browser] = await Promise.all([ServerProcess.start(environment), startBrowser()]);
    siteKey = /data-site="(site_\w+)"/.exec(await (await fetch(`${server.url}/demo`)).text())?.[1] ?? '';
    agent = await newPerson(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
    page = agent.page;
    for (const text of ['My parcel to Lisbon has not arrived', 'Do you sell umbrellas?']) {
      const visitor = await connectVisitor(server.url, siteKey);
      await say(visitor, text);
      visitor.close();
    }
    await page.goto(`${server.url}/console/`);
    await page.getByRole('textbox', { name: 'Email' }).fill(ADMIN.email);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await items().nth(1).waitFor();
  });

  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  const items = () => page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
  const search = () => page.getByRole('searchbox', { name: 'Search' });

  async function looksRight(): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page), colorScheme).toEqual([]);
    }
  }

  it('finds conversations while they are typed for', async () => {
    await page.keyboard.press('/');
    await expect(search().evaluate((field) => field === document.activeElement)).resolves.toBe(true);
    await page.keyboard.type('parcels lis');
    await eventually(async () => expect(await items().allInnerTexts()).toHaveLength(1));
    expect(await items().innerText()).toContain('Lisbon');
    await looksRight();
  });

  it('shows what comes to match, and the found conversation beside', async () => {
    const visitor = await connectVisitor(server.url, siteKey);
    await say(visitor, 'Another parcel to Lisboa');
    await eventually(async () => expect(await items().allInnerTexts()).toHaveLength(2), {
      timeoutMs: 15_000,
    });
    await items().filter({ hasText: 'has not arrived' }).getByRole('link').click();
    await page.getByRole('log', { name: 'Messages' }).getByText('has not arrived').waitFor();
    expect(await items().allInnerTexts()).toHaveLength(2);
    visitor.close();
  });

  it('says so where nothing is found, and leaves by Escape', async () => {
    await search().fill('zeppelin');
    await page.getByText('Nothing found').waitFor();
    await looksRight();
    await search().press('Escape');
    await items().nth(2).waitFor();
    expect(await search().inputValue()).toBe('');
  });

  it('finds tickets by number and subject', async () => {
    await page.getByRole('button', { name: 'Create ticket' }).click();
    const dialog = page.getByRole('dialog', { name: 'New ticket' });
    await dialog.getByRole('textbox', { name: 'Subject' }).fill('Lost on the way');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByText('#1', { exact: true }).first().waitFor();
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Tickets/ })
      .click();
    const row = page
      .getByRole('table', { name: 'Tickets' })
      .getByRole('row')
      .filter({ hasText: 'Lost on the way' });
    await row.waitFor();
    await search().fill('umbrella');
    await page.getByText('Nothing found').waitFor();
    for (const words of ['1', '#1', 'lost way']) {
      await search().fill(words);
      await row.waitFor();
    }
    await looksRight();
  });

  it('makes a token, shows it once, and revokes it', async () => {
    await page.goto(`${server.url}/console/settings/tokens`);
    await page.getByText('No tokens yet').waitFor();
    // What is typed the moment it is there is not taken for the console's own keys.
    const focused = page.evaluate(
      () =>
        new Promise((resolve) => {
          const onDrawn = new MutationObserver(() => {
            const dialog = document.querySelector('dialog');
            if (dialog === null) return;
            onDrawn.disconnect();
            resolve(dialog.contains(document.activeElement));
          });
          onDrawn.observe(document.body, { childList: true, subtree: true });
        }),
    );
    await page.getByRole('button', { name: 'New token' }).click();
    expect(await focused).toBe(true);
    const dialog = page.getByRole('dialog', { name: 'New token' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Shop orders');
    await dialog.getByRole('button', { name: 'Make a token' }).click();
    await dialog.getByText('Choose at least one thing it may do.').waitFor();
    await dialog.getByRole('checkbox', { name: 'Read conversations' }).check();
    await looksRight();
    await dialog.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('button', { name: 'Copy token' }).click();
    await page.getByText('Copied').waitFor();
    await looksRight();
    const token = await page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('button', { name: 'Done' }).click();
    const ask = () =>
      fetch(`${server.url}/api/v1/conversations`, { headers: { Authorization: `Bearer ${token}` } });
    const answer = await ask();
    expect([answer.status, (await answer.json()).items.length]).toEqual([200, 3]);
    await page.reload();
    const item = page.getByRole('list', { name: 'Tokens' }).getByRole('listitem');
    await item.filter({ hasText: 'last used today' }).waitFor();
    expect(await page.content()).not.toContain(token);
    await looksRight();
    await page.getByRole('button', { name: 'Revoke Shop orders' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No tokens yet').waitFor();
    expect((await ask()).status).toBe(401);
  });

  it('asks before what is not saved is left by the browser’s back button', async () => {
    await page.goto(`${server.url}/console/settings/people`);
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Profile' }).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Ana Maria');
    await page.getByRole('button', { name: 'Save' }).waitFor();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await page.goBack({ waitUntil: 'commit' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForURL('**/settings/profile');
    expect(await name.inputValue()).toBe('Ana Maria');
    await page.goBack({ waitUntil: 'commit' });
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await page.waitForURL('**/settings/people');
    await page.goForward({ waitUntil: 'commit' });
    await name.waitFor();
    expect(await name.inputValue()).toBe('Ana');
  });

  it('does all this without a fault of the page', () => expectNoFaults(agent));
});
