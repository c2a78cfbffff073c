import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launched, onPage, SLOWER, tracedTasks } from './page-stage.ts';
import { median } from './statistics.ts';
import type { Row } from './table.ts';

/** Watched that long in any case: a page that stays open longer is at work longer, whatever is on it. */
const WATCHED_MS = 1_500;
/** Every figure is a difference of few milliseconds between pages that differ by more from one time to the next. */
const ROUNDS_EACH_RUN = 10;

/** What the script tag costs the main thread of a page, beyond what each is compared with, in milliseconds. */
export interface TagFigures {
  /** An empty script beyond a page that goes on resting. */
  empty: number;
  /** The loader beyond an empty script, as long as the page leaves no time to rest. */
  loader: number;
  /** From the tag until the launcher is drawn and the page rests again, beyond a page that goes on resting. */
  drawn: number;
  /** The same of the least script that can do it. */
  least: number;
}

/**
 * Puts script tags into pages that are at rest, one after the other: what comes before costs every page about the
 * same hundred milliseconds, give or take more than is to be measured.
 *
 * @param loader its address
 */
export async function measureTag(
  browser: Browser,
  loader: string,
  siteKey: string,
  runs: number,
  tell: (what: string) => void,
): Promise<TagFigures> {
  const rounds: TagFigures[] = [];
  const count = runs * ROUNDS_EACH_RUN;
  const ours = { address: loader, siteKey };
  const least = { script: leastScript(new URL(loader).origin, siteKey), siteKey };
  for (let round = 0; round <= count; round++) {
    tell(`script tag, round ${round} of ${count}`);
    const resting = await mainThread(browser, null, false);
    const empty = await mainThread(browser, { script: '', siteKey }, false);
    const figures = {
      empty: empty - resting,
      loader: (await mainThread(browser, ours, false)) - empty,
      drawn: (await mainThread(browser, ours, true)) - resting,
      least: (await mainThread(browser, least, true)) - resting,
    };
    // The first one warms the browser up.
    if (round > 0) rounds.push(figures);
  }
  const of = (figure: keyof TagFigures) => median(rounds.map((each) => each[figure]));
  return { empty: of('empty'), loader: of('loader'), drawn: of('drawn'), least: of('least') };
}

export function tagRows({ empty, loader, drawn, least }: TagFigures): Row[] {
  const row = (name: string, parley: number, bare: number, goal?: Row['goal']): Row => ({
    ...{ name: `page: main thread, ${SLOWER} times slower, ${name}`, parley, bare, unit: 'ms' },
    ...(goal && { goal }),
  });
  return [
    row('an empty script tag', empty, Number.NaN),
    row('what the loader adds to it before the page rests', loader, Number.NaN, {
      kind: 'at_most',
      value: 10,
    }),
    row('until the launcher is drawn, beside the least script that does it', drawn, least),
  ];
}

/** A script of the page's server, or one elsewhere. */
type Tag = { siteKey: string } & ({ script: string } | { address: string });

/**
 * @param rests whether the page ever has nothing to do, which the loader waits for before it asks and draws
 * @returns what the main thread did from the tag on, in milliseconds
 */
function mainThread(browser: Browser, tag: Tag | null, rests: boolean): Promise<number> {
  const parts = tag !== null && 'script' in tag ? { script: tag.script } : {};
  return onPage(browser, parts, async (page, session, url) => {
    await page.goto(url, { waitUntil: 'load' });
    await page.evaluate(atRest);
    if (!rests) await page.evaluate(neverRest);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const tasks = await tracedTasks(browser, page, async () => {
      const own = new URL('/script.js', url).href;
      await page.evaluate(putTag, tag && ([('address' in tag && tag.address) || own, tag.siteKey] as const));
      if (rests) await page.evaluate(launched);
      await Promise.all([rests && page.evaluate(atRest), delay(WATCHED_MS)]);
    });
    return tasks.reduce((sum, each) => sum + each, 0);
  });
}

/** Runs in the page, as the snippet does it, and resolves when the script has run; without a tag all the same. */
async function putTag(tag: readonly [address: string, siteKey: string] | null): Promise<void> {
  if (tag === null) return;
  const script = document.createElement('script');
  script.async = true;
  [script.src, script.dataset.site] = tag;
  await new Promise((resolve) => {
    script.onload = resolve;
    document.head.append(script);
  });
}

/** Runs in the page: what waits for it to rest goes on waiting. */
function neverRest(): void {
  window.requestIdleCallback = () => 0;
}

/** Runs in the page: resolves when nothing more is to be done. */
async function atRest(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 10_000 }));
}

/** Looks for what is kept, asks the server and draws a plain button: what no launcher can do without. */
function leastScript(origin: string, siteKey: string): string {
  return `{
    let drawn;
    const whenDrawn = new Promise((resolve) => { drawn = resolve; });
    window.Parley = { push: (use) => whenDrawn.then(() => use({ on: (name, tell) => tell() })) };
    requestIdleCallback(async () => {
      localStorage.getItem('parley:${siteKey}:token');
      const answer = await fetch('${origin}/api/v1/widget/unread?site=${siteKey}&path=%2F', {
        credentials: 'omit',
        headers: { 'Accept-Language': 'en' },
      });
      await answer.json();
      const host = document.createElement('plain-chat');
      const root = host.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('button{position:fixed;right:20px;bottom:20px;width:56px;height:56px;border-radius:50%}');
      root.adoptedStyleSheets = [sheet];
      root.append(document.createElement('button'));
      document.body.append(host);
      drawn();
    });
  }`;
}
