import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChangeSite, DEFAULT_SITE } from '../../shared/sites.ts';
import {
  expectNoFaults,
  leaveBrowser,
  openChat,
  sent,
  shoot,
  startBrowser,
  textsIn,
  write,
} from '../support/browser.ts';
import { Customer, type Visit, visit } from '../support/customer.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';

describe.skipIf(isSkipped('browser'))('where a site’s launcher stands', () => {
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

  /** Somebody who has written, so that the page is told what changes. */
  async function come(name = 'plain', open = () => openChat(page)): Promise<void> {
    visitor = await visit(browser, `${customer.url}/${name}`);
    page = visitor.page;
    await open();
    await write(page, 'Is it there?');
    await sent(page, 'Is it there?');
  }
  /** The page's own script tag, with more in it. */
  async function comeWhere(attributes: string, open?: () => Promise<void>): Promise<void> {
    const { url, site } = customer.server;
    customer.answers.set('/own', (_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<!doctype html><title>Shop</title><script async src="${url}/widget.js" data-site="${site().key}" ${attributes}></script>`,
      );
    });
    await come('own', open);
  }
  const launcher = (name = 'Open chat') => page.locator('parley-chat > button').and(page.getByLabel(name));
  const panel = () => page.getByRole('dialog', { name: 'Chat' });
  const askFor = (what: 'open' | 'close') =>
    page.evaluate((what) => {
      window.Parley ||= [];
      window.Parley.push((parley) => parley[what]());
    }, what);
  const openByPage = async () => {
    await askFor('open');
    await panel().waitFor();
  };
  const close = async () => {
    await askFor('close');
    await panel().waitFor({ state: 'detached' });
  };
  /** How far something is from the left and the right of the page. */
  async function sides(what: ReturnType<typeof panel>): Promise<{ left: number; right: number }> {
    const { x = 0, width = 0 } = (await what.boundingBox()) ?? {};
    return { left: x, right: (page.viewportSize()?.width ?? 0) - x - width };
  }
  const onTheLeft = (what: ReturnType<typeof panel>) =>
    eventually(async () => expect(await sides(what)).toMatchObject({ left: 20 }));
  const onTheRight = (what: ReturnType<typeof panel>) =>
    eventually(async () => expect(await sides(what)).toMatchObject({ right: 20 }));
  /** What comes with a change has reached the page. */
  async function changeAndSee(changes: ChangeSite): Promise<void> {
    const name = `Shop ${Math.random()}`;
    await customer.change({ ...changes, name });
    await panel().getByText(name).waitFor();
  }

  it('changes at once where the chat is closed, with what is new beside it', async () => {
    await come();
    await close();
    await customer.answer('It is.');
    const peek = page.locator('.peek').filter({ hasText: 'It is.' });
    await peek.waitFor();
    await customer.change({ position: 'left' });
    await onTheLeft(launcher());
    await onTheLeft(peek);
    await shoot(page, 'place-left');
    await launcher().click();
    await onTheLeft(panel());
    expect(await textsIn(page)).toContain('It is.');
    await close();
    await customer.change({ position: 'right' });
    await onTheRight(launcher());
  });

  it('changes under nobody who writes, but when the chat is closed', async () => {
    await come();
    const field = page.getByRole('textbox', { name: 'Message', exact: true });
    await field.fill('half a wo');
    await changeAndSee({ position: 'left' });
    expect(await sides(panel())).toMatchObject({ right: 20 });
    expect(await sides(launcher('Close chat').first())).toMatchObject({ right: 20 });
    await page.keyboard.type('rd');
    await launcher('Close chat').first().click();
    await onTheLeft(launcher());
    await openChat(page);
    await onTheLeft(panel());
    expect(await field.inputValue()).toBe('half a word');
  });

  it('is left to the page from one moment to the next, and taken back', async () => {
    await come();
    await close();
    await customer.change({ launcher: 'none' });
    await launcher().waitFor({ state: 'detached' });
    await openByPage();
    // Nothing stands below it.
    expect((await panel().boundingBox())?.y).toBeGreaterThan(0);
    const bottom = async () => {
      const { y = 0, height = 0 } = (await panel().boundingBox()) ?? {};
      return (page.viewportSize()?.height ?? 0) - y - height;
    };
    expect(await bottom()).toBe(20);
    await changeAndSee({ launcher: 'smile' });
    expect(await launcher('Close chat').count()).toBe(0);
    expect(await bottom()).toBe(20);
    await close();
    await launcher().click();
    await panel().waitFor();
    expect(await bottom()).toBe(92);
    await changeAndSee({ launcher: 'none' });
    expect(await bottom()).toBe(92);
    await shoot(page, 'place-none-open');
    await launcher('Close chat').first().click();
    await launcher().waitFor({ state: 'detached' });
    const told = page.evaluate(
      () =>
        new Promise((resolve) => {
          window.Parley ||= [];
          window.Parley.push((parley) => parley.on('unread', resolve));
        }),
    );
    await customer.answer('The page tells of it, if it wants.');
    expect(await told).toBe(1);
    expect(await page.locator('.peek').filter({ hasText: 'The page tells' }).count()).toBe(0);
  });

  it('is as the site says also where the page hides it at first', async () => {
    await customer.change({ position: 'left', launcher: 'none' });
    visitor = await visit(browser, `${customer.url}/plain`, {}, (page) =>
      page.addInitScript(() => {
        window.Parley = [(parley) => parley.hide()];
      }),
    );
    page = visitor.page;
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          window.Parley ||= [];
          window.Parley.push((parley) => {
            parley.on('open', resolve);
            parley.open();
          });
        }),
    );
    await page.evaluate(() => {
      window.Parley ||= [];
      window.Parley.push((parley) => parley.show());
    });
    await onTheLeft(panel());
    expect(await page.locator('parley-chat > button').count()).toBe(0);
    expect(await panel().getAttribute('class')).toContain('alone');
  });

  it('is what the page says where it says something', async () => {
    await comeWhere('data-position="left"');
    await close();
    await customer.change({ position: 'left' });
    await customer.change({ position: 'right', launcher: 'headset' });
    const icon = () => launcher().locator('path').getAttribute('d');
    await eventually(async () => expect(await icon()).toMatch(/^M4 15v-3/));
    expect(await sides(launcher())).toMatchObject({ left: 20 });
    await visitor.context.close();

    await customer.change({ launcher: 'none' });
    await comeWhere('data-launcher="none"', openByPage);
    await changeAndSee({ launcher: 'bubble', position: 'left' });
    await close();
    expect(await page.locator('parley-chat > button').count()).toBe(0);
    await openByPage();
    await onTheLeft(panel());
  });
});
