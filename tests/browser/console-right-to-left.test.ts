import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGS } from '../../scripts/check/catalogs.ts';
import { catalog as emoji } from '../../shared/emoji/en.ts';
import { LANGUAGES, ownName } from '../../shared/languages.ts';
import { asking } from '../forms/forms-of.ts';
import { axeFindings, shoot } from '../support/browser.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { flawsOf } from '../support/flaws.ts';
import { withPeople } from '../support/people.ts';
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
    /(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/,
    /Chromium.*|Chrome.*/,
    /Question|Order|Delivery|Returns|Billing|Bug/,
    /Node\.js|PHP|Python|Ruby/,
    /Hello\. What can we do for you\?/,
    new RegExp(LANGUAGES.map(ownName).join('|')),
    /Brazilian Portuguese/,
    /.*, Sao Paulo/,
    /search\.example/,
  ],
  skip: 'pre, code, kbd, .avatar, .tickets-contact, .conversation-words, .thread-title, .column-sub, .settings-item-name, .emoji, .emoji-groups span',
};

const words = pseudoWords(CATALOGS.console.en, 'rtl');
const emojiWords = pseudoWords(emoji.words, 'rtl');

describe.skipIf(isSkipped('browser')).each([390, 1440])(
  'the console in a language that is longer and written from right to left, on %i pixels',
  (width) => {
    const come = withPeople();
    let server: TestServer;
    let conversationId: string;
    let page: Page;
    let flaws: string[];

    beforeAll(async () => {
      server = await startServer();
      conversationId = await makeTicket(server);
    });
    afterAll(() => server?.close());

    /** Somebody who sees the page of signing in. */
    async function open(): Promise<void> {
      ({ page } = await come({ viewport: { width, height: 900 } }));
      flaws = [];
      // English is another language here.
      await page.route('**/assets/console-en-*', async (route) => {
        const isEmoji = (await (await route.fetch()).text()).includes('as catalog');
        const said = isEmoji ? { catalog: { ...emoji, words: emojiWords } } : { words };
        const [[name, value] = []] = Object.entries(said);
        await route.fulfill({
          contentType: 'text/javascript',
          body: `export const ${name} = ${JSON.stringify(value)};`,
        });
      });
      await page.goto(`${server.url}/console/`);
      await page.getByRole('heading', { name: words.agents.signIn }).waitFor();
    }

    async function look(at: string): Promise<void> {
      await page.waitForFunction(() => document.querySelector('.skeletons') === null);
      await shoot(page, `console-rtl-${width}-${at.replaceAll(/\W+/g, '-')}`);
      const found = [...(await flawsOf(page, CONSOLE)), ...(await axeFindings(page))];
      flaws.push(...found.map((flaw) => `${at}: ${flaw}`));
    }

    async function signIn(): Promise<void> {
      await page.getByRole('textbox', { name: words.general.email }).fill(ADMIN.email);
      await page.getByLabel(words.agents.password).fill(ADMIN.password);
      await page.getByRole('button', { name: words.agents.signIn }).click();
      await page.getByRole('heading', { name: words.frame.views.open }).waitFor();
    }

    async function goTo(place: string): Promise<void> {
      await page.goto(`${server.url}/console/${place}`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    }

    const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
    const pick = (name: string) => page.getByRole('menuitem', { name, exact: true }).click();
    /** A dialog that is open, looked at. */
    const lookInto = async (at: string) => {
      await page.locator('dialog[open]').waitFor();
      await look(at);
    };

    it('has everything translated, nothing cut and nothing outside', { timeout: 120_000 }, async () => {
      await open();
      expect(await page.getAttribute('html', 'dir')).toBe('rtl');
      await look('signing in');
      await signIn();
      await page
        .getByRole('list', { name: words.conversations.list })
        .getByRole('listitem')
        .first()
        .waitFor();
      await look('the list');
      await page.keyboard.press('?');
      await lookInto('the keys');
      const site = `settings/sites/${server.site().id}`;
      for (const place of [
        `conversations/${conversationId}`,
        'tickets',
        'settings/sites',
        site,
        `${site}/look`,
        `${site}/forms`,
        `${site}/hours`,
        `${site}/identity`,
        `${site}/pages`,
        'settings/people',
        'settings/profile',
        'settings/tokens',
      ]) {
        await goTo(place);
        await look(place);
      }
      expect(flaws).toEqual([]);
    });

    it('so in what is opened in a conversation', { timeout: 120_000 }, async () => {
      const visitor = await connectVisitor(server.url, server.site().key);
      const { conversationId: fresh } = await say(visitor, '§ another question');
      visitor.close();
      await open();
      await signIn();
      await goTo(`conversations/${fresh}`);
      await page.getByText('§ another question').last().waitFor();
      await press(words.conversations.createTicket);
      await lookInto('a new ticket');
      await press(words.general.cancel);
      await press(words.writing.emojis);
      const panel = page.getByRole('dialog', { name: emojiWords.emoji });
      await panel.getByRole('searchbox').waitFor();
      await look('emoji');
      await panel.getByRole('searchbox').fill('no such thing');
      await panel.getByText(emojiWords.nothing).waitFor();
      await look('no emoji');
      await page.keyboard.press('Escape');
      await press(words.offers.offer);
      await look('what can be offered');
      await pick(words.offers.quickReplies);
      await look('quick replies');
      await press(words.offers.offer);
      await pick(words.offers.card);
      await press(words.offers.add);
      await lookInto('a card');
      expect(flaws).toEqual([]);
    });

    it('so in what is opened in the settings', { timeout: 120_000 }, async () => {
      await server.app.sites.change(server.site().id, {
        preChatForm: asking({ id: 'f1', kind: 'text', to: 'email', label: '', required: true }),
      });
      await open();
      await signIn();
      const site = `settings/sites/${server.site().id}`;
      await goTo(`${site}/forms`);
      await press(words.forms.add);
      await press(words.forms.add);
      await page.getByRole('combobox', { name: words.forms.kind }).last().selectOption('topicChoice');
      await page.getByRole('checkbox', { name: words.forms.consent }).first().check();
      await look('a form');
      await press(words.general.save);
      await page.getByText(words.forms.faults.label).first().waitFor();
      await look('the faults of a form');
      await goTo(`${site}/hours`);
      await press(words.hours.on);
      await page.getByRole('checkbox').first().waitFor();
      await look('hours');
      await page.getByRole('checkbox').first().check();
      await page.locator('.span .button').first().click();
      await press(words.hours.addDay);
      await press(words.general.save);
      await page.getByText(words.hours.faults.time).first().waitFor();
      await look('the faults of hours');
      await goTo(`${site}/identity`);
      await press(words.sites.showSecret);
      await press(words.sites.newSecret);
      await lookInto('a new secret');
      await page.getByRole('combobox').last().selectOption('not');
      await look('a new secret at once');
      await goTo('settings/people');
      await press(words.agents.inviteSomebody);
      await lookInto('an invitation');
      await page.getByRole('textbox', { name: words.general.email }).fill('new@example.com');
      await press(words.agents.makeLink);
      await page.getByRole('heading', { name: words.agents.handOver }).waitFor();
      await look('the link of an invitation');
      await goTo('settings/tokens');
      await press(words.tokens.new);
      await lookInto('a new token');
      expect(flaws).toEqual([]);
    });
  },
);

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
