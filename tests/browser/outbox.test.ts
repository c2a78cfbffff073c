import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CHROMIUM,
  crash,
  fillStorage,
  forbidStorage,
  openChat,
  sent,
  tapWire,
  thread,
  type Wire,
  write,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { type PausableProxy, pausableProxy } from '../support/pausable-proxy.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

const TOO_LONG = 'x'.repeat(10_001);
const UNSAVED = 'not saved, keep this page open';

describe.skipIf(isSkipped('browser'))('what is written in a browser', () => {
  const come = withPeople();
  let store: TestStore;
  let proxy: PausableProxy;
  let server: TestServer;

  beforeAll(async () => {
    store = await startTestStore();
    proxy = await pausableProxy(store.url);
    const behind = { url: proxy.url, close: async () => undefined };
    server = await startServer({ store: behind });
  });
  afterAll(async () => {
    await server?.close();
    await proxy?.close();
    await store?.close();
  });

  async function person(): Promise<{ page: Page; wire: Wire }> {
    const { page } = await come();
    return { page, wire: await tapWire(page) };
  }

  async function chatIn(page: Page): Promise<void> {
    await page.goto(`${server.url}/demo`);
    await openChat(page);
  }

  const status = (page: Page, text: string) => thread(page).locator('.mine').filter({ hasText: text });
  const stored = (text: string) => server.db.collection('entries').countDocuments({ text });

  it('outlives a reload and a killed tab, and counts once', async () => {
    const { page, wire } = await person();
    await chatIn(page);
    wire.swallow = true;
    await write(page, 'outlives a reload');
    await status(page, 'outlives a reload').getByText('Sending').waitFor();
    await page.reload();
    await openChat(page);
    await status(page, 'outlives a reload')
      .getByText(/Sending|Waiting/)
      .waitFor();
    await crash(page);
    // Nobody opens the chat: what waits is sent all the same.
    const next = await page.context().newPage();
    await next.goto(`${server.url}/demo`);
    await eventually(async () => expect(await stored('outlives a reload')).toBe(1));
    await openChat(next);
    await sent(next, 'outlives a reload');
    expect(await thread(next).locator('.mine').count()).toBe(1);
  });

  it('outlives the browser', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'parley-profile-'));
    const first = await chromium.launchPersistentContext(profile, CHROMIUM);
    const page = await first.newPage();
    const wire = await tapWire(page);
    await chatIn(page);
    wire.swallow = true;
    await write(page, 'outlives the browser');
    await status(page, 'outlives the browser').getByText('Sending').waitFor();
    await first.close();
    expect(await stored('outlives the browser')).toBe(0);

    const second = await chromium.launchPersistentContext(profile, CHROMIUM);
    const later = await second.newPage();
    await later.goto(`${server.url}/demo`);
    await eventually(async () => expect(await stored('outlives the browser')).toBe(1));
    await openChat(later);
    await sent(later, 'outlives the browser');
    await second.close();
    await rm(profile, { recursive: true, force: true });
  });

  it.each(['forbidden', 'full'])(
    'goes on where storage is %s, and says that it is not saved',
    async (how) => {
      const { page, wire } = await person();
      const text = `storage is ${how}`;
      await (how === 'full' ? fillStorage(page, server.url) : forbidStorage(page));
      await chatIn(page);
      wire.swallow = true;
      await write(page, text);
      await status(page, text).getByText(UNSAVED).waitFor();
      await page.context().setOffline(true);
      await page.getByText('Keep this page open').waitFor();
      wire.swallow = false;
      await page.context().setOffline(false);
      await sent(page, text);
      expect(await status(page, text).getByText(UNSAVED).count()).toBe(0);
      expect(await stored(text)).toBe(1);
    },
  );

  it('waits while the store is away, for as long as it takes', async () => {
    const { page } = await person();
    const text = `while the store is away, ${performance.now()}`;
    await chatIn(page);
    await write(page, 'while the store is there');
    await sent(page, 'while the store is there');
    proxy.pause();
    await write(page, text);
    await status(page, text).getByText('Waiting', { exact: true }).waitFor({ timeout: 45_000 });
    expect(await thread(page).getByText('Not sent').count()).toBe(0);
    proxy.resume();
    await thread(page)
      .locator('.mine')
      .filter({ hasText: text })
      .getByText('Sent', { exact: true })
      .waitFor({ timeout: 45_000 });
    expect(await stored(text)).toBe(1);
  }, 120_000);

  it('is given back where it is refused for good: to try again, to change, to drop', async () => {
    const { page, wire } = await person();
    await chatIn(page);
    await write(page, 'hello');
    await sent(page, 'hello');
    wire.onSend = (frame) => frame.replace(/"text":"refuse [^"]*"/, `"text":"${TOO_LONG}"`);
    for (const text of ['refuse one', 'refuse two', 'refuse three']) {
      await write(page, text);
      await status(page, text).getByText('Not sent').waitFor();
    }
    await write(page, 'and this goes through');
    await sent(page, 'and this goes through');
    await page.reload();
    await openChat(page);
    await status(page, 'refuse one').getByRole('button', { name: 'Discard' }).click();
    await status(page, 'refuse one').waitFor({ state: 'detached' });
    await status(page, 'refuse two').getByRole('button', { name: 'Edit' }).click();
    await status(page, 'refuse two').waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('refuse two');
    wire.onSend = null;
    await status(page, 'refuse three').getByRole('button', { name: 'Try again' }).click();
    await sent(page, 'refuse three');
    expect([await stored('refuse one'), await stored('refuse three')]).toEqual([0, 1]);
  });
});
