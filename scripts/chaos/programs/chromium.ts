/**
 * A visitor with some tabs, or an agent with the console, in a Chromium of their own: what they write goes through
 * the screen, and what is written down is what the screen says. Its numbers are looked up in what came over the wire.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { openJournal } from '../journal.ts';
import { Random } from '../random.ts';
import type { ClientSettings } from './page.ts';
import { reportScreen } from './report-screen.ts';
import { Screen } from './screen.ts';
import { Wire } from './wire.ts';

const ACTION_WITHIN_MS = 10_000;

const settings = JSON.parse(process.env.CHAOS_CLIENT ?? '{}') as ClientSettings;
const write = openJournal(settings.journalPath);
const random = new Random(settings.seed);
const isVisitor = settings.agent === null;
let finishing = false;
process.on('message', ({ kind }: { kind: string }) => {
  if (kind === 'finish') finishing = true;
});
// The world is gone: so is its client, and with its end of the pipe the browser.
process.on('disconnect', () => process.exit());
write({ kind: 'started' });

interface Tab {
  page: Page;
  wire: Wire;
}

const context = await openBrowser();
const tabs: Tab[] = [];
const life = `${settings.name}.${Date.now() % 1_000_000}`;
tabs.push(await openTab(0));
await (isVisitor ? visit() : answer());

async function openBrowser(): Promise<BrowserContext> {
  const way = new URL(settings.origin).host;
  const own = await chromium.launchPersistentContext(join(settings.folder, 'profile'), {
    executablePath: '/usr/bin/chromium',
    chromiumSandbox: false,
    args: [
      '--disable-quic',
      `--host-resolver-rules=MAP ${new URL(settings.publicUrl).host}:80 ${way}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  });
  own.setDefaultTimeout(ACTION_WITHIN_MS);
  const [name = '', value = ''] = settings.cookie.split('=');
  if (name !== '') await own.addCookies([{ name, value, url: settings.publicUrl }]);
  // Over polling nothing of what comes could be read here.
  await own.route(/transport=polling/, (route) => route.abort());
  return own;
}

/** Opens a tab in the place of one that is gone, or the first one there. */
async function openTab(place: number): Promise<Tab> {
  const name = `tab ${place + 1}`;
  const page = await context.newPage();
  const wire = new Wire(write, (text) => text.includes(` ${settings.name}.`));
  wire.tap(page);
  let screen = new Screen(name, write);
  page.on('framenavigated', () => {
    screen = new Screen(name, write);
  });
  await page.exposeFunction('chaosScreen', (texts: string[]) => {
    const others = finishing ? tabs.map((tab) => tab.wire) : [];
    const { conversationId, entries, waiting } = wire.numbered(texts, others);
    if (entries.length > 0)
      screen.show({ threads: { [conversationId]: { entries, hasOlder: false } }, waiting: [] });
    write({ kind: 'waiting', screen: name, items: waiting });
  });
  await page.addInitScript(reportScreen);
  await enter(page, isVisitor ? '/demo' : '/console/');
  return { page, wire };
}

/** Comes to the place to write, however often it takes. */
async function enter(page: Page, path: string): Promise<void> {
  for (;;) {
    try {
      await page.goto(settings.publicUrl + path, { timeout: ACTION_WITHIN_MS });
      if (!isVisitor) return;
      await page.getByRole('button', { name: 'Open chat' }).click();
      await page.getByRole('textbox', { name: 'Message' }).waitFor();
      return;
    } catch {
      await delay(200);
    }
  }
}

async function visit(): Promise<void> {
  for (let number = 1; number <= settings.messages && !finishing; number++) {
    const place = random.between(0, tabs.length - 1);
    const tab = tabs[place];
    if (tab === undefined) continue;
    await say(tab, 'Message', `⟦${settings.name}⟧ ${life}#${number}`, `tab ${place + 1}`);
    // The others join in what the first one has begun.
    if (number === 1) {
      await tab.page
        .getByText(/^(Sent|Seen)$/)
        .waitFor({ timeout: 60_000 })
        .catch(() => undefined);
      while (tabs.length < settings.tabs) tabs.push(await openTab(tabs.length));
    }
    const deed = random.next();
    if (deed < 0.15) await crash(tab, place);
    else if (deed < 0.3) await enter(tab.page, '/demo');
    await delay(random.between(100, 600));
  }
  await lookAgain();
}

async function answer(): Promise<void> {
  const [tab] = tabs;
  if (tab === undefined) return;
  for (let number = 1; number <= settings.messages && !finishing; ) {
    await delay(random.between(100, 600));
    const mark = await openFirst(tab);
    if (mark === null) continue;
    await say(tab, 'Reply', `${mark} ${life}#${number++}`, mark);
    if (random.chance(0.2)) await tab.page.reload().catch(() => undefined);
  }
  await lookAgain();
}

let empty = 0;

/** Opens the first conversation of the list. @returns the mark of whom it is with, or null where there is none */
async function openFirst({ page }: Tab): Promise<string | null> {
  const items = page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
  const [first] = await items.all().catch(() => []);
  const mark = /⟦[^⟧]+⟧/.exec((await first?.innerText().catch(() => '')) ?? '')?.[0];
  if (first === undefined || mark === undefined) {
    // A page that came while its server died is loaded again by whoever sits in front of it.
    if (++empty % 10 === 0) await enter(page, '/console/');
    return null;
  }
  const link = first.getByRole('link');
  await link.click().catch(() => undefined);
  return mark;
}

/** To the end of the process: who looks on sees that everything is there. */
async function lookAgain(): Promise<never> {
  for (;;) {
    await delay(500);
    for (const tab of tabs) {
      await tab.page.evaluate('window.chaosLook()').catch(() => undefined);
      const isThere = await tab.page.getByRole('log').isVisible();
      if (!isThere && !isVisitor) await openFirst(tab);
    }
  }
}

/** Writes and sends by the screen; taken in is what the browser keeps, or what is on its way. */
async function say({ page }: Tab, field: string, text: string, lane: string): Promise<void> {
  try {
    await page.getByRole('textbox', { name: field }).fill(text);
    write({ kind: 'intended', text, lane });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.bubble').filter({ hasText: text }).first().waitFor();
    if (await page.evaluate(isInOutbox, text)) write({ kind: 'kept', text });
  } catch {
    // The page was not there to be written in. What it had taken in by then nobody knows.
  }
}

/** Ends a tab without a word, and opens another. */
async function crash({ page }: Tab, place: number): Promise<void> {
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await page.waitForEvent('crash').catch(() => undefined);
  await page.close().catch(() => undefined);
  tabs[place] = await openTab(place);
}

/** Runs in the page. */
async function isInOutbox(text: string): Promise<boolean> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('parley');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = await new Promise<unknown[]>((resolve, reject) => {
    const request = database.transaction('outbox').objectStore('outbox').getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  database.close();
  return JSON.stringify(all).includes(JSON.stringify(text));
}
