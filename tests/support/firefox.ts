import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type ElementHandle, launch, type Page } from 'puppeteer-core';
import { eventually } from './eventually.ts';
import { isSkipped } from './skip.ts';

const FIREFOX = '/usr/bin/firefox-esr';
/** Without sounds, updates, and calls to its maker. */
const PREFERENCES = {
  'app.update.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/** Whether to go without Firefox: not every system has it, and none is refused for that. */
export const WITHOUT_FIREFOX = isSkipped('browser') || isSkipped('firefox') || !existsSync(FIREFOX);

/** Debian's Firefox, spoken to by WebDriver BiDi. */
export async function startFirefox(): Promise<Browser> {
  // Root may not start it in a home that is somebody else's.
  const home = mkdtempSync(join(tmpdir(), 'parley-firefox-'));
  const browser = await launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: PREFERENCES,
    env: { ...process.env, HOME: home },
  });
  browser.process()?.once('exit', () => rmSync(home, { recursive: true, force: true }));
  return browser;
}

/** One person with a browser of their own, and the faults of the page. */
export async function newFirefoxPerson(browser: Browser): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  return { page, faults };
}

/**
 * Waits for an element with some text. Asked again and again from here: what puppeteer watches for by itself does not
 * reach into a shadow root.
 * @param selector `>>> button` looks into shadow roots too
 */
export function found(page: Page, selector: string, text = ''): Promise<ElementHandle> {
  return eventually(
    async () => {
      for (const element of await page.$$(selector)) {
        if ((await element.evaluate(({ textContent }) => textContent ?? '')).includes(text)) return element;
      }
      return null;
    },
    { timeoutMs: 20_000, intervalMs: 50 },
  );
}
