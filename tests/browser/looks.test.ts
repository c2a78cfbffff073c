import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SITE } from '../../shared/sites.ts';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  openChat,
  sent,
  shoot,
  signIn,
  startBrowser,
  write,
} from '../support/browser.ts';
import { Customer, type Visit, visit } from '../support/customer.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN } from '../support/start-server.ts';

const LIGHT = 'rgb(255, 255, 255)';
const DARK = 'rgb(23, 22, 19)';

describe.skipIf(isSkipped('browser'))('how a site looks', () => {
  let customer: Customer;
  let browser: Browser;
  let visitor: Visit;
  let page: Page;

  beforeAll(async () => {
    [customer, browser] = await Promise.all([Customer.open(), startBrowser()]);
  });
  beforeEach(() => customer.change(DEFAULT_SITE));
  afterEach(async () => {
    expectNoFaults(visitor);
    await visitor.context.close();
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await customer?.close();
  });

  async function come(name = 'plain', options = {}, prepare?: (page: Page) => unknown): Promise<void> {
    visitor = await visit(browser, `${customer.url}/${name}`, options, prepare);
    page = visitor.page;
  }
  const launcher = (name = 'Open chat') => page.getByRole('button', { name, exact: true });
  const panel = () => page.getByRole('dialog', { name: 'Chat' });
  /** How far something ends before the right and the bottom of the page. */
  async function away(what: ReturnType<typeof launcher>): Promise<{ right: number; bottom: number }> {
    const { x = 0, y = 0, width = 0, height = 0 } = (await what.boundingBox()) ?? {};
    const size = page.viewportSize();
    return { right: (size?.width ?? 0) - x - width, bottom: (size?.height ?? 0) - y - height };
  }
  const style = (what: ReturnType<typeof launcher>, name: string) =>
    what.evaluate((node, property) => getComputedStyle(node).getPropertyValue(property), name);
  const drawing = () => launcher().locator('path').getAttribute('d');
  async function giveLogo(width: number, height: number, background: string | object): Promise<void> {
    const logo = sharp({ create: { width, height, channels: 4, background } });
    const { sites } = customer.server.app;
    await sites.setLogo(customer.server.site().id, await logo.png().toBuffer());
  }

  it('stands as far from side and bottom as it is set, at once also where it is open', async () => {
    await customer.change({ offsets: { side: 60, bottom: 100 } });
    await come();
    await launcher().waitFor();
    expect(await away(launcher())).toEqual({ right: 60, bottom: 100 });
    await openChat(page);
    expect(await away(panel())).toEqual({ right: 60, bottom: 172 });
    await write(page, 'Is it there?');
    await sent(page, 'Is it there?');
    await launcher('Close chat').click();
    await customer.answer('It is.');
    const peek = page.locator('.peek').filter({ hasText: 'It is.' });
    await peek.waitFor();
    expect(await away(peek)).toEqual({ right: 60, bottom: 168 });
    await openChat(page);
    await customer.change({ offsets: { side: 0, bottom: 0 } });
    await eventually(async () => expect(await away(panel())).toEqual({ right: 0, bottom: 72 }));
    expect(await away(launcher('Close chat'))).toEqual({ right: 0, bottom: 0 });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await panel().boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  });

  it('has the launcher that is chosen, or none and then that of the page', async () => {
    await come();
    await launcher().waitFor();
    const bubble = await drawing();
    await openChat(page);
    await customer.change({ launcher: 'headset' });
    await eventually(async () => {
      await launcher('Close chat').click();
      const changed = (await drawing()) !== bubble;
      await launcher().click();
      expect(changed).toBe(true);
    });
    await customer.change({ launcher: 'none' });
    await page.reload();
    await page.evaluate(() => {
      window.Parley ||= [];
      window.Parley.push((parley) => parley.open());
    });
    await panel().waitFor();
    expect(await page.locator('parley-chat > button').count()).toBe(0);
    // Nothing stands below it.
    expect(await away(panel())).toEqual({ right: 20, bottom: 20 });
    await panel().getByRole('button', { name: 'Close chat' }).click();
    await panel().waitFor({ state: 'detached' });
    expect(await launcher().count()).toBe(0);
  });

  it('shows the logo where the name stands and on the launcher, and breaks no policy', async () => {
    await giveLogo(200, 200, '#b3261e');
    await customer.change({ launcher: 'logo' });
    const { url, app } = customer.server;
    const policy = `default-src 'none'; script-src ${url}; connect-src ${url} ${url.replace('http', 'ws')}; img-src ${app.core.config.publicUrl}`;
    await come(`plain?policy=${encodeURIComponent(policy)}`);
    await launcher().waitFor();
    const address = /^url\("http.*\/api\/v1\/widget\/logo\?site=site_\w+&v=[\w-]{22}"\)$/;
    expect(await style(launcher(), 'background-image')).toMatch(address);
    await shoot(page, 'launcher-logo');
    await openChat(page);
    expect(await style(launcher('Close chat'), 'background-image')).toBe('none');
    const logo = panel().locator('img.logo');
    const seen = () => logo.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.offsetHeight]);
    await expect.poll(seen, { timeout: 10_000 }).toEqual([144, 36]);
    expect(await logo.getAttribute('alt')).toBe(customer.server.site().name);
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'home-logo');
    await write(page, 'hello');
    await sent(page, 'hello');
    expect(await logo.count()).toBe(1);
    await shoot(page, 'thread-logo');
    await giveLogo(480, 100, { r: 39, g: 165, b: 103, alpha: 0.9 });
    await panel().getByRole('button', { name: 'Back' }).click();
    await expect.poll(async () => (await seen())[0], { timeout: 10_000 }).toBe(480);
    await shoot(page, 'home-wide-logo');
    await customer.server.app.sites.removeLogo(customer.server.site().id);
    await logo.waitFor({ state: 'detached' });
    await launcher('Close chat').click();
    expect(await style(launcher(), 'background-image')).toBe('none');
    expect(visitor.complaints).toEqual([]);
  });

  describe('in light and dark', () => {
    const paper = () => style(panel(), 'background-color');
    const accent = () => style(launcher('Close chat'), 'background-color');
    const LIGHT_ACCENT = 'rgb(75, 63, 214)';

    it.each([
      ['light', 'dark', LIGHT],
      ['dark', 'light', DARK],
    ] as const)(
      'is %s on a device that is %s where the site says so',
      async (theme, colorScheme, expected) => {
        await customer.change({ theme });
        await come('plain', { colorScheme });
        await openChat(page);
        expect(await paper()).toBe(expected);
        expect((await accent()) === LIGHT_ACCENT).toBe(theme === 'light');
        expect(await axeFindings(page)).toEqual([]);
        // The other one at once.
        await customer.change({ theme: theme === 'light' ? 'dark' : 'light' });
        await expect.poll(paper).toBe(expected === LIGHT ? DARK : LIGHT);
      },
    );

    it('is as the device is on a page that says nothing', async () => {
      await come('plain', { colorScheme: 'dark' });
      await openChat(page);
      expect(await paper()).toBe(DARK);
      await page.emulateMedia({ colorScheme: 'light' });
      expect([await paper(), await accent()]).toEqual([LIGHT, LIGHT_ACCENT]);
    });

    it('is as the page says, by style or by a tag, and follows it', async () => {
      await come('dark', { colorScheme: 'light' });
      await openChat(page);
      expect(await paper()).toBe(DARK);
      await shoot(page, 'on-dark-page');
      const say = (scheme: string, noted: string) =>
        page.evaluate(
          ([colorScheme = '', theme = '']) => {
            document.documentElement.style.colorScheme = colorScheme;
            document.documentElement.dataset.theme = theme;
          },
          [scheme, noted],
        );
      await say('light', 'day');
      await expect.poll(paper).toBe(LIGHT);
      await say('only dark', 'night');
      await expect.poll(paper).toBe(DARK);
      await say('light dark', 'device');
      await expect.poll(paper).toBe(LIGHT);
      // Without a style, its tag says dark.
      await say('normal', '');
      await expect.poll(paper).toBe(DARK);
    });
  });

  it('speaks in words of its own, in each language, and in those of the chat elsewhere', async () => {
    await customer.change({
      greeting: 'Hello there.',
      texts: { de: { greeting: 'Moin', title: 'Schreibt uns', placeholder: 'Was gibt es?' } },
    });
    await come();
    await openChat(page);
    await panel().getByRole('heading', { name: 'Hello there.' }).waitFor();
    await panel().getByRole('heading', { name: 'Write to us' }).waitFor();
    await page.evaluate(() => {
      window.Parley ||= [];
      window.Parley.push((parley) => parley.setLocale('de-AT'));
    });
    await page.getByRole('heading', { name: 'Moin' }).waitFor();
    await page.getByRole('heading', { name: 'Schreibt uns' }).waitFor();
    // What it is called stays.
    const field = page.getByRole('textbox', { name: 'Nachricht' });
    expect(await field.getAttribute('placeholder')).toBe('Was gibt es?');
    await customer.change({ texts: { de: { title: '<b>Na?</b>' } } });
    await page.getByRole('heading', { name: '<b>Na?</b>' }).waitFor();
    await page.getByRole('heading', { name: 'Hello there.' }).waitFor();
    expect(await field.getAttribute('placeholder')).toBe('Nachricht schreiben');
  });

  it('is set in the console, beside the chat as it will be, before anything is saved', async () => {
    await come();
    await launcher().waitFor();
    const before = await drawing();
    const agent = await newPerson(browser);
    const desk = agent.page;
    await signIn(desk, customer.server.url, ADMIN);
    await desk.goto(`${customer.server.url}/console/settings/sites/${customer.server.site().id}`);
    await desk.getByRole('link', { name: 'Look', exact: true }).click();
    const preview = desk.frameLocator('iframe');
    const shownPanel = preview.getByRole('dialog', { name: 'Chat' });
    const shownLauncher = preview.locator('parley-chat > button');
    const choose = (group: string, name: string) =>
      desk.getByRole('group', { name: group }).getByRole('button', { name, exact: true }).click();
    const type = (name: string, text: string) => desk.getByRole('textbox', { name, exact: true }).fill(text);

    await shownPanel.waitFor();
    const picture = sharp({ create: { width: 300, height: 300, channels: 3, background: '#b3261e' } });
    const chosen = (name: string, mimeType: string, buffer: Buffer) =>
      desk.getByLabel('Choose a picture').setInputFiles({ name, mimeType, buffer });
    await chosen('logo.png', 'image/png', Buffer.from('<svg/>'));
    await desk.getByText('This is no PNG, JPEG or WebP').waitFor();
    await chosen('logo.png', 'image/png', await picture.png().toBuffer());
    const logo = shownPanel.locator('img.logo');
    await expect.poll(() => logo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(300);
    await desk.getByText('This is no PNG, JPEG or WebP').waitFor({ state: 'detached' });
    await choose('Light or dark', 'Dark');
    await expect.poll(() => style(shownPanel, 'background-color')).toBe(DARK);
    await choose('Color', 'Green');
    await shoot(desk, 'console-look');

    await choose('Launcher', 'Question mark');
    await shownPanel.waitFor({ state: 'detached' });
    const shape = () => shownLauncher.locator('path').getAttribute('d');
    await expect.poll(shape).not.toBe(before);
    await choose('Launcher', 'Logo');
    await expect.poll(() => style(shownLauncher, 'background-image')).toMatch(/^url\("blob:/);
    await desk.getByRole('spinbutton', { name: 'Distance to the side' }).fill('64');
    await expect.poll(() => style(shownLauncher, 'right')).toBe('64px');
    await expect.poll(() => style(shownPanel, 'right')).toBe('64px');
    await choose('Position', 'Left');
    await expect.poll(() => style(shownLauncher, 'left')).toBe('64px');
    await shoot(desk, 'console-look-place');

    await type('Greeting in all languages', 'Good day.');
    await shownPanel.getByRole('heading', { name: 'Good day.' }).waitFor();
    await desk.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Deutsch' });
    await type('Greeting', 'Moin');
    await preview.getByRole('heading', { name: 'Moin' }).waitFor();
    await type('In the message field', 'Was gibt es?');
    await preview.getByPlaceholder('Was gibt es?').waitFor();
    await type('While nobody is here', 'Montag um 9 sind wir wieder da');
    await preview.getByText('Montag um 9 sind wir wieder da').waitFor();
    await shoot(desk, 'console-look-words');
    for (const colorScheme of ['dark', 'light'] as const) {
      await desk.emulateMedia({ colorScheme });
      expect(await axeFindings(desk), colorScheme).toEqual([]);
    }
    expect(customer.server.site().theme).toBe('page');

    await desk.getByRole('spinbutton', { name: 'Distance to the bottom' }).fill('201');
    await desk.getByRole('button', { name: 'Save' }).click();
    await desk.getByText('A whole number from 0 to 200.').waitFor();
    await desk.getByRole('spinbutton', { name: 'Distance to the bottom' }).fill('8');
    await desk.getByRole('button', { name: 'Save' }).click();
    await desk.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    expect(customer.server.site()).toMatchObject({
      color: '#0f6b5c',
      theme: 'dark',
      launcher: 'logo',
      position: 'left',
      offsets: { side: 64, bottom: 8 },
      greeting: 'Good day.',
      texts: {
        de: {
          greeting: 'Moin',
          placeholder: 'Was gibt es?',
          away: 'Montag um 9 sind wir wieder da',
        },
      },
      logo: { width: 144, height: 144, fills: true },
    });
    await page.reload();
    await launcher().waitFor();
    expect((await launcher().boundingBox())?.x).toBe(64);
    expect(await style(launcher(), 'background-image')).toContain('/api/v1/widget/logo');
    await desk.setViewportSize({ width: 390, height: 844 });
    await shoot(desk, 'console-look-390');

    await desk.getByRole('button', { name: 'Remove' }).click();
    await desk.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => customer.server.site().logo).toBeNull();
    await page.reload();
    await launcher().waitFor();
    expect(await style(launcher(), 'background-image')).toBe('none');
    expectNoFaults(agent);
    await agent.context.close();
  }, 120_000);

  it('takes what the page sets by custom properties, and keeps its text readable', async () => {
    const withStyle = (rules: string) => async (fresh: Page) => {
      await fresh.addInitScript((css) => {
        addEventListener('DOMContentLoaded', () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets.push(sheet);
        });
      }, rules);
    };
    await come(
      'plain',
      {},
      withStyle(`:root {
        --parley-accent: #ffd400; --parley-font: Georgia, serif; --parley-radius: 4px;
        --parley-side: 40px; --parley-bottom: 30px; --parley-z-index: 7;
      }`),
    );
    await openChat(page);
    const host = page.locator('parley-chat');
    expect(await style(host, 'z-index')).toBe('7');
    expect(await style(panel(), 'font-family')).toBe('Georgia, serif');
    expect(await style(panel(), 'border-radius')).toBe('4px');
    expect(await away(panel())).toEqual({ right: 40, bottom: 102 });
    const send = panel().getByRole('button', { name: 'Send' });
    expect(await style(send, 'background-color')).toBe('rgb(255, 212, 0)');
    const isBlack = () =>
      send.evaluate((node) =>
        getComputedStyle(node)
          .color.replace(/[^\d. ]/g, ' ')
          .match(/(?<= )[\d.]+/g)
          ?.slice(-3)
          .every((part) => Number(part) < 0.01),
      );
    expect(await isBlack()).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'custom-properties');
    await page.evaluate(() => document.documentElement.style.setProperty('--parley-accent', '#203040'));
    expect(await isBlack()).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
    await page.evaluate(() =>
      document.documentElement.style.setProperty('--parley-on-accent', 'rgb(1, 2, 3)'),
    );
    expect(await style(send, 'color')).toBe('rgb(1, 2, 3)');
  });
});
