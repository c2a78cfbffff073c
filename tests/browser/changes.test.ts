import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  type Person,
  shoot,
  startBrowser,
} from '../support/browser.ts';
import { ServerProcess } from '../support/server-process.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('what was written', () => {
  let server: ServerProcess;
  let browser: Browser;
  let agent: Person;
  let visitor: Person;

  beforeAll(async () => {
    [server, browser] = await Promise.all([
      ServerProcess.start({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password }),
      startBrowser(),
    ]);
    [agent, visitor] = await Promise.all([
      newPerson(browser),
      newPerson(browser, { viewport: { width: 390, height: 780 }, hasTouch: true }),
    ]);
    await agent.page.goto(`${server.url}/console/`);
    await agent.page.getByRole('textbox', { name: 'Email' }).fill(ADMIN.email);
    await agent.page.getByLabel('Password').fill(ADMIN.password);
    await agent.page.getByRole('button', { name: 'Sign in' }).click();
    await agent.page.getByRole('navigation', { name: 'Main' }).waitFor();
    await visitor.page.goto(`${server.url}/demo`);
    await visitor.page.getByRole('button', { name: 'Open chat' }).click();
    const start = visitor.page.getByRole('button', { name: /Write to us/ });
    const box = visitor.page.getByRole('textbox', { name: 'Message', exact: true });
    await box.or(start).first().waitFor();
    if (await start.isVisible()) await start.click();
    await visitor.page.getByRole('textbox', { name: 'Message', exact: true }).fill('I ordered too shirts');
    await visitor.page.getByRole('button', { name: 'Send' }).click();
    await thread(visitor.page).getByText('Sent', { exact: true }).waitFor();
    await agent.page.getByText('I ordered too shirts').first().click();
    await thread(agent.page).getByText('I ordered too shirts').waitFor();
  }, 90_000);

  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  const thread = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });

  async function shots(name: string): Promise<void> {
    await shoot(visitor.page, `widget-${name}`);
    await shoot(agent.page, `console-${name}`);
  }

  it('is edited by the visitor, by keys alone, and the agent reads the new text and the old one in the history', async () => {
    const { page } = visitor;
    const options = thread(page).getByRole('button', { name: 'Message options' });
    await options.first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    await shots('choices');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Edit message' }).fill('I ordered two shirts');
    await shots('edit');
    await page.keyboard.press('Enter');
    await thread(page).getByText('I ordered two shirts').waitFor();
    await thread(page).getByText('edited').waitFor();
    await thread(agent.page).getByText('I ordered two shirts').waitFor();
    await agent.page.getByRole('button', { name: 'Options of this message' }).focus();
    await agent.page.keyboard.press('Enter');
    await shots('menu');
    await agent.page.getByRole('menuitem', { name: 'History' }).click();
    await agent.page.getByRole('dialog').getByText('I ordered too shirts').waitFor();
    await shots('history');
    expect(await axeFindings(agent.page)).toEqual([]);
    await agent.page.keyboard.press('Escape');
  });

  it('is edited by the agent with ArrowUp, and reacted to by both', async () => {
    const reply = agent.page.getByRole('textbox', { name: 'Reply' });
    await reply.fill('Which ons?');
    await reply.press('Enter');
    await thread(visitor.page).getByText('Which ons?').waitFor();
    await thread(agent.page)
      .getByText(/^(Sent|Seen)$/)
      .waitFor();
    await reply.press('ArrowUp');
    const editor = agent.page.getByRole('textbox', { name: 'Edit message' });
    await editor.fill('Which ones?');
    await shots('agent-edit');
    await editor.press('Enter');
    await thread(visitor.page).getByText('Which ones?').waitFor();

    await thread(visitor.page).getByRole('button', { name: 'Message options' }).last().click();
    await shots('reactions');
    await visitor.page.getByRole('button', { name: 'React with Thumbs up' }).click();
    await thread(visitor.page).getByText('👍').waitFor();
    await thread(agent.page).getByText('👍').waitFor();
    await agent.page.getByRole('button', { name: 'Options of this message' }).first().focus();
    await agent.page.keyboard.press('Enter');
    await agent.page.getByRole('menuitemradio', { name: 'React 🎉' }).click();
    await thread(visitor.page).getByText('🎉').waitFor();
    await shots('reacted');
  });

  it('is deleted after a question, for everybody, and the list says so', async () => {
    const { page } = visitor;
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('My password is secret');
    await page.getByRole('button', { name: 'Send' }).click();
    const item = agent.page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
    await item.getByText('My password is secret').waitFor();
    const secret = thread(page).locator('.mine').filter({ hasText: 'My password is secret' });
    await secret.getByRole('button', { name: 'Message options' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Delete this message for everybody?').waitFor();
    await shots('delete');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await thread(page).getByText('Message deleted').waitFor();
    await thread(agent.page).getByText('Message deleted').waitFor();
    await item.getByText('Message deleted').waitFor();
    await shots('deleted');
    expect(await axeFindings(page)).toEqual([]);
    expectNoFaults(agent, visitor);
  });
});
