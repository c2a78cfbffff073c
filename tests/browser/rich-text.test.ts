import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChat, reply, sent, signIn, thread, write } from '../support/browser.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('marks in a message', () => {
  const come = withPeople();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  it('are drawn on both sides, as elements and never as HTML', async () => {
    const [{ page: visitor }, { page: agent }] = [await come(), await come()];
    await visitor.goto(`${server.url}/demo`);
    await openChat(visitor);
    await write(visitor, 'Is **this** <b>bold</b>?');
    await sent(visitor, 'bold');
    await signIn(agent, server.url, ADMIN);
    await agent.getByText('<b>bold</b>').first().click();
    await thread(agent).getByText('bold').first().waitFor();
    await agent.getByRole('button', { name: 'Create ticket' }).click();
    const dialog = agent.getByRole('dialog', { name: 'New ticket' });
    const subject = dialog.getByRole('textbox', { name: 'Subject' });
    expect(await subject.inputValue()).toBe('Is this <b>bold</b>?');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await reply(
      agent,
      'Do:\n- press _it_\n- see [the manual](https://shop.test/manual)\n```\nled: green\n```',
    );
    for (const page of [visitor, agent]) {
      await thread(page).getByRole('listitem').filter({ hasText: 'press it' }).waitFor();
      expect(await thread(page).locator('strong').allInnerTexts()).toEqual(['this']);
      expect(await thread(page).locator('.bubble b').count()).toBe(0);
      expect(await thread(page).locator('pre').innerText()).toBe('led: green');
      const link = thread(page).getByRole('link', { name: 'the manual' });
      expect(await link.getAttribute('href')).toBe('https://shop.test/manual');
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    }
  });
});
