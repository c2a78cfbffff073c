import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const WHOLE_CHROMIUM = '/usr/bin/chromium';

/**
 * Chromium without windows and menus of its own: it costs a sixth of the processor time of the whole one. The program
 * itself, because the script of that name in `/usr/bin` stays its parent, and a test that ends it would end the script.
 */
const HEADLESS_SHELL = '/usr/lib/chromium/chromium-headless-shell';

/** Debian's Chromium, cut off from every network but this machine, where every name ending in `.test` is. */
export const CHROMIUM = {
  executablePath: existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : WHOLE_CHROMIUM,
  chromiumSandbox: false,
  args: [
    '--disable-quic',
    '--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  ],
} satisfies LaunchOptions;

/** A browser that keeps the pages one leaves for the way back: the shell has no place for them, Playwright switches it off. */
export const KEEPS_PAGES = {
  executablePath: WHOLE_CHROMIUM,
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
} satisfies LaunchOptions;

/** The browsers of this process, by how they were started: a start costs as much as several tests. */
const running = new Map<string, Promise<Browser>>();

/** The browser for the tests of a file. The next file has the same: {@link leaveBrowser} when done. */
export async function startBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const key = JSON.stringify(options);
  const browser = await running.get(key);
  if (browser?.isConnected()) return browser;
  const started = chromium.launch({ ...CHROMIUM, ...options });
  running.set(key, started);
  return started;
}

/** Closes all windows of a browser: who comes next finds nothing of those before. */
export async function leaveBrowser(browser: Browser | undefined): Promise<void> {
  await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
}

/** One person with a browser of their own: two people share nothing. */
export interface Person {
  context: BrowserContext;
  page: Page;
  /** Faults of the pages they opened; empty at the end of a good test. */
  faults: string[];
}

/** Opens a window for somebody. Faults in any of their pages are gathered. */
export async function newPerson(browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(20_000);
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(String(error.error())));
  return { context, page: await context.newPage(), faults };
}

/** A page, or a frame in one. */
export type Screen = Pick<Page, 'getByRole'>;

/** The messages of the conversation that is shown, in the chat as in the console. */
export function thread(page: Screen): Locator {
  return page.getByRole('log', { name: 'Messages' });
}

/** What each message says, oldest first, also out of view: without the button of what can be done with it. */
export async function textsIn(page: Screen): Promise<string[]> {
  const texts = await thread(page).locator('.bubble').allTextContents();
  return texts.map((text) => text.replace(/\s*⋯$/, ''));
}

/** Waits until the chat says of a message that it is sent; where an agent looks on, it may be seen as soon. */
export async function sent(page: Screen, text: string): Promise<void> {
  await thread(page)
    .locator('.mine')
    .filter({ hasText: text })
    .getByText(/^(Sent|Seen)$/)
    .waitFor();
}

/** Opens the chat and waits for the place to write. */
export async function openChat(page: Screen): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Chat' });
  if (!(await dialog.isVisible())) await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}

/** Writes as a visitor and sends. */
export async function write(page: Screen, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** Writes as an agent in the conversation that is open, and sends. */
export async function reply(page: Screen, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Reply' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** Signs in to the console. */
export async function signIn(
  page: Page,
  url: string,
  as: { email: string; password: string },
): Promise<void> {
  await page.goto(`${url}/console/`);
  await page.getByRole('textbox', { name: 'Email' }).fill(as.email);
  await page.getByLabel('Password', { exact: true }).fill(as.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** The browser refuses to keep anything; call before the page is opened. */
export async function forbidStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'indexedDB']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('no', 'SecurityError');
        },
      });
    }
  });
}

/** The disk has no room for what a site wants to keep. */
export async function fillStorage(page: Page, url: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: 1 });
}

/** Ends a tab as a crash does: it gets no chance to say or do anything. */
export async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** What a page's sockets carry, in the hands of a test. */
export interface Wire {
  /** While true, messages that are sent from here do not arrive. */
  swallow: boolean;
  /** Changes or answers what the page sends; null keeps it back. */
  onSend: ((frame: string) => string | null) | null;
  /** The same for what comes. */
  onReceive: ((frame: string) => string | null) | null;
}

/** Gets between a page and the server; call before the page is opened. */
export async function tapWire(page: Page): Promise<Wire> {
  const wire: Wire = { swallow: false, onSend: null, onReceive: null };
  await page.routeWebSocket(/socket\.io/, (route) => {
    const server = route.connectToServer();
    route.onMessage((frame) => {
      if (wire.swallow && String(frame).includes('"message:send"')) return;
      const sent = wire.onSend ? wire.onSend(String(frame)) : frame;
      if (sent !== null) server.send(sent);
    });
    server.onMessage((frame) => {
      const received = wire.onReceive ? wire.onReceive(String(frame)) : frame;
      if (received !== null) route.send(received);
    });
  });
  return wire;
}

/**
 * A customer's page: plain HTML with the script tag, on a name of its own (`shop.test`) and plain http.
 * @param language what the page says it is written in
 */
export async function servePage(script: string, language = ''): Promise<{ url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(
      `<!doctype html><html${language && ` lang="${language}"`}><title>Shop</title><main><p>A shop</p></main>${script}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://shop.test:${port}/`, close: () => server.close() };
}

/** For whoever wants to look: a page in light and dark, into the folder that `SCREENSHOTS` names. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Ends what fades or slides in: a color on its way to another is too pale for axe-core. */
function finishAnimations(): void {
  const shadows = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  for (const animation of [document, ...shadows].flatMap((root) => root.getAnimations())) {
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  }
}

/** How often what axe-core finds is looked at again: what is just coming in is paler than it will be. */
const LOOKS = 4;

/** What axe-core finds wrong on a page, as readable lines. */
export async function axeFindings(page: Page): Promise<string[]> {
  // By the debugger, not as a script: the page's policy forbids those.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  let findings: string[] = [];
  for (let look = 0; look < LOOKS; look++) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await page.evaluate(finishAnimations);
    findings = await findingsNow(page);
    if (findings.length === 0) break;
  }
  return findings;
}

async function findingsNow(page: Page): Promise<string[]> {
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>;
      };
    };
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
}

/** Fails with the faults in words where a person's pages had any. */
export function expectNoFaults(...people: Person[]): void {
  expect(people.flatMap((person) => person.faults)).toEqual([]);
}
