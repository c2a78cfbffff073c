import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATCH_UP_MAX_ENTRIES, PAGE_ENTRIES } from '../../shared/limits.ts';
import { appendMany } from '../support/append-many.ts';
import { openChat, sent, signIn, textsIn, thread, write } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

const MISSED = 10_000;
const NEWEST = new RegExp(`^entry ${MISSED - 1}`);

describe.skipIf(isSkipped('browser'))('somebody who has missed ten thousand entries', () => {
  const come = withPeople();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(async () => {
    await server?.close();
  });

  const person = async (): Promise<Page> => (await come()).page;

  async function chatIn(page: Page, text: string): Promise<string> {
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await write(page, text);
    await sent(page, text);
    return String((await server.db.collection('entries').findOne({ text }))?.conversationId);
  }

  /** What stands there, which is without a hole: the numbers in the texts. */
  async function numbersIn(page: Page): Promise<number[]> {
    const texts = await textsIn(page);
    return texts.flatMap((text) => /^entry (\d+)$/.exec(text)?.[1] ?? []).map(Number);
  }

  const scrollUp = (page: Page) =>
    thread(page).evaluate((log) => log.scrollTo({ top: -log.scrollHeight, behavior: 'instant' }));

  /** Comes back, by `back`, and sees the newest first and older ones page by page. */
  async function seesNewestFirst(page: Page, back: () => Promise<unknown>, most: number): Promise<void> {
    await back();
    await thread(page).getByText(NEWEST).waitFor();
    const first = await numbersIn(page);
    expect(first.length).toBeLessThanOrEqual(PAGE_ENTRIES);
    for (let pages = 2; pages <= 6; pages++) {
      const [oldest = 0] = await numbersIn(page);
      await scrollUp(page);
      await eventually(async () => expect((await numbersIn(page))[0]).toBeLessThan(oldest));
      expect(await thread(page).locator('.bubble').count()).toBeLessThanOrEqual(
        Math.min(pages * PAGE_ENTRIES, most),
      );
    }
    const numbers = await numbersIn(page);
    const missing = numbers.filter((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0));
    expect(missing).toEqual([]);
  }

  it('sees the newest first in the chat that stayed open, and older ones when scrolling', async () => {
    const page = await person();
    const id = await chatIn(page, 'a question that stays open');
    await appendMany(server, id, MISSED);
    const back = () =>
      eventually(async () => {
        await page.evaluate(() => dispatchEvent(new Event('focus')));
        expect(await thread(page).getByText(NEWEST).count()).toBe(1);
      });
    await seesNewestFirst(page, back, Number.POSITIVE_INFINITY);
  });

  it('sees the newest first in a chat that is opened anew', async () => {
    const page = await person();
    const id = await chatIn(page, 'a question that is left alone');
    await appendMany(server, id, MISSED);
    const back = async () => {
      await page.reload();
      await openChat(page);
    };
    await seesNewestFirst(page, back, Number.POSITIVE_INFINITY);
  });

  it('sees the newest first in the console, where never more is drawn than a screen or two', async () => {
    const visitor = await person();
    const id = await chatIn(visitor, 'a question for a desk that is empty');
    await visitor.close();
    await appendMany(server, id, MISSED);
    const page = await person();
    await signIn(page, server.url, ADMIN);
    const back = () => page.goto(`${server.url}/console/conversations/${id}`);
    await seesNewestFirst(page, back, CATCH_UP_MAX_ENTRIES);
  });
});
