import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoFaults, leaveBrowser, newPerson, openChat, sent, startBrowser } from '../support/browser.ts';
import { connectConsole } from '../support/clients.ts';
import { isSkipped } from '../support/skip.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('a visitor who is writing', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  it('goes on in the same field when the last agent leaves, and when one comes', async () => {
    const { cookie } = await server.signIn();
    const agent = await connectConsole(server.url, cookie);
    const visitor = await newPerson(browser);
    const { page } = visitor;
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await page.getByRole('heading', { name: 'Write to us' }).waitFor();
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.focus();
    await page.keyboard.type('What I');
    agent.close();
    await page.getByText('Nobody is here right now').waitFor();
    await page.keyboard.type(' began');
    const another = await connectConsole(server.url, cookie);
    await page.getByRole('heading', { name: 'Write to us' }).waitFor();
    await page.keyboard.type(' is whole');
    expect(await field.inputValue()).toBe('What I began is whole');
    await page.keyboard.press('Enter');
    await sent(page, 'What I began is whole');
    another.close();
    expectNoFaults(visitor);
    await visitor.context.close();
  });
});
