import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGS } from '../../scripts/check/catalogs.ts';
import { LANGUAGES, ownName } from '../../shared/languages.ts';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  type Person,
  signIn,
  startBrowser,
} from '../support/browser.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { flawsOf } from '../support/flaws.ts';
import { pseudoWords } from '../support/pseudo-words.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

const MONTHS = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month)),
);

/** What the screens show that is no word: people, addresses, what a site calls things, programs, languages. */
const CONSOLE = {
  within: '#console',
  names: [
    /.+@.+/,
    /https?:.*/,
    /\/.*/,
    /127\.0\.0\.1/,
    /#\d+|#[0-9a-f]{6}/,
    /Admin/,
    /now|\d+ min/,
    new RegExp(`Today|.*\\b(${MONTHS.join('|')})\\b.*|.* PM|.* AM`),
    /Chromium.*|Chrome.*/,
    /Question|Order|Delivery|Returns|Billing|Bug/,
    /Node\.js|PHP|Python|Ruby/,
    /Hello\. What can we do for you\?/,
    new RegExp(LANGUAGES.map(ownName).join('|')),
    /Brazilian Portuguese/,
    /.*, Sao Paulo/,
    /search\.example/,
  ],
  skip: 'pre, code, kbd, .avatar, .tickets-contact, .conversation-words, .thread-title, .column-sub, .settings-item-name',
};

describe.skipIf(isSkipped('browser'))('the console', () => {
  let server: TestServer;
  let browser: Browser;
  const people: Person[] = [];
  let conversationId: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    conversationId = await makeTicket(server);
  });
  afterEach(async () => {
    const gone = people.splice(0);
    expectNoFaults(...gone);
    await Promise.all(gone.map(({ context }) => context.close()));
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const person = await newPerson(browser, options);
    people.push(person);
    return person.page;
  }

  it('speaks as the browser does until somebody has chosen, also where it refuses', async () => {
    const { agents, general, refusals } = CATALOGS.console.de;
    const page = await open({ locale: 'de-AT' });
    await page.goto(`${server.url}/console/`);
    await page.getByRole('heading', { name: agents.signIn }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('de-AT');
    expect(await page.getAttribute('html', 'dir')).toBe('ltr');
    await page.getByRole('textbox', { name: general.email }).fill(ADMIN.email);
    await page.getByLabel(agents.password).fill('not this one');
    await page.getByRole('button', { name: agents.signIn }).click();
    await page.getByRole('alert').getByText(refusals.wrong_credentials).waitFor();
    await page.goto(`${server.url}/console/invite#token=${'x'.repeat(43)}`);
    await page.getByText(agents.linkUsed).waitFor();
  });

  it('speaks as its agent has chosen, on every device and at once', async () => {
    const [page, other] = await Promise.all([open(), open({ locale: 'ro-RO' })]);
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/settings/profile`);
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'français' });
    await page.getByRole('button', { name: 'Save' }).click();
    const { frame } = CATALOGS.console.fr;
    await page.getByRole('navigation', { name: frame.main }).waitFor();
    await page.getByRole('heading', { name: frame.profile }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('fr');

    await other.goto(`${server.url}/console/settings/profile`);
    const ro = CATALOGS.console.ro;
    await other.getByRole('textbox', { name: ro.general.email }).fill(ADMIN.email);
    await other.getByLabel(ro.agents.password).fill(ADMIN.password);
    await other.getByRole('button', { name: ro.agents.signIn }).click();
    await other.getByRole('heading', { name: frame.profile }).waitFor();

    const language = other.getByRole('combobox', { name: CATALOGS.console.fr.general.language });
    await language.selectOption({ label: CATALOGS.console.fr.agents.asBrowser });
    await other.getByRole('button', { name: CATALOGS.console.fr.general.save }).click();
    await other.getByRole('heading', { name: ro.frame.profile }).waitFor();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en-US');
  });

  describe('in a language that is longer and written from right to left', () => {
    const words = pseudoWords(CATALOGS.console.en, 'rtl');

    async function openPseudo(options: BrowserContextOptions): Promise<Page> {
      const page = await open(options);
      // English is another language here.
      await page.route('**/assets/console-en-*', (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          body: `export const words = ${JSON.stringify(words)};`,
        }),
      );
      return page;
    }

    it.each([390, 1440])(
      'has everything translated, nothing cut and nothing outside on %i pixels',
      async (width) => {
        const page = await openPseudo({ viewport: { width, height: 900 } });
        const flaws: string[] = [];
        const look = async (at: string) => {
          await page.waitForFunction(() => document.querySelector('.skeletons') === null);
          const found = [...(await flawsOf(page, CONSOLE)), ...(await axeFindings(page))];
          flaws.push(...found.map((flaw) => `${at}: ${flaw}`));
        };
        await page.goto(`${server.url}/console/`);
        await page.getByRole('heading', { name: words.agents.signIn }).waitFor();
        expect(await page.getAttribute('html', 'dir')).toBe('rtl');
        await look('signing in');
        await page.getByRole('textbox', { name: words.general.email }).fill(ADMIN.email);
        await page.getByLabel(words.agents.password).fill(ADMIN.password);
        await page.getByRole('button', { name: words.agents.signIn }).click();
        await page.getByRole('heading', { name: words.frame.views.open }).waitFor();
        await page.getByRole('list', { name: words.conversations.list }).getByRole('listitem').waitFor();
        await look('the list');
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
        await look('the keys');
        const site = server.site().id;
        for (const place of [
          `conversations/${conversationId}`,
          'tickets',
          'settings/sites',
          `settings/sites/${site}`,
          `settings/sites/${site}/look`,
          `settings/sites/${site}/identity`,
          `settings/sites/${site}/pages`,
          'settings/people',
          'settings/profile',
          'settings/tokens',
        ]) {
          await page.goto(`${server.url}/console/${place}`);
          await page.getByRole('heading', { level: 1 }).first().waitFor();
          await look(place);
        }
        expect(flaws).toEqual([]);
      },
    );
  });
});

/** A conversation in which everything has happened that has words. */
async function makeTicket(server: TestServer): Promise<string> {
  const admin = await server.signIn();
  const visitor = await connectVisitor(server.url, server.site().key);
  const { conversationId } = await say(visitor, '§ a question');
  await admin.post(`/conversations/${conversationId}/messages`, {
    text: '§ an answer',
    clientId: randomUUID(),
  });
  await admin.post(`/conversations/${conversationId}/notes`, { text: '§ a note', clientId: randomUUID() });
  const made = await admin.post(`/conversations/${conversationId}/ticket`, { subject: '§ a subject' });
  await admin.patch(`/tickets/${made.body.number}`, { priority: 'urgent', category: 'Order' });
  visitor.socket.close();
  return conversationId;
}
