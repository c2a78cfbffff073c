import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  CHROMIUM,
  expectNoFaults,
  KEEPS_PAGES,
  leaveBrowser,
  openChat,
  sent,
  startBrowser,
  textsIn,
  thread,
  write,
} from '../../support/browser.ts';
import { Customer, expectGone, type Visit, visit } from '../../support/customer.ts';
import { eventually } from '../../support/eventually.ts';
import { isSkipped } from '../../support/skip.ts';

describe.skipIf(isSkipped('browser'))('what becomes of a page', () => {
  let customer: Customer;
  let browser: Browser;
  let visitor: Visit | undefined;

  beforeAll(async () => {
    [customer, browser] = await Promise.all([Customer.open(), startBrowser()]);
  });
  afterEach(async () => {
    if (visitor === undefined) return;
    expect(visitor.complaints).toEqual([]);
    expectNoFaults(visitor);
    await visitor.context.close();
    visitor = undefined;
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await customer?.close();
  });

  async function on(name: string, options?: BrowserContextOptions, by = browser): Promise<Page> {
    visitor = await visit(by, `${customer.url}/${name}`, options);
    return visitor.page;
  }
  const said = async (page: Page, text: string) => {
    await write(page, text);
    await sent(page, text);
  };

  it('goes on where a page of one page shows another route, and another body', async () => {
    const page = await on('single-page');
    await openChat(page);
    await said(page, 'before');
    await page.getByRole('textbox', { name: 'Message' }).fill('half a');
    await page.getByRole('button', { name: 'Next route' }).click();
    await page.getByRole('button', { name: 'Next body' }).click();
    await page.getByText('The next page').waitFor();
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('half a');
    await said(page, 'after');
    await customer.answer('and an answer');
    await thread(page).getByText('and an answer').waitFor();
    expect(await textsIn(page)).toEqual(['before', 'after', 'and an answer']);
    if (visitor) await expectGone(visitor);
  });

  it('is not printed', async () => {
    const page = await on('plain');
    await openChat(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('dialog', { name: 'Chat' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Close chat' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    expect(await page.getByRole('dialog', { name: 'Chat' }).isVisible()).toBe(true);
  });

  it('moves only where people do not mind', async () => {
    const page = await on('plain', { reducedMotion: 'no-preference' });
    await openChat(page);
    const moving = () =>
      page.evaluate(() => {
        const root = document.querySelector('parley-chat')?.shadowRoot;
        const all = [...(root?.querySelectorAll('*') ?? [])];
        return all.filter((each) => getComputedStyle(each).animationName !== 'none').length;
      });
    expect(await moving()).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving()).toBe(0);
  });

  it('keeps to what the keyboard of a phone leaves to be seen', async () => {
    const page = await on('keyboard', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await openChat(page);
    await said(page, 'a question');
    for (const [height, offsetTop] of [
      [460, 0],
      [400, 180],
    ] as const) {
      await page.evaluate(
        (keyboard) => {
          Object.assign(visualViewport as object, keyboard);
          visualViewport?.dispatchEvent(new Event('resize'));
        },
        { height, offsetTop },
      );
      const dialog = await page.getByRole('dialog', { name: 'Chat' }).boundingBox();
      expect(dialog).toMatchObject({ y: offsetTop, height });
      const send = await page.getByRole('button', { name: 'Send' }).boundingBox();
      expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(offsetTop + height);
      await thread(page).getByText('a question').waitFor();
    }
  });

  it('goes on after the way back', async () => {
    const page = await on('plain', {}, await startBrowser(KEEPS_PAGES));
    await openChat(page);
    await said(page, 'before');
    await page.evaluate(() =>
      addEventListener('pageshow', ({ persisted }) => document.body.append(`kept ${persisted}`)),
    );
    await page.goto(`${customer.url}/quirks`);
    await page.goBack({ waitUntil: 'commit' });
    await page.getByText('kept true').waitFor();
    await said(page, 'after');
    expect(await textsIn(page)).toEqual(['before', 'after']);
  });

  it('asks for nothing while it is loaded ahead, and does what it was asked for once it is visited', async () => {
    const asked: string[] = [];
    const { server } = customer.server.app;
    const note = ({ url = '' }: { url?: string }) => asked.push(url.split('?')[0] ?? '');
    server.prependListener('request', note);
    server.prependListener('upgrade', note);
    const reports: string[] = [];
    customer.answers.set('/report', ({ url }, response) => {
      reports.push(url ?? '');
      response.end();
    });
    const waiting: ServerResponse[] = [];
    customer.answers.set('/wait', (_request, response) => void waiting.push(response));
    // By itself: under Playwright no page is loaded ahead.
    const folder = await mkdtemp(join(tmpdir(), 'parley-chromium-'));
    const args = ['--headless', '--no-sandbox', `--user-data-dir=${folder}`, ...CHROMIUM.args];
    const chromium = spawn(CHROMIUM.executablePath, [...args, `${customer.url}/prerendering`]);
    try {
      await eventually(() => expect(reports).toEqual(['/report?ahead=true']), { timeoutMs: 20_000 });
      expect(asked).toEqual(['/widget.js']);
      for (const response of waiting) response.end();
      await eventually(() => expect(asked).toContain('/socket.io/'), { timeoutMs: 20_000 });
      expect(reports).toEqual(['/report?ahead=true', '/report?activated']);
      expect(asked).toContain('/api/v1/widget/unread');
    } finally {
      server.off('request', note);
      server.off('upgrade', note);
      chromium.kill('SIGKILL');
      if (chromium.exitCode === null && chromium.signalCode === null) await once(chromium, 'exit');
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    }
  });
});
