import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';

/** How much slower than this machine the page's processor is, where it is said to be slow. */
export const SLOWER = 4;

export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false });
}

/** What a page is made of. */
interface PageParts {
  /** Markup at its end. */
  snippet?: string;
  /** What its server answers for `/script.js`. */
  script?: string;
}

/** Opens a page of a server of its own. */
export async function onPage<Figures>(
  browser: Browser,
  { snippet = '', script = '' }: PageParts,
  work: (page: Page, session: CDPSession, url: string) => Promise<Figures>,
): Promise<Figures> {
  const server = createServer((request, response) => {
    if (request.url === '/script.js') {
      response.setHeader('Content-Type', 'text/javascript');
      response.end(script);
      return;
    }
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

/** Runs in the page: resolves when the launcher is drawn. */
export function launched(): Promise<void> {
  const { Parley } = window as unknown as { Parley: { push(use: (parley: Page) => void): void } };
  return new Promise((resolve) =>
    Parley.push((parley) => void parley.on('ready' as 'load', () => resolve())),
  );
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
export async function tracedTasks(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<number[]> {
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
