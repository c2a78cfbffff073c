import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment } from '../../shared/attachments.ts';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  openChat,
  sent,
  shoot,
  signIn,
  startBrowser,
  thread,
  write,
} from '../support/browser.ts';
import { type Console, connectConsole } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { drawShirt } from '../support/files.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const HOUR_MS = 3_600_000;

describe.skipIf(isSkipped('browser'))('what is new', () => {
  let server: TestServer;
  let browser: Browser;
  let admin: SignedIn;
  /** An agent is there. */
  let here: Console;
  const clock = new TurnedClock();

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ clock }), startBrowser()]);
    admin = await server.signIn();
    here = await connectConsole(server.url, admin.cookie);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    here?.close();
    await server?.close();
  });

  async function newest(): Promise<string> {
    return (await admin.get('/conversations?limit=1')).body.items[0].id;
  }
  async function answer(body: object): Promise<void> {
    clock.turn(1_000);
    expect((await admin.post(`/conversations/${await newest()}/messages`, body)).status).toBe(201);
  }
  async function answerWithPicture(): Promise<void> {
    const path = `/conversations/${await newest()}/attachments?name=shirt.png&clientId=${randomUUID()}`;
    const { buffer } = await drawShirt();
    const { body } = await admin.ask('POST', path, undefined, { bytes: new Uint8Array(buffer) });
    await answer({ attachments: [(body as Attachment).id] });
  }

  it('shows beside the launcher while the chat is closed, without marks and in the language of the page', async () => {
    const visitor = await newPerson(browser, { viewport: { width: 1440, height: 900 } });
    const { page } = visitor;
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await write(page, 'Is it *warm*?');
    await sent(page, 'Is it');
    await page.getByRole('button', { name: 'Close chat' }).click();
    await answer({ text: '**Yes**, see [our shop](https://shop.example/a)\n- and `more`' });
    const peek = page.getByRole('button', { name: /Admin/ });
    await peek.getByText('Yes, see our shop and more').waitFor();
    await page
      .getByRole('status')
      .getByText('Admin: Yes, see our shop and more')
      .waitFor({ state: 'attached' });
    for (const [width, height] of [
      [320, 568],
      [390, 844],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await shoot(page, `widget-peek-${width}`);
      expect(await axeFindings(page)).toEqual([]);
    }
    await page.getByRole('button', { name: 'Hide' }).click();
    await peek.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await page.evaluate(() => {
      window.Parley ||= [];
      window.Parley.push((parley) => parley.setLocale('de'));
    });
    await page.getByRole('button', { name: 'Chat öffnen' }).waitFor();
    await answerWithPicture();
    await peek.getByText('Foto').waitFor();
    await peek.click();
    await thread(page.getByRole('dialog')).or(page.getByRole('log')).first().waitFor();
    await peek.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Zurück' }).click();
    await page.getByRole('list', { name: 'Ihre Unterhaltungen' }).getByText('Foto').waitFor();

    const agent = await newPerson(browser);
    await signIn(agent.page, server.url, ADMIN);
    const list = agent.page.getByRole('list', { name: 'Conversations' });
    await list.getByText('You: Photo').waitFor();
    await answer({ text: 'It is **very** warm' });
    await eventually(
      async () => {
        // What changes in a list is told once a second.
        clock.turn(1_000);
        expect(await list.getByText('You: It is very warm').count()).toBe(1);
      },
      { timeoutMs: 20_000 },
    );
    expectNoFaults(visitor, agent);
    await Promise.all([visitor.context.close(), agent.context.close()]);
  });

  it('and what is old: a picture gets a newer address before the first one ends, and when it has', async () => {
    const visitor = await newPerson(browser);
    const { page } = visitor;
    await page.clock.install({ time: clock.now() });
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await write(page, 'What does it look like?');
    await sent(page, 'What does it look like?');
    await answerWithPicture();
    const small = thread(page).getByRole('img', { name: 'shirt.png' }).first();
    const address = async () => (await small.getAttribute('src')) ?? '';
    await small.waitFor();
    const first = await address();
    expect((await fetch(first)).status).toBe(200);
    clock.turn(28 * HOUR_MS);
    await page.clock.fastForward(28 * HOUR_MS);
    await eventually(async () => expect(await address()).not.toBe(first), { timeoutMs: 20_000 });
    const second = await address();
    expect((await fetch(second)).status).toBe(200);
    // The clock of the server alone: that of the visitor may be wrong.
    clock.turn(72 * HOUR_MS);
    expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 404]);
    await page.clock.fastForward(HOUR_MS / 4);
    await thread(page).getByRole('button', { name: 'shirt.png' }).click();
    const whole = page.getByRole('dialog', { name: 'shirt.png' }).getByRole('img');
    await expect
      .poll(() => whole.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 20_000 })
      .toBe(1_200);
    expect(await address()).not.toBe(second);
    expectNoFaults(visitor);
    await visitor.context.close();
  });
});
