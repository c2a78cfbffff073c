import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  openChat,
  sent,
  startBrowser,
  tapWire,
  thread,
  write,
} from '../../support/browser.ts';
import { Customer, type Visit, visit } from '../../support/customer.ts';
import { eventually } from '../../support/eventually.ts';
import { KeyboardUser } from '../../support/keyboard.ts';
import { isSkipped } from '../../support/skip.ts';

/** Every look once, every size once with some of them: all with all would be twelve times as many. */
const LOOKS = [
  { colorScheme: 'light', forcedColors: 'none', width: 1440, height: 900, dir: 'ltr' },
  { colorScheme: 'dark', forcedColors: 'none', width: 390, height: 844, dir: 'ltr' },
  { colorScheme: 'light', forcedColors: 'none', width: 320, height: 568, dir: 'rtl' },
  { colorScheme: 'dark', forcedColors: 'active', width: 320, height: 568, dir: 'ltr' },
  { colorScheme: 'dark', forcedColors: 'none', width: 1440, height: 900, dir: 'rtl' },
] as const;

/** WCAG 2.2, 2.5.8, in pixels. */
const SMALLEST_TARGET = 24;

describe.skipIf(isSkipped('browser'))('the chat for everybody', () => {
  let customer: Customer;
  let browser: Browser;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [customer, browser] = await Promise.all([Customer.open(), startBrowser()]);
  });
  afterEach(async () => {
    const gone = visits.splice(0);
    expectNoFaults(...gone);
    await Promise.all(gone.map(({ context }) => context.close()));
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await customer?.close();
  });

  async function come(prepare?: (page: Page) => Promise<unknown>, options = {}): Promise<Page> {
    const visitor = await visit(browser, `${customer.url}/plain`, options, prepare);
    visits.push(visitor);
    return visitor.page;
  }

  /** What is wrong with what is shown now, in every look. */
  async function expectUsable(page: Page, state: string): Promise<void> {
    const all: string[] = [];
    for (const { width, height, dir, ...media } of LOOKS) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia(media);
      await page.evaluate((to) => {
        document.querySelector('parley-chat')?.shadowRoot?.querySelector('section')?.setAttribute('dir', to);
      }, dir);
      const wrong = [...(await axeFindings(page)), ...(await tooSmall(page))];
      all.push(...wrong.map((each) => `${state} ${JSON.stringify({ width, dir, ...media })}: ${each}`));
    }
    expect(all).toEqual([]);
  }

  function tooSmall(page: Page): Promise<string[]> {
    return page.evaluate((smallest) => {
      const root = document.querySelector('parley-chat')?.shadowRoot;
      const targets = [...(root?.querySelectorAll('button, input, textarea, select') ?? [])];
      return targets.flatMap((each) => {
        const { width, height } = each.getBoundingClientRect();
        if (width === 0 || (width >= smallest && height >= smallest)) return [];
        return [`${each.outerHTML.slice(0, 80)} is ${width} by ${height}`];
      });
    }, SMALLEST_TARGET);
  }

  /** What is cut off, of words that are shown. */
  function cutOff(page: Page): Promise<string[]> {
    return page.evaluate(() => {
      const root = document.querySelector('parley-chat')?.shadowRoot;
      return [...(root?.querySelectorAll<HTMLElement>('section *') ?? [])].flatMap((each) => {
        const words = [...each.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
        );
        const shown = each.getBoundingClientRect().width > 1;
        const { overflowX, overflowY } = getComputedStyle(each);
        const cutX = overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1;
        const cutY = overflowY === 'hidden' && each.scrollHeight > each.clientHeight + 1;
        return words && shown && (cutX || cutY) ? [each.textContent ?? ''] : [];
      });
    });
  }

  it('has nothing wrong in any state, in any look, at any size', async () => {
    let refuse = false;
    const page = await come(async (fresh) => {
      await fresh.clock.install();
      const wire = await tapWire(fresh);
      wire.onSend = (frame) =>
        refuse ? frame.replace('"text":"no', `"text":"${'x'.repeat(10_001)}`) : frame;
    });
    await openChat(page);
    await expectUsable(page, 'home');
    await write(page, 'Is it there in size 43?');
    await sent(page, 'Is it there in size 43?');
    await customer.answer('Yes, see https://shop.example/43');
    await thread(page).getByText('Yes, see').waitFor();
    await expectUsable(page, 'thread');
    await thread(page).getByRole('button', { name: 'Message options' }).first().click();
    await thread(page).getByRole('button', { name: 'Edit' }).waitFor();
    await expectUsable(page, 'options');
    await thread(page).getByRole('button', { name: 'Edit' }).click();
    await thread(page).getByRole('textbox', { name: 'Edit message' }).fill('Is it there in size 44?');
    await expectUsable(page, 'editing');
    await thread(page).getByRole('button', { name: 'Save' }).click();
    await thread(page).getByText('edited').waitFor();
    await write(page, 'Away with this');
    await sent(page, 'Away with this');
    const own = thread(page).locator('.mine').filter({ hasText: 'Away with this' });
    await own.getByRole('button', { name: 'Message options' }).click();
    await own.getByRole('button', { name: 'Delete' }).click();
    await own.getByRole('button', { name: 'Delete' }).click();
    await thread(page).getByText('Message deleted').waitFor();
    refuse = true;
    await write(page, 'no, this is refused');
    await thread(page).getByText('Not sent').waitFor();
    await expectUsable(page, 'edited, deleted and not sent');
    refuse = false;
    await page.context().setOffline(true);
    await page.clock.runFor(10_000);
    await page.getByText('You are offline').waitFor();
    await expectUsable(page, 'offline');
  }, 120_000);

  it('is walked through by keys alone, through what assistive technology is told', async () => {
    const page = await come();
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    const user = await KeyboardUser.at(page);
    await user.goTo('button "Open chat"');
    await user.press('Enter');
    await eventually(async () => expect(await user.at()).toBe('textbox "Message"'));
    await user.type('By keys');
    await user.press('Enter');
    await sent(page, 'By keys');
    const added = await countAdded(page, 'An answer');
    await customer.answer('An answer');
    await thread(page).getByText('An answer').waitFor();
    expect(await user.at()).toBe('textbox "Message"');
    await user.goTo('button "Message options"', 'Shift+Tab');
    await user.press('Enter');
    await eventually(async () => expect(await user.at()).toBe('button "React with Thumbs up"'));
    await user.press('Enter');
    await thread(page).locator('.reaction').waitFor();
    await eventually(async () => expect(await user.at()).toBe('button "Message options"'));
    await user.goTo('button "Message options"', 'Shift+Tab');
    await user.press('Enter');
    await eventually(async () => expect(await user.at()).toBe('button "Edit"'));
    await user.press('Enter');
    await eventually(async () => expect(await user.at()).toBe('textbox "Edit message"'));
    await user.type(' alone');
    await user.press('Enter');
    await thread(page).getByText('By keys alone').waitFor();
    await eventually(async () => expect(await user.at()).toBe('button "Message options"'));
    await user.press('Escape');
    await eventually(async () => expect(await user.at()).toBe('button "Open chat"'));
    expect(await added()).toBe(1);
  });

  /** How often a text comes into the log anew, which is how often it is read out. */
  async function countAdded(page: Page, text: string): Promise<() => Promise<number>> {
    await thread(page).evaluate((log, words) => {
      const told = { count: 0 };
      Object.assign(window, { told });
      new MutationObserver((records) => {
        for (const { type, target, addedNodes } of records) {
          const off = target instanceof Element && target.closest('[aria-live=off]');
          const news = type === 'characterData' ? [target] : [...addedNodes];
          if (!off) told.count += news.filter((node) => node.textContent?.includes(words)).length;
        }
      }).observe(log, { subtree: true, childList: true, characterData: true });
    }, text);
    return () => page.evaluate(() => (window as unknown as { told: { count: number } }).told.count);
  }

  it('comes back to the button from a phone too', async () => {
    const page = await come(undefined, { viewport: { width: 390, height: 844 } });
    await openChat(page);
    const user = await KeyboardUser.at(page);
    await user.press('Escape');
    await eventually(async () => expect(await user.at()).toBe('button "Open chat"'));
  });

  it('cuts nothing off where somebody needs more space between letters and lines', async () => {
    const page = await come(undefined, { viewport: { width: 390, height: 844 } });
    const more = () =>
      page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
        );
        document.querySelector('parley-chat')?.shadowRoot?.adoptedStyleSheets.push(sheet);
      });
    await openChat(page);
    await more();
    expect(await cutOff(page)).toEqual([]);
    await write(page, 'A question of some length, so that it takes more than one line');
    await sent(page, 'A question of some length');
    await customer.answer('An answer of some length, so that it takes more than one line');
    await thread(page).getByText('An answer of some').waitFor();
    expect(await cutOff(page)).toEqual([]);
  });

  // The agent leaves here, and the site is switched off: nothing comes after.
  it('goes to the field that is wrong, and says what the server refuses', async () => {
    customer.leave();
    const page = await come();
    await openChat(page);
    await page.getByText('Nobody is here right now').waitFor();
    await page.getByRole('textbox', { name: 'Email' }).fill('lena@');
    await write(page, 'Is anybody there?');
    await page.getByText('looks incomplete').waitFor();
    const user = await KeyboardUser.at(page);
    expect(await user.at()).toBe('textbox "Email"');
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Is anybody there?');
    await expectUsable(page, 'a field is wrong');
    await customer.switchOff();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await expectUsable(page, 'refused');
  }, 120_000);
});
