import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  openChat,
  sent,
  shoot,
  startBrowser,
} from '../support/browser.ts';
import { Customer, type Visit, visit } from '../support/customer.ts';
import { KeyboardUser } from '../support/keyboard.ts';
import { isSkipped } from '../support/skip.ts';

describe.skipIf(isSkipped('browser'))('emoji', () => {
  let customer: Customer;
  let browser: Browser;

  beforeAll(async () => {
    [customer, browser] = await Promise.all([Customer.open(), startBrowser()]);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await customer?.close();
  });

  const come = (options = {}): Promise<Visit> => visit(browser, `${customer.url}/plain`, options);

  it('are chosen by keyboard alone, where the cursor is, and nothing moves', async () => {
    const visitor = await come({ viewport: { width: 1440, height: 900 } });
    const { page } = visitor;
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
    await openChat(page);
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.fill('Thanks !');
    await page.keyboard.press('ArrowLeft');
    const user = await KeyboardUser.at(page);
    const before = await field.boundingBox();
    expect(fetched.some((path) => /chat-en-/.test(path))).toBe(false);
    await user.goTo('button "Emoji"');
    await user.press('Enter');
    await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
    expect(await field.boundingBox()).toEqual(before);
    expect(await axeFindings(page)).toEqual([]);
    await expect.poll(() => user.at()).toBe('searchbox "Search emoji"');
    await user.type('heart');
    await page.getByRole('button', { name: 'red heart', exact: true }).waitFor();
    await user.press('ArrowDown');
    await user.goTo('button "red heart"', 'ArrowRight');
    await user.press('Enter');
    await page.getByRole('dialog', { name: 'Emoji' }).waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('Thanks ❤️!');
    await expect.poll(() => user.at()).toBe('textbox "Message"');
    await user.press('Enter');
    await sent(page, 'Thanks ❤️!');
    expect(fetched.filter((path) => /chat-(en|pt-BR|ro|es|fr|de)-/.test(path))).toHaveLength(1);
    expectNoFaults(visitor);
    await visitor.context.close();
  });

  it('go around by arrows, groups too; Escape gives the focus back; what was used comes first', async () => {
    const visitor = await come();
    const { page } = visitor;
    await openChat(page);
    const user = await KeyboardUser.at(page);
    const panel = page.getByRole('dialog', { name: 'Emoji' });
    const open = async () => {
      await page.getByRole('button', { name: 'Emoji', exact: true }).click();
      await panel.getByRole('searchbox').waitFor();
    };
    await open();
    await user.goTo('tab "Smileys and emotion"');
    await user.press('ArrowRight');
    await panel.getByRole('grid', { name: 'People and body' }).waitFor();
    await expect.poll(() => user.at()).toBe('tab "People and body"');
    await user.press('Tab');
    await expect.poll(() => user.at()).toBe('button "waving hand"');
    await user.press('ArrowDown', 'ArrowRight', 'ArrowUp', 'End', 'Home', 'ArrowRight');
    await expect.poll(() => user.at()).toBe('button "raised back of hand"');
    await user.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await expect.poll(() => user.at()).toBe('textbox "Message"');
    await page.getByRole('dialog', { name: 'Chat' }).waitFor();

    await open();
    for (const shade of ['None', 'Light', 'Medium-light'])
      await panel.getByRole('button', { name: `Skin tone: ${shade}`, exact: true }).click();
    await panel.getByRole('searchbox').fill('thumbs up');
    await panel.getByRole('button', { name: 'thumbs up', exact: true }).click();
    await panel.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('👍🏽');

    await page.reload();
    await openChat(page);
    await open();
    const recent = panel.getByRole('grid', { name: 'Recently used' });
    await recent.getByRole('button', { name: 'thumbs up', exact: true }).waitFor();
    expect((await recent.innerText()).trim()).toBe('👍🏽');
    await panel.getByRole('searchbox').fill('no such thing');
    await panel.getByRole('status').getByText('Nothing found').waitFor();
    await page.getByRole('heading', { name: 'Write to us' }).click();
    await panel.waitFor({ state: 'detached' });
    expectNoFaults(visitor);
    await visitor.context.close();
  });

  it('speak the language of the chat, on a small screen and from right to left', async () => {
    const visitor = await come({ viewport: { width: 320, height: 568 } });
    const { page } = visitor;
    await page.evaluate(() => {
      window.Parley ||= [];
      window.Parley.push((parley) => parley.setLocale('de'));
    });
    await page.getByRole('button', { name: 'Open chat' }).hover();
    await page.getByRole('button', { name: 'Chat öffnen' }).click();
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    const panel = page.getByRole('dialog', { name: 'Emoji' });
    await panel.getByRole('searchbox', { name: 'Emoji suchen' }).fill('danke');
    await panel.getByRole('button', { name: 'zusammengelegte Handflächen' }).waitFor();
    await panel.getByRole('searchbox').fill('');
    await panel.getByRole('tab', { name: 'Flaggen' }).click();
    await panel.getByRole('button', { name: 'Andorra' }).waitFor();
    for (const [dir, width, height] of [
      ['ltr', 320, 568],
      ['rtl', 320, 568],
      ['ltr', 390, 780],
      ['ltr', 1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.evaluate((to) => {
        document.querySelector('parley-chat')?.shadowRoot?.querySelector('section')?.setAttribute('dir', to);
      }, dir);
      await shoot(page, `widget-emoji-${width}-${dir}`);
      expect(await axeFindings(page)).toEqual([]);
      const box = await panel.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width && box.y >= 0).toBe(true);
    }
    const user = await KeyboardUser.at(page);
    await page.evaluate(() => {
      document.querySelector('parley-chat')?.shadowRoot?.querySelector('section')?.setAttribute('dir', 'rtl');
    });
    await panel.getByRole('button', { name: 'Andorra' }).focus();
    await user.press('ArrowLeft');
    await expect.poll(() => user.at()).toBe('button "Vereinigte Arabische Emirate"');
    expectNoFaults(visitor);
    await visitor.context.close();
  });
});
