import type { Browser, Page } from 'playwright-core';
import { opened } from './clients.ts';
import { measureTag, type TagFigures, tagRows } from './measure-tag.ts';
import type { MeasuredServer } from './measured-server.ts';
import { launched, onPage, SLOWER, startChromium, tracedTasks } from './page-stage.ts';
import { begin, connectWidget, newVisitor, writeMore } from './parley-people.ts';
import { startParley } from './parley-side.ts';
import type { Row } from './table.ts';

/** As many messages as a long conversation has. */
const MESSAGES = 1_000;
/** Of one screen, and how often, while a long conversation is scrolled to its beginning. */
const SCROLL_PIXELS = 600;

/** What a page with the script tag costs the visitor. */
interface PageFigures {
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

/** Loads a page with the script tag, as a visitor does. */
function measurePage(browser: Browser, snippet: string): Promise<PageFigures> {
  return onPage(browser, { snippet }, async (page, session, url) => {
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

/** Opens a conversation of many messages and scrolls through it. */
async function measureChat(browser: Browser, server: MeasuredServer, siteKey: string): Promise<ChatFigures> {
  const visitor = newVisitor();
  const door = { port: server.port, siteKey };
  const client = await opened((onReady, handlers) => connectWidget(door, visitor, onReady, handlers));
  await writeMore(server, client, await begin(client), MESSAGES);
  client.close();
  const snippet = snippetOf(server, siteKey);
  const bytesToType = await onPage(browser, { snippet }, async (page, session, url) => {
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
  return onPage(browser, { snippet }, async (page, session, url) => {
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

function pageBytes(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    return (navigation as PerformanceNavigationTiming).transferSize;
  });
}

const MEGABYTE = 1_024 * 1_024;

/** Measures pages with the script tag, and a long conversation. */
export async function comparePages(
  program: string,
  runs: number,
  tell: (what: string) => void,
): Promise<Row[]> {
  const parley = await startParley(program, 'fast');
  const browser = await startChromium();
  try {
    const { server, siteKey } = parley;
    const tag = await measureTag(browser, addressOf(server), siteKey, runs, tell);
    const pages: PageFigures[] = [];
    for (let run = 1; run <= runs; run++) {
      tell(`page, run ${run} of ${runs}`);
      pages.push(await measurePage(browser, snippetOf(server, siteKey)));
    }
    tell(`page, ${MESSAGES} messages`);
    return pageRows(tag, pages, await measureChat(browser, server, siteKey));
  } finally {
    await browser.close();
    await parley.close();
  }
}

function pageRows(tag: TagFigures, pages: readonly PageFigures[], chat: ChatFigures): Row[] {
  const alone = (name: string, value: number, unit: string, most?: number): Row => ({
    ...{ name: `page: ${name}`, parley: value, bare: Number.NaN, unit },
    ...(most !== undefined && { goal: { kind: 'at_most', value: most } }),
  });
  return [
    ...tagRows(tag),
    alone('layout shift', Math.max(...pages.map(({ shift }) => shift)), '', 0),
    alone('requests before rest', Math.max(...pages.map(({ requests }) => requests)), '', 1),
    alone('transferred until a word can be typed, with headers', chat.bytesToType / 1_000, 'kB'),
    alone(`JS heap after ${MESSAGES} messages`, chat.heapBytes / MEGABYTE, 'MB', 15),
    alone(`longest task while scrolling through ${MESSAGES} messages`, chat.longestTask, 'ms', 50),
  ];
}
