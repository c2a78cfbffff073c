import type { Browser, Page, WebSocket } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Relay } from '../../scripts/chaos/relay/relay.ts';
import { rawSplitter } from '../../scripts/chaos/relay/splitter.ts';
import {
  expectNoFaults,
  leaveBrowser,
  newPerson,
  openChat,
  type Person,
  reply,
  sent,
  signIn,
  startBrowser,
  thread,
  write,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

/** What either screen says of a connection that is not there. */
const LOST = /Connection lost|You are offline|No connection/;

/** Everything that a page has told of its connection since `begin`, however shortly it stood there. */
async function recordTold(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const roots = [document, ...[...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? [])];
    for (const root of roots) {
      new MutationObserver(() => {
        for (const status of root.querySelectorAll('[role=status]')) told.push(status.textContent ?? '');
      }).observe(root, { subtree: true, childList: true, characterData: true });
    }
  });
  return async () => {
    const told = await page.evaluate(() => (window as unknown as { told: string[] }).told);
    return [...new Set(told.filter((text) => LOST.test(text)))];
  };
}

describe.skipIf(isSkipped('browser')).each(['chat', 'console'] as const)('a connection of the %s', (kind) => {
  let relay: Relay;
  let target: number | null = null;
  let url: string;
  let server: TestServer;
  let browser: Browser;
  let person: Person | undefined;
  let conversation: string;
  let sockets: WebSocket[] = [];

  beforeAll(async () => {
    relay = await Relay.open(() => target, rawSplitter);
    url = `http://127.0.0.1:${relay.port}`;
    [server, browser] = await Promise.all([
      startServer({ environment: { PUBLIC_URL: url } }),
      startBrowser(),
    ]);
    mend();
    const visitor = await newPerson(browser);
    await visitor.page.goto(`${url}/demo`);
    await openChat(visitor.page);
    await write(visitor.page, 'hello');
    await sent(visitor.page, 'hello');
    await visitor.context.close();
    conversation = String((await server.db.collection('entries').findOne({ text: 'hello' }))?.conversationId);
  });
  afterEach(async () => {
    mend();
    if (person === undefined) return;
    expectNoFaults(person);
    await person.context.close();
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await relay?.close();
    await server?.close();
  });

  function mend(): void {
    target = Number(new URL(server.url).port);
    relay.heal();
  }

  /** Nobody gets through any more: who tries is refused. */
  function cut(): void {
    target = null;
    relay.cut();
  }

  /** A page that is connected and whose clock stands still from now on. */
  async function connected(): Promise<Page> {
    person = await newPerson(browser);
    const { page } = person;
    sockets = [];
    page.on('websocket', (socket) => sockets.push(socket));
    await page.addInitScript(() => {
      // Attempts come at known times: half a second, one and two after the one before.
      Math.random = () => 0;
    });
    await page.clock.install();
    if (kind === 'chat') {
      await page.goto(`${url}/demo`);
      await openChat(page);
    } else {
      await signIn(page, url, ADMIN);
      await page.goto(`${url}/console/conversations/${conversation}`);
    }
    await says(page, 'before');
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
    return page;
  }

  /** Waits until what is written now is sent: the connection is there. */
  async function says(page: Page, text: string): Promise<void> {
    await (kind === 'chat' ? write : reply)(page, text);
    await eventually(async () =>
      expect(await server.db.collection('entries').countDocuments({ text })).toBeGreaterThan(0),
    );
    await thread(page).getByText('Sent', { exact: true }).waitFor();
  }

  /** Counts attempts to connect that have failed over WebSocket and polling. */
  function refusals(page: Page): { count: number } {
    const seen = { count: 0 };
    page.on('requestfailed', (request) => {
      if (request.url().includes('transport=polling')) seen.count++;
    });
    return seen;
  }

  /** Lets the page see that its connection is gone. */
  async function lost(page: Page, by: () => void): Promise<void> {
    const closed = new Promise((resolve) => sockets.at(-1)?.once('close', resolve));
    by();
    await closed;
    await page.clock.runFor(1);
  }

  /** Cut, and refused twice, the last time at 1.5 s of the page's clock; now it is 1,520 ms. */
  async function cutAndRefused(page: Page): Promise<void> {
    const refused = refusals(page);
    await lost(page, cut);
    for (const [index, waitMs] of [499, 1_000].entries()) {
      await page.clock.runFor(waitMs);
      await eventually(() => expect(refused.count).toBe(index + 1), { timeoutMs: 15_000 });
      await page.clock.runFor(10);
    }
  }

  it('that is back within three seconds is not worth a word', async () => {
    const page = await connected();
    const told = await recordTold(page);
    await cutAndRefused(page);
    await page.clock.runFor(1_470);
    mend();
    // The next attempt would be due at 3.5 s; one more is made before anything is said.
    await page.clock.runFor(100);
    await says(page, 'after a short cut');
    await page.clock.runFor(10_000);
    expect(await told()).toEqual([]);
  });

  it('that is being made just then is waited for', async () => {
    const page = await connected();
    const told = await recordTold(page);
    const tried = page.waitForEvent('websocket');
    await lost(page, () => {
      relay.hold('down');
      relay.cut();
    });
    await page.clock.runFor(500);
    await tried;
    await page.clock.runFor(3_000);
    relay.heal();
    await says(page, 'after a long wait');
    await page.clock.runFor(10_000);
    expect(await told()).toEqual([]);
  });

  it('that stays lost is told of after three seconds, as what it is, and no longer when it is back', async () => {
    const page = await connected();
    const told = await recordTold(page);
    await cutAndRefused(page);
    await page.clock.runFor(1_470);
    expect(await told()).toEqual([]);
    await page.clock.runFor(30);
    const words = page.getByRole('status').filter({ hasText: LOST });
    await eventually(async () => {
      await page.clock.runFor(10);
      await words.waitFor({ timeout: 100 });
    });
    expect(await words.innerText()).toMatch(kind === 'chat' ? /^Connection lost/ : /^No connec/);
    await page.context().setOffline(true);
    await words.filter({ hasText: kind === 'chat' ? 'You are offline' : 'No connection' }).waitFor();
    mend();
    // The browser says that the network is back: nobody waits for the next attempt.
    await page.context().setOffline(false);
    await words.waitFor({ state: 'detached' });
    await says(page, 'after a long cut');
  });
});
