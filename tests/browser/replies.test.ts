import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fillStorage,
  forbidStorage,
  reply,
  signIn,
  tapWire,
  textsIn,
  thread,
  type Wire,
} from '../support/browser.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

const TOO_LONG = 'x'.repeat(10_001);

describe.skipIf(isSkipped('browser'))('what an agent writes', () => {
  const come = withPeople();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(async () => {
    await server?.close();
  });

  /** An agent in front of a conversation that has just been opened. */
  async function inConversation(
    prepare?: (page: Page) => Promise<void>,
  ): Promise<{ page: Page; wire: Wire }> {
    const visitor = await connectVisitor(server.url, server.site().key);
    const { conversationId } = await say(visitor, 'a question');
    visitor.close();
    const { page } = await come();
    await prepare?.(page);
    const wire = await tapWire(page);
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/conversations/${conversationId}`);
    await thread(page).getByText('a question').waitFor();
    return { page, wire };
  }

  const status = (page: Page, text: string) => thread(page).locator('.bubble-row').filter({ hasText: text });
  const stored = (text: string) => server.db.collection('entries').countDocuments({ text });

  it.each(['forbidden', 'full'])('is sent where storage is %s, and is said not to be saved', async (how) => {
    const text = `storage is ${how}`;
    const { page, wire } = await inConversation((page) =>
      how === 'full' ? fillStorage(page, server.url) : forbidStorage(page),
    );
    wire.swallow = true;
    await reply(page, text);
    await status(page, text).getByText('not saved, keep this page open').waitFor();
    await page.context().setOffline(true);
    await page.getByText('Keep this page open').waitFor();
    wire.swallow = false;
    await page.context().setOffline(false);
    await status(page, text).getByText('Sent', { exact: true }).waitFor();
    expect(await page.getByText(/keep this page open/i).count()).toBe(0);
    expect(await stored(text)).toBe(1);
  });

  it('is given back where it is refused for good: to try again, to change, to drop', async () => {
    const { page, wire } = await inConversation();
    wire.onSend = (frame) => frame.replace(/"text":"refuse [^"]*"/, `"text":"${TOO_LONG}"`);
    for (const text of ['refuse one', 'refuse two', 'refuse three']) {
      await reply(page, text);
      await status(page, text).getByText('Not sent').waitFor();
    }
    await reply(page, 'and this goes through');
    await status(page, 'and this goes through').getByText('Sent', { exact: true }).waitFor();
    await page.reload();
    await status(page, 'refuse one').getByRole('button', { name: 'Discard' }).click();
    await status(page, 'refuse one').waitFor({ state: 'detached' });
    await status(page, 'refuse two').getByRole('button', { name: 'Edit' }).click();
    await status(page, 'refuse two').waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Reply' }).inputValue()).toBe('refuse two');
    await page.reload();
    await status(page, 'refuse three').getByText('Not sent').waitFor();
    expect(await textsIn(page)).toEqual(['a question', 'and this goes through', 'refuse three']);
    wire.onSend = null;
    await status(page, 'refuse three').getByRole('button', { name: 'Try again' }).click();
    await status(page, 'refuse three').getByText('Sent', { exact: true }).waitFor();
    await page.reload();
    await thread(page).getByText('refuse three').waitFor();
    expect(await textsIn(page)).toEqual(['a question', 'and this goes through', 'refuse three']);
    expect([await stored('refuse one'), await stored('refuse two'), await stored('refuse three')]).toEqual([
      0, 0, 1,
    ]);
  });
});
