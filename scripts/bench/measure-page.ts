import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { opened } from './clients.ts';
import type { MeasuredServer } from './measured-server.ts';
import { begin, connectWidget, newVisitor, writeMore } from './parley-people.ts';
import { startParley } from './parley-side.ts';
import type { Compared } from './rows.ts';
import { median } from './statistics.ts';
import type { Row } from './table.ts';

/** As many messages as a long conversation has. */
const MESSAGES = 1_000;
/** How much slower than this machine the page's processor is. */
const SLOWER = 4;
/** How long each page is watched at least: one that stays open longer is at work longer, whatever is on it. */
const WATCHED_MS = 2_000;
/** Of one screen, and how often, while a long conversation is scrolled to its beginning. */
const SCROLL_PIXELS = 600;

/** What a page costs the visitor. */
interface PageFigures {
  /** Main thread from the script tag until the page is at rest again, on a processor four times slower, in milliseconds. */
  mainMilliseconds: number;
  /** Cumulative layout shift. */
  shift: number;
  /** Requests to other addresses than the page's own before it is at rest. */
  requests: number;
}

/** What the chat costs the visitor who uses it. */
interface ChatFigures {
  /** Transferred until a word can be typed, in bytes, the loader included. */
  bytesToType: number;
  heapBytes: number;
  /** The longest task while scrolling from the newest message to the oldest, in milliseconds. */
  longestTask: number;
}

function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false });
}

/** Loads a page with the script tag, as a visitor does. */
async function measurePage(
  browser: Browser,
  snippet: string,
): Promise<Pick<PageFigures, 'shift' | 'requests'>> {
  return onPage(browser, snippet, async (page, session, url) => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.addInitScript(() => {
      const told = { shift: 0 };
      Object.assign(window, { told });
      new PerformanceObserver((list) => {
        for (const each of list.getEntries()) told.shift += (each as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(url, { waitUntil: 'load' });
    const beforeRest = requests.filter((each) => each !== url).length;
    await page.evaluate(launched);
    const shift = await page.evaluate(() => (window as unknown as { told: { shift: number } }).told.shift);
    return { shift, requests: beforeRest };
  });
}

/**
 * Puts the script tag into a page that is at rest: what comes before costs every page about the same hundred
 * milliseconds, give or take more than is to be measured.
 *
 * @param tag its address and the site's key, or null to let the page rest on
 * @returns what the main thread did meanwhile, in milliseconds
 */
async function measureMainThread(browser: Browser, tag: readonly [string, string] | null): Promise<number> {
  return onPage(browser, '', async (page, session, url) => {
    await page.goto(url, { waitUntil: 'load' });
    await page.evaluate(atRest);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const tasks = await tracedTasks(browser, page, async () => {
      await page.evaluate(putTag, tag);
      if (tag !== null) await page.evaluate(launched);
      await Promise.all([page.evaluate(atRest), delay(WATCHED_MS)]);
    });
    return tasks.reduce((sum, each) => sum + each, 0);
  });
}

/** Runs in the page: as the snippet does it, resolves when the script has run. */
async function putTag(tag: readonly [string, string] | null): Promise<void> {
  if (tag === null) return;
  const script = document.createElement('script');
  script.async = true;
  [script.src, script.dataset.site] = tag;
  await new Promise((resolve) => {
    script.onload = resolve;
    document.head.append(script);
  });
}

/** Runs in the page: resolves when the launcher is drawn. */
function launched(): Promise<void> {
  const { Parley } = window as unknown as { Parley: { push(use: (parley: Page) => void): void } };
  return new Promise((resolve) =>
    Parley.push((parley) => void parley.on('ready' as 'load', () => resolve())),
  );
}

/** Runs in the page: resolves when nothing more is to be done. */
async function atRest(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 10_000 }));
}

/** Opens a conversation of many messages and scrolls through it. */
async function measureChat(browser: Browser, server: MeasuredServer, siteKey: string): Promise<ChatFigures> {
  const visitor = newVisitor();
  const door = { port: server.port, siteKey };
  const client = await opened((onReady, handlers) => connectWidget(door, visitor, onReady, handlers));
  await writeMore(server, client, await begin(client), MESSAGES);
  client.close();
  const snippet = snippetOf(server, siteKey);
  const bytesToType = await onPage(browser, snippet, async (page, session, url) => {
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await session.send('Network.enable');
    await page.goto(url);
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    // The page itself is not the chat's.
    return bytes - (await pageBytes(page));
  });
  return onPage(browser, snippet, async (page, session, url) => {
    await page.addInitScript(
      ([key, token]) => {
        localStorage.setItem(`parley:${key}:token`, token ?? '');
        localStorage.setItem(`parley:${key}:known`, '1');
      },
      [siteKey, visitor.token],
    );
    await page.goto(url);
    await page.getByRole('button', { name: 'Open chat' }).click();
    const log = page.getByRole('log', { name: 'Messages' });
    await log.waitFor();
    await log.hover();
    const tasks = await tracedTasks(browser, page, async () => {
      while (!(await log.getByText('Message 0', { exact: true }).isVisible())) {
        await page.mouse.wheel(0, -SCROLL_PIXELS);
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
    });
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return { bytesToType, heapBytes: usedSize, longestTask: Math.max(0, ...tasks) };
  });
}

function addressOf({ port }: MeasuredServer): string {
  return `http://localhost:${port}/widget.js`;
}

function snippetOf(server: MeasuredServer, siteKey: string): string {
  return `<script async src="${addressOf(server)}" data-site="${siteKey}"></script>`;
}

async function onPage<Figures>(
  browser: Browser,
  snippet: string,
  work: (page: Page, session: CDPSession, url: string) => Promise<Figures>,
): Promise<Figures> {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.writeHead(request.url === '/' ? 200 : 404);
    response.end(`<!doctype html><link rel="icon" href="data:,"><title>Shop</title><h1>Shoes</h1>${snippet}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    return await work(page, session, `http://localhost:${(server.address() as AddressInfo).port}/`);
  } finally {
    await context.close();
    server.close();
    server.closeAllConnections();
  }
}

function pageBytes(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    return (navigation as PerformanceNavigationTiming).transferSize;
  });
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds: by the clock, and those of them in which the thread was at work and not kept waiting by others. */
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** What the page's main thread did during `work`: how long each task took, in milliseconds. */
async function tracedTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const threads = new Map<string, number[]>();
  for (const { name, pid, tid, args } of trace.traceEvents) {
    if (name === 'thread_name' && args.name === 'CrRendererMain') threads.set(`${pid} ${tid}`, []);
  }
  for (const { name, pid, tid, dur = 0, tdur = dur } of trace.traceEvents) {
    if (name === 'RunTask') threads.get(`${pid} ${tid}`)?.push(tdur / 1_000);
  }
  // Beside the page there is at most one that waits for the next one.
  const total = (tasks: readonly number[]) => tasks.reduce((sum, each) => sum + each, 0);
  return [...threads.values()].reduce((most, each) => (total(each) > total(most) ? each : most), []);
}

