import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, shoot, signIn, thread } from '../support/browser.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { KeyboardUser } from '../support/keyboard.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('emoji for agents', () => {
  const come = withPeople();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(async () => {
    await server?.close();
  });

  /** An agent in front of a conversation, and what their browser has fetched. */
  async function inConversation(): Promise<{ page: Page; id: string; fetched: string[] }> {
    const visitor = await connectVisitor(server.url, server.site().key);
    const { conversationId: id } = await say(visitor, 'a question');
    visitor.close();
    const { page } = await come();
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/conversations/${id}`);
    await thread(page).getByText('a question').waitFor();
    return { page, id, fetched };
  }

  const panelOf = (page: Page) => page.getByRole('dialog', { name: 'Emoji' });
  const openPanel = async (page: Page) => {
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await panelOf(page).getByRole('searchbox', { name: 'Search emoji' }).waitFor();
  };

  it('are chosen by keyboard alone, where the cursor is, and nothing moves', async () => {
    const { page, fetched } = await inConversation();
    const field = page.getByRole('textbox', { name: 'Reply' });
    await field.fill('Thanks !');
    await page.keyboard.press('ArrowLeft');
    const user = await KeyboardUser.at(page);
    const before = await field.boundingBox();
    const had = new Set(fetched);
    await user.goTo('button "Emoji"');
    await user.press('Enter');
    await expect.poll(() => user.at()).toBe('searchbox "Search emoji"');
    expect(fetched.filter((path) => /console-(emoji-dialog|en)-/.test(path) && !had.has(path))).toHaveLength(
      2,
    );
    expect(await field.boundingBox()).toEqual(before);
    expect(await axeFindings(page)).toEqual([]);
    await user.type('heart');
    await panelOf(page).getByRole('button', { name: 'red heart', exact: true }).waitFor();
    await user.press('ArrowDown');
    await user.goTo('button "red heart"', 'ArrowRight');
    await user.press('Enter');
    await panelOf(page).waitFor({ state: 'detached' });
    await expect.poll(() => user.at()).toBe('textbox "Reply"');
    expect(await field.inputValue()).toBe('Thanks ❤️!');
    await user.press('Enter');
    await thread(page).getByText('Thanks ❤️!').waitFor();
  });

  it('are theirs in notes too, several at once; keys in the panel do nothing outside of it', async () => {
    const { page, id } = await inConversation();
    await page.getByRole('tab', { name: 'Note' }).click();
    await openPanel(page);
    const panel = panelOf(page);
    const user = await KeyboardUser.at(page);
    await panel.getByRole('tab', { name: 'Animals and nature' }).click();
    // Elsewhere these resolve, assign and leave the conversation.
    await panel.getByRole('button', { name: 'monkey', exact: true }).focus();
    await user.press('e', 'a');
    await panel.getByRole('button', { name: 'monkey', exact: true }).click({ modifiers: ['Shift'] });
    await panel.getByRole('button', { name: 'monkey', exact: true }).click();
    await panel.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('🐒🐒');

    await openPanel(page);
    await panel.getByRole('grid', { name: 'Recently used' }).waitFor();
    await user.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await expect.poll(() => user.at()).toBe('textbox "Note"');
    await openPanel(page);
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await panel.waitFor({ state: 'detached' });
    await openPanel(page);
    await page.getByRole('heading', { name: 'All open' }).click();
    await panel.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe(`/console/conversations/${id}`);
    const { body } = await (await server.signIn()).get(`/conversations/${id}`);
    expect(body).toMatchObject({ status: 'open', assigneeId: null });
  });

  it('lie inside of any window', async () => {
    const { page } = await inConversation();
    for (const [width, height] of [
      [1440, 900],
      [780, 390],
      [390, 780],
    ] as const) {
      await page.setViewportSize({ width, height });
      await openPanel(page);
      await shoot(page, `console-emoji-${width}`);
      const box = await panelOf(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.height > 100).toBe(true);
      expect(await axeFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
});
