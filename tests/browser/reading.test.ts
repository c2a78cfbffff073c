import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_ENTRIES } from '../../shared/limits.ts';
import { appendMany } from '../support/append-many.ts';
import { openChat, sent, thread, write } from '../support/browser.ts';
import { connectConsole } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('somebody who comes back to a conversation', () => {
  const come = withPeople();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
    await answerAtOnce(10);
  });
  afterAll(async () => {
    await server?.close();
  });

  /** So many strangers have been answered as soon as they wrote. */
  async function answerAtOnce(count: number): Promise<void> {
    const { conversations } = server.app;
    const { agent } = await server.signIn();
    for (let times = 0; times < count; times++) {
      const contactId = randomUUID();
      const { id: conversationId } = await conversations.open({
        siteId: server.site().id,
        contactId,
        openId: randomUUID(),
      });
      for (const author of [
        { kind: 'contact', id: contactId },
        { kind: 'agent', id: agent.id },
      ] as const) {
        const message = { kind: 'message', text: 'hello' } as const;
        const clientId = randomUUID();
        await conversations.append({
          ...{ conversationId, clientId, author, intent: message },
          decide: () => message,
        });
      }
    }
    await conversations.settled();
  }

  it('is told how soon somebody answers, while somebody is there', async () => {
    const { cookie } = await server.signIn();
    const agent = await connectConsole(server.url, cookie);
    const { page } = await come();
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    const promise = page.getByText('We usually answer within 1 minute');
    await promise.waitFor();
    agent.close();
    await page.getByText('Nobody is here right now').first().waitFor();
    await promise.waitFor({ state: 'detached' });
  });

  /** A visitor who has written, goes away, and finds so many entries when the chat is opened again. */
  async function missed(count: number): Promise<{ page: Page; id: string }> {
    const { page } = await come();
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    const text = `a question before ${count}`;
    await write(page, text);
    await sent(page, text);
    const id = String((await server.db.collection('entries').findOne({ text }))?.conversationId);
    await page.goto('about:blank');
    await appendMany(server, id, count);
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    return { page, id };
  }

  const line = (page: Page) => thread(page).getByText('New', { exact: true });
  const entry = (page: Page, number: number) => thread(page).getByText(new RegExp(`^entry ${number}\\b`));

  /** How far below the upper edge of the log something is, in pixels. */
  async function belowTop(page: Page, what: ReturnType<typeof line>): Promise<number> {
    const [log, box] = await Promise.all([thread(page).boundingBox(), what.boundingBox()]);
    return (box?.y ?? Number.NaN) - (log?.y ?? Number.NaN);
  }

  const readSeq = async (id: string) =>
    (await server.app.conversations.collections.conversations.findOne({ _id: id }))?.contactRead.seq;

  it('begins where reading stopped, and has read no further than what was on the screen', async () => {
    const { page, id } = await missed(40);
    await line(page).waitFor();
    await eventually(async () => {
      const distance = await belowTop(page, line(page));
      expect(distance).toBeGreaterThanOrEqual(0);
      expect(distance).toBeLessThan(40);
    });
    await page.getByRole('button', { name: /^\d+ new messages$/ }).waitFor();
    expect(await readSeq(id)).toBeLessThan(3);
    await page.getByRole('button', { name: /^\d+ new messages$/ }).click();
    await page.getByRole('button', { name: /^\d+ new messages$/ }).waitFor({ state: 'detached' });
    const { publicSeq } = await server.app.conversations.log.load(id);
    await eventually(async () => expect(await readSeq(id)).toBe(publicSeq));
    // For as long as the thread is shown the line stays.
    await line(page).waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('list', { name: 'Your conversations' }).getByRole('button').click();
    await entry(page, 39).waitFor();
    expect(await line(page).count()).toBe(0);
  });

  it('has read what fits on the screen at once', async () => {
    const { page, id } = await missed(3);
    await line(page).waitFor();
    const { publicSeq } = await server.app.conversations.log.load(id);
    await eventually(async () => expect(await readSeq(id)).toBe(publicSeq));
  });

  it('is brought what lies between reading and what the handshake brings', async () => {
    const { page } = await missed(2 * PAGE_ENTRIES);
    await line(page).waitFor();
    await entry(page, 1).waitFor();
    await eventually(async () => expect(await belowTop(page, line(page))).toBeGreaterThanOrEqual(0));
    await eventually(async () => expect(await belowTop(page, line(page))).toBeLessThan(40));
  });
});
