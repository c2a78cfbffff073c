import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendMany } from '../support/append-many.ts';
import { openChat, sent, shoot, signIn, textsIn, thread, write } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

const READING_MS = 5_000;
const HOSTILE = '</title><script>window.struck = 1</script><img src=x onerror="window.struck = 1"> & "done"';

/** What a reader of QR codes finds on the screen; an empty text where it finds none. */
async function codeOn(page: Page): Promise<string> {
  const screen = sharp(await page.screenshot())
    .ensureAlpha()
    .raw();
  const { data, info } = await screen.toBuffer({ resolveWithObject: true });
  try {
    return decodeQR({ data, width: info.width, height: info.height }, { timeLimit: READING_MS });
  } catch {
    return '';
  }
}

describe.skipIf(isSkipped('browser'))('a visitor who has what they came for', () => {
  const come = withPeople();
  let server: TestServer;
  let admin: SignedIn;

  beforeAll(async () => {
    server = await startServer();
    admin = await server.signIn();
  });
  afterAll(async () => {
    await server?.close();
  });

  const person = async (): Promise<Page> => (await come()).page;

  /** On a page of the strict policy that customers are advised to have. */
  async function chatIn(page: Page, text: string): Promise<string> {
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await write(page, text);
    await sent(page, text);
    return String((await server.db.collection('entries').findOne({ text }))?.conversationId);
  }

  async function answer(conversationId: string, text: string): Promise<string> {
    const { status, body } = await admin.post(`/conversations/${conversationId}/messages`, { text });
    expect(status).toBe(201);
    const entry = await server.db.collection('entries').findOne({ conversationId, seq: body.seq });
    return String(entry?.clientId);
  }

  const choose = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'Conversation options' }).click();
    await page.getByRole('button', { name, exact: true }).click();
  };

  it('ends the chat, which agents see, and goes on by writing', async () => {
    const page = await person();
    const id = await chatIn(page, 'a question that answers itself');
    const desk = await person();
    await signIn(desk, server.url, ADMIN);
    await desk.goto(`${server.url}/console/conversations/${id}`);
    await thread(desk).getByText('a question that answers itself').waitFor();
    await page.getByRole('button', { name: 'Conversation options' }).click();
    await page.getByRole('button', { name: 'End chat', exact: true }).waitFor();
    await shoot(page, 'ending-options');
    await page.getByRole('button', { name: 'End chat', exact: true }).click();
    await page.getByText('End this conversation?').waitFor();
    await shoot(page, 'ending-end');
    await page.keyboard.press('Escape');
    await page.getByText('End this conversation?').waitFor({ state: 'detached' });
    // The chat itself stays, and the focus is where it was.
    await eventually(async () =>
      expect(
        await page.evaluate(() => {
          const { activeElement } = document.querySelector('parley-chat')?.shadowRoot ?? document;
          return activeElement?.getAttribute('aria-label');
        }),
      ).toBe('Conversation options'),
    );
    await choose(page, 'End chat');
    await page.getByRole('button', { name: 'End chat', exact: true }).click();
    await thread(page).getByText('This conversation is resolved').waitFor();
    await thread(desk).getByText('ended the chat').waitFor();
    await page.getByRole('button', { name: 'Conversation options' }).click();
    await page.getByRole('button', { name: 'Save conversation' }).waitFor();
    expect(await page.getByRole('button', { name: 'End chat', exact: true }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await write(page, 'one more thing');
    await sent(page, 'one more thing');
    await thread(desk).getByText('one more thing').waitFor();
  });

  it('takes along what was said, as far as they may see it, with nothing in it that runs', async () => {
    const page = await person();
    const id = await chatIn(page, `a question ${HOSTILE}`);
    await admin.post(`/conversations/${id}/notes`, { text: 'a note between agents' });
    const target = await answer(id, 'a secret of somebody else');
    await server.app.conversations.append({
      ...{ conversationId: id, clientId: `remove-${target}`, author: { kind: 'agent', id: admin.agent.id } },
      intent: { kind: 'removed', target },
      decide: () => ({ kind: 'removed', of: 'message', target }),
    });
    await answer(id, 'the last answer');
    await appendMany(server, id, 120);
    await page.reload();
    await openChat(page);
    await thread(page).getByText('entry 119', { exact: true }).first().waitFor();
    const coming = page.waitForEvent('download');
    await choose(page, 'Save conversation');
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(/^Conversation-with-[\w-]+\.html$/);
    const file = await readFile(await download.path(), 'utf8');
    for (const text of ['the last answer', 'Message deleted', 'entry 1<', 'entry 119<', '&lt;script&gt;'])
      expect(file).toContain(text);
    for (const text of ['a note between agents', 'a secret of somebody else', '<script', '<img'])
      expect(file).not.toContain(text);
    const reader = await person();
    await reader.goto('about:blank');
    await reader.setContent(file);
    await reader.getByText('the last answer').waitFor();
    expect(await reader.evaluate(() => 'struck' in window)).toBe(false);
    await shoot(reader, 'ending-transcript');
  });

  it('prints it, and nothing of the page', async () => {
    const page = await person();
    await page.addInitScript(() => {
      window.print = () => {
        const said = `${document.title}\n${document.body.innerText}\n${getComputedStyle(document.body).fontSize}`;
        (window.top as Window & { printed?: string }).printed = said;
      };
    });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    await chatIn(page, 'to be printed');
    await choose(page, 'Print conversation');
    const printed = await eventually(() =>
      page.evaluate(() => (window as Window & { printed?: string }).printed ?? null),
    );
    expect(printed).toContain('to be printed');
    expect(printed).toContain('15px');
    expect(printed).not.toContain('Write something');
    expect(complaints).toEqual([]);
  });

  it('goes on elsewhere by a link, which looking at it does not use up, and which works once', async () => {
    const page = await person();
    await chatIn(page, 'begun at the desk');
    await choose(page, 'Continue on another device');
    const link = page.getByRole('textbox', { name: 'Link for the other device' });
    await link.waitFor();
    await page.getByRole('img', { name: 'Code for the other device' }).waitFor();
    await shoot(page, 'ending-hand-over');
    const url = await link.inputValue();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/demo#parley=[\w.-]+$/);

    // A program that looks at links, and runs what it finds there.
    const robot = await person();
    await robot.goto(url);
    await robot.getByText('Continue your conversation here?').waitFor();
    await robot.close();

    const phone = await come({ viewport: { width: 390, height: 780 } });
    await phone.page.goto(url);
    await phone.page.getByText('Continue your conversation here?').waitFor();
    await eventually(() => expect(phone.page.url()).toBe(`${server.url}/demo`));
    await shoot(phone.page, 'ending-take-over');
    const late = await person();
    await late.goto(url);
    await late.getByRole('button', { name: 'Continue here' }).waitFor();

    await phone.page.getByRole('button', { name: 'Continue here' }).click();
    await thread(phone.page).getByText('begun at the desk').waitFor();
    await page.getByText('The other device goes on with this conversation').waitFor();
    await late.getByRole('button', { name: 'Continue here' }).click();
    await late.getByText('This link has been used or is over').waitFor();
    await late.getByRole('button', { name: 'Not now' }).click();
    await openChat(late);
    expect(await textsIn(late)).toEqual([]);

    await write(phone.page, 'and on the telephone');
    await sent(phone.page, 'and on the telephone');
    await thread(page).getByText('and on the telephone').waitFor();
    await page.getByRole('button', { name: 'Back' }).last().click();
    await write(page, 'and here again');
    await thread(phone.page).getByText('and here again').waitFor();
    await phone.page.reload();
    await openChat(phone.page);
    await thread(phone.page).getByText('and here again').waitFor();
  });

  it.each([
    ['a desk', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
    ['a phone in the dark', { viewport: { width: 390, height: 780 }, colorScheme: 'dark' }],
  ] as const)('is shown the link as a code that a camera reads, on %s', async (_, options) => {
    const { page } = await come(options);
    await chatIn(page, `to be scanned ${options.colorScheme}`);
    await choose(page, 'Continue on another device');
    const url = await page.getByRole('textbox', { name: 'Link for the other device' }).inputValue();
    await eventually(async () => expect(await codeOn(page)).toBe(url));
  });

  it('is asked at once where the link is opened in a page that is there already', async () => {
    const page = await person();
    await chatIn(page, 'begun on one page');
    await choose(page, 'Continue on another device');
    const url = await page.getByRole('textbox', { name: 'Link for the other device' }).inputValue();
    const { page: device } = await come();
    const asks = () => device.getByText('Continue your conversation here?');
    const follow = () => device.evaluate((address) => location.assign(address), url);
    await device.goto(`${server.url}/demo`);
    await device.getByRole('button', { name: 'Open chat' }).waitFor();
    const before = await device.evaluate(() => performance.timeOrigin);
    // The chat has never been opened there.
    await follow();
    await asks().waitFor();
    await eventually(() => expect(device.url()).toBe(`${server.url}/demo`));
    // It is open already.
    await device.getByRole('button', { name: 'Not now' }).click();
    await device.getByRole('textbox', { name: 'Message' }).waitFor();
    await follow();
    await asks().waitFor();
    await device.getByRole('button', { name: 'Not now' }).click();
    // It has been closed.
    await device.getByRole('button', { name: 'Close chat' }).first().click();
    await follow();
    await device.getByRole('button', { name: 'Continue here' }).click();
    await thread(device).getByText('begun on one page').waitFor();
    expect(await device.evaluate(() => performance.timeOrigin)).toBe(before);
  });

  it('finds the chat closed, and nothing of a link left, where a page calls something else by its name', async () => {
    const page = await person();
    await chatIn(page, 'begun on another page');
    await choose(page, 'Continue on another device');
    const url = await page.getByRole('textbox', { name: 'Link for the other device' }).inputValue();
    const { page: device } = await come();
    const own = `${server.url}/demo?parley=demo`;
    await device.goto(own);
    const launcher = device.getByRole('button', { name: 'Open chat' });
    await launcher.waitFor();
    await device.evaluate(() => {
      location.hash = 'elsewhere';
      return new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    });
    expect(await launcher.getAttribute('aria-expanded')).toBe('false');
    await device.evaluate((fragment) => {
      location.hash = fragment;
    }, new URL(url).hash);
    await device.getByText('Continue your conversation here?').waitFor();
    await eventually(() => expect(device.url()).toBe(own));
  });

  it('is told what else a link changes in a browser that has conversations, in all its tabs', async () => {
    const page = await person();
    await chatIn(page, 'of the one device');
    await choose(page, 'Continue on another device');
    const url = await page.getByRole('textbox', { name: 'Link for the other device' }).inputValue();
    const { page: device, context } = await come();
    await chatIn(device, 'of the other device');
    const tab = await context.newPage();
    await tab.goto(`${server.url}/demo`);
    await openChat(tab);
    await thread(tab).getByText('of the other device').waitFor();
    // Another address, or the browser would only scroll.
    await device.goto('about:blank');
    await device.goto(url);
    await device.getByText('are no longer shown here').waitFor();
    await device.getByRole('button', { name: 'Continue here' }).click();
    for (const each of [device, tab]) {
      await thread(each).getByText('of the one device').waitFor();
      expect((await textsIn(each)).join()).not.toContain('of the other device');
    }
  });
});