const MEGABYTE = 1_024 * 1_024;

/** Measures pages with the script tag beside empty ones, and a long conversation. */
export async function comparePages(
  program: string,
  runs: number,
  tell: (what: string) => void,
): Promise<Row[]> {
  const parley = await startParley(program, 'fast');
  const browser = await startChromium();
  try {
    const { siteKey } = parley;
    const pages: Compared<PageFigures> = { parley: [], bare: [] };
    for (let run = 0; run <= runs; run++) {
      tell(`page, run ${run} of ${runs}`);
      const mainMilliseconds = await measureMainThread(browser, [addressOf(parley.server), siteKey]);
      const ours = { mainMilliseconds, ...(await measurePage(browser, snippetOf(parley.server, siteKey))) };
      const empty = await measureMainThread(browser, null);
      // The first of each warms the browser up.
      if (run === 0) continue;
      pages.parley.push(ours);
      pages.bare.push({ mainMilliseconds: empty, shift: 0, requests: 0 });
    }
    tell(`page, ${MESSAGES} messages`);
    return pageRows(pages, await measureChat(browser, parley.server, siteKey));
  } finally {
    await browser.close();
    await parley.close();
  }
}

/** Beside ours stands an empty page. */
function pageRows({ parley, bare }: Compared<PageFigures>, chat: ChatFigures): Row[] {
  const of = (runs: readonly PageFigures[], figure: keyof PageFigures) =>
    median(runs.map((each) => each[figure]));
  const [ours, empty] = [of(parley, 'mainMilliseconds'), of(bare, 'mainMilliseconds')];
  const alone = (name: string, value: number, unit: string, most?: number): Row => ({
    ...{ name: `page: ${name}`, parley: value, bare: Number.NaN, unit },
    ...(most !== undefined && { goal: { kind: 'at_most', value: most } }),
  });
  return [
    {
      name: `page: main thread, ${SLOWER} times slower, beside a page that goes on resting`,
      parley: ours,
      bare: empty,
      unit: 'ms',
    },
    alone('main thread, what the loader adds', ours - empty, 'ms', 10),
    alone('layout shift', of(parley, 'shift'), '', 0),
    alone('requests before rest', of(parley, 'requests'), '', 1),
    alone('transferred until a word can be typed, with headers', chat.bytesToType / 1_000, 'kB'),
    alone(`JS heap after ${MESSAGES} messages`, chat.heapBytes / MEGABYTE, 'MB', 15),
    alone(`longest task while scrolling through ${MESSAGES} messages`, chat.longestTask, 'ms', 50),
  ];
}
