import { readFileSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Starts Debian's Chromium, cut off from every network but this machine. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    chromiumSandbox: false,
    args: ['--disable-quic', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
  });
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
  context.setDefaultTimeout(10_000);
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(String(error.error())));
  return { context, page: await context.newPage(), faults };
}

/** What axe-core finds wrong on a page, as readable lines. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE); // by the debugger, not as a script: the page's policy forbids those
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations;
  });
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
}

/** Fails with the faults in words where a person's pages had any. */
export function expectNoFaults(...people: Person[]): void {
  expect(people.flatMap((person) => person.faults)).toEqual([]);
}
