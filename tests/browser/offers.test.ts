import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerId } from '../../shared/answer-id.ts';
import type { Attachment } from '../../shared/attachments.ts';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  openChat,
  type Person,
  sent,
  shoot,
  signIn,
  startBrowser,
  textsIn,
  thread,
  write,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { drawShirt } from '../support/files.ts';
import { KeyboardUser } from '../support/keyboard.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('what an agent offers', () => {
  let server: TestServer;
  let browser: Browser;
  let admin: SignedIn;
  let visitor: Person;
  let page: Page;
  let conversationId: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    admin = await server.signIn();
    visitor = await newPerson(browser, { viewport: { width: 1440, height: 900 } });
    page = visitor.page;
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await page.getByLabel('Email').fill('lena@example.com');
    await write(page, 'Which one is warm?');
    await sent(page, 'Which one is warm?');
    const { body } = await admin.get('/conversations?limit=1');
    conversationId = body.items[0].id;
  }, 90_000);

  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  const offer = async (body: object) => {
    const { status } = await admin.post(`/conversations/${conversationId}/messages`, body);
    expect(status).toBe(201);
  };
  const choice = (on: Page, name: string) => thread(on).getByRole('button', { name, exact: true });

  it('is answered under one name, in every client', () => {
    expect(answerId('d3b1a9c4-5a0e-4f7e-9d35-0f1c2b3a4d5e')).toBe('344af140-8791-8d63-856d-0212d15a363d');
  });

  it('is chosen with a press, once, and then gone, in every tab and after a reload', async () => {
    await offer({ text: 'For what weather?', quickReplies: ['Rain', 'Snow', 'Sun, all day long'] });
    await choice(page, 'Snow').waitFor();
    const tab = await visitor.context.newPage();
    await tab.goto(`${server.url}/demo`);
    await openChat(tab);
    await choice(tab, 'Snow').waitFor();
    await shoot(page, 'widget-quick-replies-1440');
    expect(await axeFindings(page)).toEqual([]);
    await choice(page, 'Snow')
      .dblclick({ noWaitAfter: true })
      .catch(() => undefined);
    await sent(page, 'Snow');
    for (const each of [page, tab]) await choice(each, 'Rain').waitFor({ state: 'detached' });
    await eventually(async () => expect(await textsIn(tab)).toEqual(await textsIn(page)));
    await page.reload();
    await openChat(page);
    await thread(page).getByText('For what weather?').waitFor();
    await sent(page, 'Snow');
    expect((await textsIn(page)).filter((text) => text.trim() === 'Snow')).toHaveLength(1);
    expect(await choice(page, 'Rain').count()).toBe(0);
    await tab.close();
  });

  it('is chosen by two tabs at once and sent once', async () => {
    const tab = await visitor.context.newPage();
    await tab.goto(`${server.url}/demo`);
    await openChat(tab);
    await offer({ text: 'With a hood?', quickReplies: ['With', 'Without'] });
    await Promise.all([page, tab].map((each) => choice(each, 'With').waitFor()));
    await Promise.all(
      [page, tab].map((each) =>
        choice(each, 'With')
          .click({ timeout: 2_000 })
          .catch(() => 0),
      ),
    );
    await sent(page, 'With');
    await eventually(async () => expect(await textsIn(tab)).toEqual(await textsIn(page)));
    expect((await textsIn(page)).filter((text) => text.trim() === 'With')).toHaveLength(1);
    await tab.close();
  });

  it('is reached by keyboard, ends when somebody writes instead, and leaves the cursor in the field', async () => {
    await offer({ text: 'Which size?', quickReplies: ['Small', 'Large'] });
    await choice(page, 'Small').waitFor();
    const user = await KeyboardUser.at(page);
    await page.getByRole('textbox', { name: 'Message' }).focus();
    await user.goTo('button "Large"', 'Shift+Tab');
    await user.press('Enter');
    await sent(page, 'Large');
    await expect.poll(() => user.at()).toBe('textbox "Message"');
    await offer({ text: 'And which color?', quickReplies: ['Red'] });
    await choice(page, 'Red').waitFor();
    await write(page, 'Do you have green?');
    await choice(page, 'Red').waitFor({ state: 'detached' });
    await sent(page, 'Do you have green?');
  });

  it('may be cards with pictures of ours and links that are safe', async () => {
    const { buffer } = await drawShirt();
    const path = `/conversations/${conversationId}/attachments?name=shirt.png&clientId=${randomUUID()}`;
    const uploaded = await admin.ask('POST', path, undefined, { bytes: new Uint8Array(buffer) });
    const { id: picture } = uploaded.body as Attachment;
    await offer({
      text: 'These are **green**',
      cards: [
        {
          title: 'Winter jacket',
          text: 'Down, waterproof, with a hood. From 129 euros.',
          link: 'https://shop.example/jackets/winter',
          picture,
          pictureWords: 'A green jacket',
        },
        { title: 'Rain jacket', text: 'Light.', link: 'https://shop.example/jackets/rain' },
        { title: 'Only words' },
      ],
      quickReplies: ['The first one', 'Neither'],
    });
    const link = thread(page).getByRole('link', { name: /Winter jacket/ });
    await link.waitFor();
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(await link.getAttribute('href')).toBe('https://shop.example/jackets/winter');
    const shown = thread(page).getByRole('img', { name: 'A green jacket' });
    await expect
      .poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 20_000 })
      .toBe(640);
    for (const [width, height] of [
      [320, 568],
      [390, 844],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await shoot(page, `widget-cards-${width}`);
      expect(await axeFindings(page)).toEqual([]);
    }
    expectNoFaults(visitor);
  });

  it('is put together in the console by keyboard, and shown there as the visitor sees it', async () => {
    const agent = await newPerson(browser);
    await signIn(agent.page, server.url, ADMIN);
    await agent.page.goto(`${server.url}/console/conversations/${conversationId}`);
    await agent.page.getByRole('textbox', { name: 'Reply' }).fill('Shall I send you one?');
    const offers = agent.page.getByRole('button', { name: 'Offer', exact: true });
    await offers.press('Enter');
    await agent.page.getByRole('menuitem', { name: 'Quick replies' }).press('Enter');
    const field = agent.page.getByRole('textbox', { name: 'Quick reply' });
    for (const reply of ['Yes, please', 'No', 'Oops']) {
      await field.fill(reply);
      await field.press('Enter');
      await agent.page.getByRole('button', { name: `Take back ${reply}` }).waitFor();
    }
    await field.press('Backspace');
    await agent.page.getByRole('button', { name: 'Take back Oops' }).waitFor({ state: 'detached' });
    await offers.click();
    await agent.page.getByRole('menuitem', { name: 'Card', exact: true }).click();
    const dialog = agent.page.getByRole('dialog', { name: 'Card' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Green jacket');
    await dialog.getByRole('textbox', { name: 'Link' }).fill('javascript:alert(1)');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('A link begins with https://').waitFor();
    await dialog.getByRole('textbox', { name: 'Link' }).fill('https://shop.example/green');
    const chooser = agent.page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Picture' }).click();
    await (await chooser).setFiles(await drawShirt());
    await dialog.getByRole('textbox', { name: 'What is to be seen' }).fill('A jacket, green');
    await shoot(agent.page, 'console-card-dialog');
    expect(await axeFindings(agent.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await agent.page.getByRole('button', { name: 'Take back Card: Green jacket' }).waitFor();
    await shoot(agent.page, 'console-offers');
    await agent.page.getByRole('button', { name: 'Send' }).click();
    await choice(page, 'Yes, please').waitFor();
    const link = thread(page).getByRole('link', { name: /Green jacket/ });
    expect(await link.getAttribute('href')).toBe('https://shop.example/green');
    await expect
      .poll(
        () =>
          thread(page)
            .getByRole('img', { name: 'A jacket, green' })
            .evaluate((img: HTMLImageElement) => img.naturalWidth),
        { timeout: 20_000 },
      )
      .toBe(640);
    const shown = thread(agent.page);
    await shown.getByRole('list', { name: 'Quick replies' }).last().getByText('Yes, please').waitFor();
    await shown.getByRole('img', { name: 'A jacket, green' }).waitFor();
    await shoot(agent.page, 'console-offers-sent');
    await agent.page.setViewportSize({ width: 390, height: 844 });
    await shoot(agent.page, 'console-offers-390');
    await agent.page.setViewportSize({ width: 1440, height: 900 });
    expect(await axeFindings(agent.page)).toEqual([]);
    await choice(page, 'Yes, please').click();
    await shown.getByText('Yes, please').nth(1).waitFor();
    expectNoFaults(agent, visitor);
    await agent.context.close();
  });
});
