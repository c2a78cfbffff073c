import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGS } from '../../scripts/check/catalogs.ts';
import { LANGUAGES } from '../../shared/languages.ts';
import type { Parley } from '../../widget/parley.d.ts';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  openChat,
  type Person,
  reply,
  sent,
  servePage,
  signIn,
  startBrowser,
  textsIn,
  write,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { flawsOf } from '../support/flaws.ts';
import { pseudoWords } from '../support/pseudo-words.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

const CHAT = {
  within: 'parley-chat',
  names: [/Hello\. What can we do for you\?/, /Admin( · [\d\s:APM]+)?/, /Today/, /⋯/],
};

describe.skipIf(isSkipped('browser'))('the chat', () => {
  let server: TestServer;
  let browser: Browser;
  const people: Person[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
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

  async function visit(
    options: BrowserContextOptions,
    { language = '', attributes = '', prepare }: Visit = {},
  ): Promise<Page> {
    const person = await newPerson(browser, options);
    people.push(person);
    const { key } = server.site();
    const tag = `<script async src="${server.url}/widget.js" data-site="${key}" ${attributes}></script>`;
    const shop = await servePage(tag, language);
    await prepare?.(person.page);
    await person.page.goto(shop.url);
    person.context.once('close', () => shop.close());
    return person.page;
  }

  interface Visit {
    /** The page's. */
    language?: string;
    attributes?: string;
    prepare?(page: Page): Promise<unknown>;
  }

  const PHONE = { locale: 'en', viewport: { width: 320, height: 640 } };
  const dialog = (page: Page) => page.locator('[role=dialog]');

  it.each(LANGUAGES)('speaks the browser’s language: %s', async (language) => {
    const words = CATALOGS.widget[language];
    const page = await visit({ locale: language });
    await page.getByRole('button', { name: words.launcher.open }).click();
    expect(await dialog(page).getAttribute('lang')).toBe(language);
    await page.getByText(words.leaveMessage).waitFor();
    await page.getByRole('textbox', { name: words.email }).waitFor();
    await page.getByRole('textbox', { name: words.message, exact: true }).fill('38, 42');
    await page.getByRole('button', { name: words.send, exact: true }).click();
    await page.getByText(words.status.sent, { exact: true }).waitFor();
    await page.getByText(words.awayTold).waitFor();
    await page.getByRole('button', { name: words.launcher.close }).first().waitFor();
  });

  it.each([
    ['the page’s before the browser’s', 'en-US', 'fr', '', 'fr'],
    ['the script tag’s before the page’s', 'en-US', 'fr', 'data-locale="de-AT"', 'de-AT'],
    ['the nearest there is', 'pt-PT', '', '', 'pt-PT'],
    ['the browser’s where the page’s is none of ours', 'es-MX', 'ja', '', 'es-MX'],
  ])('speaks %s', async (_which, locale, language, attributes, tag) => {
    const page = await visit({ locale }, { language, attributes });
    const words = CATALOGS.widget[tag === 'pt-PT' ? 'pt-BR' : (tag.slice(0, 2) as 'fr')];
    await page.getByRole('button', { name: words.launcher.open }).click();
    await page.getByRole('textbox', { name: words.message, exact: true }).waitFor();
    expect(await dialog(page).getAttribute('lang')).toBe(tag);
  });

  it('speaks the site’s language where nobody says one that it knows', async () => {
    const site = server.site();
    await server.app.sites.change(site.id, { language: 'ro' });
    const page = await visit({ locale: 'ja' });
    await page.getByRole('button', { name: CATALOGS.widget.ro.launcher.open }).click();
    await page.getByRole('textbox', { name: CATALOGS.widget.ro.message, exact: true }).waitFor();
    await server.app.sites.change(site.id, { language: 'en' });
  });

  it('takes another language while somebody writes, who goes on writing', async () => {
    const page = await visit({ locale: 'en' });
    await openChat(page);
    await page.getByRole('textbox', { name: 'Message', exact: true }).pressSequentially('Wo ist m');
    await page.evaluate(() => (window.Parley as Parley).setLocale('de'));
    const field = page.getByRole('textbox', { name: 'Nachricht', exact: true });
    await field.waitFor();
    await page.keyboard.type('ein Paket?');
    expect(await field.inputValue()).toBe('Wo ist mein Paket?');
    await page.getByRole('button', { name: 'Chat schließen' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Gesendet', { exact: true }).waitFor();
  });

  it('waits for words that do not come at first', async () => {
    let asked = 0;
    const page = await visit(
      { locale: 'fr' },
      {
        prepare: (page) =>
          page.route('**/assets/words-fr-*', (route) => (++asked > 2 ? route.continue() : route.abort())),
      },
    );
    await page.getByRole('button', { name: 'Ouvrir le chat' }).click();
    await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
    expect(asked).toBeGreaterThan(2);
  });

  it('shows what was sent where the rest of the chat does not come, and the rest when it comes', async () => {
    let gone = true;
    const page = await visit(
      { locale: 'en' },
      {
        prepare: (page) =>
          page.route('**/assets/chat-later-*', (route) =>
            gone ? route.fulfill({ status: 404 }) : route.continue(),
          ),
      },
    );
    await openChat(page);
    await write(page, 'is this kept?');
    await eventually(async () => expect(await textsIn(page)).toEqual(['is this kept?']));
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('and half a');
    gone = false;
    await sent(page, 'is this kept?');
    expect(await page.getByRole('textbox', { name: 'Message', exact: true }).inputValue()).toBe('and half a');
  });

  it('goes on in its language until another one has come whole', async () => {
    let held: (() => Promise<void>) | undefined;
    const page = await visit({ locale: 'en' });
    await openChat(page);
    await write(page, 'Where is it?');
    await sent(page, 'Where is it?');
    await page.getByRole('button', { name: 'Message options' }).waitFor();
    await page.route('**/assets/more-*', (route) => {
      held = () => route.continue();
    });
    await page.evaluate(() => (window.Parley as Parley).setLocale('de'));
    await eventually(() => expect(held).toBeDefined());
    await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
    expect(await dialog(page).getAttribute('lang')).toBe('en');
    await page.getByText('Sent', { exact: true }).waitFor();
    await held?.();
    await page.getByRole('button', { name: 'Optionen der Nachricht' }).waitFor();
    await page.getByText('Gesendet', { exact: true }).waitFor();
    expect(await dialog(page).getAttribute('lang')).toBe('de');
  });

  it('shows what was sent where more words do not come, and says the rest when they come', async () => {
    let asked = 0;
    const prepare = (page: Page) =>
      page.route('**/assets/more-*', (route) => (++asked > 3 ? route.continue() : route.abort()));
    const page = await visit({ locale: 'fr' }, { prepare });
    await page.getByRole('button', { name: 'Ouvrir le chat' }).click();
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Bonjour');
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    await eventually(async () => expect(await textsIn(page)).toEqual(['Bonjour']));
    await page.getByRole('button', { name: 'Options du message' }).waitFor();
    await page.getByText('Envoyé', { exact: true }).waitFor();
    expect(asked).toBeGreaterThan(3);
  });

  it('is looked at by a test that knows English from another language', async () => {
    const page = await visit(PHONE);
    await openChat(page);
    expect(await flawsOf(page, CHAT)).toEqual(
      expect.arrayContaining(['not translated: Chat', 'not translated: Message', 'not translated: Send']),
    );
  });

  describe.each(['ltr', 'rtl'] as const)('in a language that is longer, %s, on 320 pixels', (direction) => {
    const words = pseudoWords(CATALOGS.widget.en, direction);

    /** English is another language here. */
    async function speakPseudo(page: Page): Promise<void> {
      const pretend = (address: string, name: string) =>
        page.route(address, (route) =>
          route.fulfill({
            contentType: 'text/javascript',
            headers: { 'Access-Control-Allow-Origin': '*' },
            body: `export const ${name} = ${JSON.stringify(words)};`,
          }),
        );
      await pretend('**/assets/words-en-*', 'words');
      await pretend('**/assets/more-*', 'more');
      await page.route('**/widget/unread*', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), words: words.launcher } });
      });
    }

    it('has everything translated, nothing cut and nothing outside', async () => {
      const page = await visit(PHONE, { language: 'ja', prepare: speakPseudo });
      await page.getByRole('button', { name: words.launcher.open }).click();
      expect(await dialog(page).getAttribute('dir')).toBe(direction);
      await page.getByText(words.leaveMessage).waitFor();
      await page.getByRole('textbox', { name: words.email }).fill('lena@');
      await page.getByRole('textbox', { name: words.message, exact: true }).fill('§ one');
      await page.getByRole('button', { name: words.send, exact: true }).click();
      await page.getByText(words.incompleteEmail).waitFor();
      expect(await flawsOf(page, CHAT), 'at the start').toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole('textbox', { name: words.email }).fill('');
      await page.getByRole('button', { name: words.send, exact: true }).click();
      await page.getByText(words.status.sent, { exact: true }).waitFor();
      await page.getByText(words.leaveEmail).waitFor();
      await page.getByRole('button', { name: words.messageOptions }).click();
      await page.getByRole('button', { name: words.delete, exact: true }).click();
      await page.getByText(words.deleteForEverybody).waitFor();
      expect(await flawsOf(page, CHAT), 'in a thread').toEqual([]);
      await page.getByRole('button', { name: words.keep, exact: true }).click();
      await page.context().setOffline(true);
      await page.getByRole('textbox', { name: words.message, exact: true }).fill('§ two');
      await page.getByRole('button', { name: words.send, exact: true }).click();
      await page.getByText(words.offline).waitFor();
      expect(await flawsOf(page, CHAT), 'offline').toEqual([]);
      await page.context().setOffline(false);
      await page.getByRole('button', { name: words.back }).click();
      await page.getByRole('list', { name: words.yourConversations }).waitFor();
      expect(await flawsOf(page, CHAT), 'with conversations').toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
    });

    it('has an agent’s answers, where they belong', async () => {
      const agent = await newPerson(browser);
      people.push(agent);
      await signIn(agent.page, server.url, ADMIN);
      const page = await visit(PHONE, { language: 'ja', prepare: speakPseudo });
      await page.getByRole('button', { name: words.launcher.open }).click();
      const text = `§ from ${direction}`;
      await page.getByRole('textbox', { name: words.message, exact: true }).fill(text);
      await page.getByRole('button', { name: words.send, exact: true }).click();
      const list = agent.page.getByRole('list', { name: 'Conversations' });
      await list.getByRole('listitem').filter({ hasText: text }).click();
      await reply(agent.page, '§ an answer');
      await page.getByText('§ an answer').waitFor();
      const [mine, theirs] = [page.locator('.mine .bubble'), page.locator('.theirs .bubble').first()];
      const [own, other] = [await mine.boundingBox(), await theirs.boundingBox()];
      expect((own?.x ?? 0) > (other?.x ?? 0)).toBe(direction === 'ltr');
      expect(await flawsOf(page, CHAT)).toEqual([]);
    });
  });
});
