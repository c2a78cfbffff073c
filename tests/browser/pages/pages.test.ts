import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNoFaults,
  leaveBrowser,
  openChat,
  sent,
  startBrowser,
  thread,
  write,
} from '../../support/browser.ts';
import { Customer, expectGone, looks, type Visit, visit, watched } from '../../support/customer.ts';
import { isSkipped } from '../../support/skip.ts';

/** What the README tells customers to put into their page's policy, with the address of a server. */
function policyInReadme(url: string): string {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const said = /```\n(script-src .*)\n```/.exec(readme)?.[1] ?? '';
  return said
    .replaceAll('wss://chat.example.com', url.replace('http', 'ws'))
    .replaceAll('https://chat.example.com', url);
}

interface PageCase {
  says: string;
  /** The fixture; "plain" unless said. */
  page?: string;
  /** The page's content security policy, where it has one. */
  policy?(serverUrl: string): string;
  options?: BrowserContextOptions;
  prepare?(page: Page): Promise<unknown>;
  /** The chat is in a frame of the page. */
  framed?: true;
  /** Looks are another on purpose. */
  looksElse?: true;
}

const TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types 'none'";

const PAGES: PageCase[] = [
  { says: 'with resets that spare nothing', page: 'reset' },
  {
    says: 'with a strict policy, as the README says it',
    policy: (url) => `default-src 'none'; ${policyInReadme(url)}`,
  },
  {
    says: 'with trusted types, and no policy of them allowed',
    policy: (url) => `default-src 'none'; ${policyInReadme(url)}${TRUSTED_TYPES}`,
  },
  { says: 'in quirks mode', page: 'quirks' },
  { says: 'from right to left', page: 'right-to-left' },
  { says: 'that is dark by itself', page: 'dark', looksElse: true },
  { says: 'where the prototype of all objects is polluted', page: 'polluted' },
  { says: 'where everything says itself how it becomes JSON', page: 'to-json' },
  { says: 'with another Promise and fetch, and without WebSocket', page: 'own-globals' },
  { says: 'where storage throws', page: 'no-storage' },
  { says: 'without a database', page: 'no-database' },
  { says: 'that has the script tag twice', page: 'twice' },
  { says: 'in a frame', page: 'framed', framed: true, looksElse: true },
  { says: 'in a sandboxed frame, which has no origin', page: 'sandboxed', framed: true, looksElse: true },
  {
    says: 'at 200 % zoom',
    options: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
    looksElse: true,
  },
  { says: 'that is 320 pixels wide', options: { viewport: { width: 320, height: 256 } }, looksElse: true },
  { says: 'for people who want little motion', options: { reducedMotion: 'reduce' } },
  { says: 'with forced colors', options: { forcedColors: 'active' }, looksElse: true },
];

describe.skipIf(isSkipped('browser'))('the chat on a page', () => {
  let customer: Customer;
  let browser: Browser;
  /** What it looks like on a plain page. */
  let plainLooks: string[];

  beforeAll(async () => {
    [customer, browser] = await Promise.all([Customer.open(), startBrowser()]);
    const plain = await walk({ says: 'plain' });
    plainLooks = (await looks(plain)).split('\n');
    await finish(plain);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await customer?.close();
  });

  /** Opens the chat, writes, and reads the answer. */
  async function walk({ page: name = 'plain', policy, options, framed, prepare }: PageCase): Promise<Visit> {
    const query = policy ? `?policy=${encodeURIComponent(policy(customer.server.url))}` : '';
    const visitor = await visit(browser, `${customer.url}/${name}${query}`, options, prepare);
    const frame = visitor.page.frames()[1];
    if (framed && frame) visitor.screen = frame;
    const { screen } = visitor;
    await openChat(screen);
    await write(screen, 'Is this shoe there in size 43?');
    await sent(screen, 'Is this shoe there in size 43?');
    await customer.answer('Yes, it is.');
    await thread(screen).getByText('Yes, it is.').waitFor();
    return visitor;
  }

  /** Nothing was said to be wrong, the page is as it was, and nothing stays. */
  async function finish(visitor: Visit): Promise<void> {
    expect(await watched(visitor, 'globals')).toBe('Parley');
    expect(await watched(visitor, 'layout')).toBe(await watched(visitor, 'layoutBefore'));
    await expectGone(visitor);
    expect(visitor.complaints).toEqual([]);
    expectNoFaults(visitor);
    await visitor.context.close();
  }

  it.each(PAGES)('$says', async (each) => {
    const visitor = await walk(each);
    const lines = (await looks(visitor)).split('\n');
    if (!each.looksElse) expect(lines.filter((line, at) => line !== plainLooks[at]).slice(0, 20)).toEqual([]);
    await finish(visitor);
  });
});
