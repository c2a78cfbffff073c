import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VisitorForm } from '../../shared/forms.ts';
import { ASKS_ALL, asking } from '../forms/forms-of.ts';
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
  tapWire,
  thread,
} from '../support/browser.ts';
import { connectConsole } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('what a visitor is asked before the first message', () => {
  let server: TestServer;
  let browser: Browser;
  let visitor: Person;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
  });
  beforeEach(async () => {
    visitor = await newPerson(browser);
  });
  afterEach(async () => {
    await visitor.context.close();
    expectNoFaults(visitor);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  const ask = (forms: { preChatForm?: VisitorForm | null; offlineForm?: VisitorForm | null }) =>
    server.app.sites.change(server.site().id, { preChatForm: null, offlineForm: null, ...forms });
  const open = async (page: Page) => {
    await page.goto(`${server.url}/demo`);
    await openChat(page);
  };
  const field = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });
  const topic = (page: Page) => page.getByRole('combobox', { name: 'About' });
  const agreement = (page: Page) => page.getByRole('checkbox', { name: /I agree/ });
  /** The fault that is read with a field. */
  const faultOf = async (page: Page, id: string) => page.locator(`#asked-${id}-fault`).innerText();
  const fillIn = async (page: Page) => {
    await field(page, 'Email').fill('lena@example.test');
    await topic(page).selectOption('A return');
    await field(page, 'Order number').fill('4711');
    await agreement(page).check();
    await field(page, 'Message').fill('It does not fit');
  };
  const send = (page: Page) => page.getByRole('button', { name: 'Send' }).click();
  const opened = () =>
    server.app.conversations.collections.conversations.find({}).sort({ openedAt: -1 }).limit(1).toArray();

  it('is filled in by keyboard alone, with each fault at its field, and kept over a reload', async () => {
    await ask({ preChatForm: ASKS_ALL });
    const { page } = visitor;
    await open(page);
    await field(page, 'Order number').waitFor();
    await shoot(page, 'form');
    expect(await axeFindings(page)).toEqual([]);

    await field(page, 'Name (optional)').focus();
    await page.keyboard.type('Lena');
    await page.keyboard.press('Tab');
    await page.keyboard.type('lena@');
    await send(page);
    await page.getByText('This address looks incomplete.').waitFor();
    expect(await faultOf(page, 'email')).toContain('incomplete');
    for (const id of ['topic', 'f4', 'consent'])
      expect(await faultOf(page, id)).toBe('This is needed to go on.');
    expect(await faultOf(page, 'name')).toBe('');
    expect(await page.locator('#needed').innerText()).toBe('This is needed to go on.');
    // The first of them has the cursor.
    await page.keyboard.press('End');
    await page.keyboard.type('example.test');
    expect(await field(page, 'Email').inputValue()).toBe('lena@example.test');
    expect(await faultOf(page, 'email')).toBe('');
    await shoot(page, 'form-faults');
    expect(await axeFindings(page)).toEqual([]);

    await page.keyboard.press('Tab');
    await page.keyboard.type('A r');
    await page.keyboard.press('Tab');
    await page.keyboard.type('4711');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    // Then the link, the message and the button: nobody meets the field that is there for machines.
    await page.keyboard.press('Tab');
    expect(await page.getByRole('link', { name: 'Privacy' }).getAttribute('href')).toBe(
      ASKS_ALL.consent?.url,
    );
    await page.keyboard.press('Tab');
    await page.keyboard.type('It does not');
    await page.reload();
    await openChat(page);
    await field(page, 'Order number').waitFor();
    expect(await field(page, 'Name (optional)').inputValue()).toBe('Lena');
    expect(await field(page, 'Email').inputValue()).toBe('lena@example.test');
    expect(await topic(page).inputValue()).toBe('A return');
    expect(await field(page, 'Order number').inputValue()).toBe('4711');
    expect(await page.getByRole('checkbox', { name: 'Express delivery' }).isChecked()).toBe(true);
    expect(await agreement(page).isChecked()).toBe(true);
    await field(page, 'Message').focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' fit');
    await page.keyboard.press('Enter');
    await sent(page, 'It does not fit');
    expect(await opened()).toMatchObject([
      {
        topic: 'A return',
        form: {
          answers: [
            { label: 'Order number', value: '4711' },
            { label: 'Express delivery', value: true },
          ],
        },
      },
    ]);
    // For the next one only what is not known is asked.
    await page.getByRole('button', { name: 'Back' }).click();
    await field(page, 'Order number').waitFor();
    expect(await field(page, /Name|Email/).count()).toBe(0);
    expect(await field(page, 'Order number').inputValue()).toBe('');
  });

  it('lets whoever is quicker than its first field stay where they are', async () => {
    await ask({ preChatForm: ASKS_ALL });
    const { page } = visitor;
    await page.goto(`${server.url}/demo`);
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await page.evaluate(() => {
      const root = document.querySelector('parley-chat')?.shadowRoot as ShadowRoot;
      const onDrawn = new MutationObserver(() => {
        const email = root.getElementById('asked-email');
        if (email === null) return;
        onDrawn.disconnect();
        email.focus();
      });
      onDrawn.observe(root, { childList: true, subtree: true });
    });
    await openChat(page);
    await field(page, 'Email').waitFor();
    // What is done once it is drawn is done by then.
    for (let frames = 0; frames < 3; frames++) await page.evaluate(() => new Promise(requestAnimationFrame));
    await page.keyboard.type('lena@example.test');
    expect(await field(page, 'Email').inputValue()).toBe('lena@example.test');
  });

  it('takes all that the browser fills in at once, and says no longer that it is missing', async () => {
    await ask({ preChatForm: ASKS_ALL });
    const { page } = visitor;
    await open(page);
    await field(page, 'Email').waitFor();
    await field(page, 'Message').fill('It does not fit');
    await send(page);
    const faults = () => Promise.all(['email', 'f4', 'topic'].map((id) => faultOf(page, id)));
    await eventually(async () => expect(await faults()).not.toContain(''));
    // As browsers fill in a person: one field after the other, before anything is drawn.
    await page.evaluate(() => {
      const root = document.querySelector('parley-chat')?.shadowRoot;
      for (const [id, value] of Object.entries({ name: 'Lena', email: 'lena@example.test', f4: '4711' })) {
        const input = root?.getElementById(`asked-${id}`) as HTMLInputElement;
        input.value = value;
        input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      }
    });
    await topic(page).selectOption('A return');
    expect(await field(page, 'Name (optional)').inputValue()).toBe('Lena');
    expect(await field(page, 'Email').inputValue()).toBe('lena@example.test');
    expect(await faults()).toEqual(['', '', '']);
  });

  it('goes along with a message that is sent later, from the next page', async () => {
    await ask({ preChatForm: ASKS_ALL });
    const { page } = visitor;
    const wire = await tapWire(page);
    await open(page);
    await field(page, 'Order number').waitFor();
    await fillIn(page);
    wire.swallow = true;
    await send(page);
    await thread(page).getByText('It does not fit').waitFor();
    wire.swallow = false;
    await page.reload();
    await openChat(page);
    await sent(page, 'It does not fit');
    expect(await opened()).toMatchObject([
      { topic: 'A return', form: { consent: { url: ASKS_ALL.consent?.url } } },
    ]);
  });

  it('is shown again with all that was typed where the site asks something else by then', async () => {
    await ask({ preChatForm: ASKS_ALL });
    const { page } = visitor;
    const wire = await tapWire(page);
    wire.onReceive = (frame) => (frame.includes('"site",') ? null : frame);
    await open(page);
    await field(page, 'Order number').waitFor();
    // The welcome has come: what changes from now on this page hears of in no other way.
    await page.getByText('Nobody is here right now').waitFor();
    await fillIn(page);
    const size = { id: 'f6', kind: 'text', to: 'conversation', label: 'Size', required: true } as const;
    await ask({ preChatForm: { ...ASKS_ALL, fields: [...ASKS_ALL.fields, size] } });
    await send(page);
    await page.getByRole('alert').getByText('Something is missing in the form').waitFor();
    await field(page, 'Size').waitFor();
    await expect.poll(() => faultOf(page, 'f6')).toBe('This is needed to go on.');
    await shoot(page, 'form-again');
    expect(await field(page, 'Order number').inputValue()).toBe('4711');
    expect(await agreement(page).isChecked()).toBe(true);
    expect(await field(page, 'Message').inputValue()).toBe('It does not fit');
    await field(page, 'Size').fill('42');
    await send(page);
    await sent(page, 'It does not fit');
    expect(await thread(page).locator('.mine').count()).toBe(1);
    expect((await opened())[0]?.form?.answers).toContainEqual({ label: 'Size', value: '42' });
  });

  it('follows who is there, and what was typed stays', async () => {
    const name = ASKS_ALL.fields[0];
    const email = ASKS_ALL.fields[1];
    if (!name || !email) throw new Error('no fields');
    await ask({
      preChatForm: asking(name),
      offlineForm: { ...asking(name, email), intro: 'We sleep. Back at nine.' },
    });
    const agent = await connectConsole(server.url, (await server.signIn()).cookie);
    const { page } = visitor;
    await open(page);
    await field(page, 'Name (optional)').fill('Lena');
    expect(await field(page, 'Email').count()).toBe(0);
    agent.close();
    await page.getByText('We sleep. Back at nine.').waitFor();
    await field(page, 'Email').waitFor();
    expect(await field(page, 'Name (optional)').inputValue()).toBe('Lena');
    await shoot(page, 'form-offline');
    await field(page, 'Email').fill('lena@example.test');
    await field(page, 'Message').fill('Good night');
    await send(page);
    await sent(page, 'Good night');
    expect(await opened()).toMatchObject([{ form: { kind: 'offline' } }]);
  });

  it('asks in the thread, too, what has to be agreed to before an address is left', async () => {
    const [name] = ASKS_ALL.fields;
    if (!name) throw new Error('no fields');
    await ask({ offlineForm: { ...asking(name), consent: ASKS_ALL.consent } });
    const { page } = visitor;
    await open(page);
    await agreement(page).check();
    await field(page, 'Message').fill('Is anybody there?');
    await send(page);
    await page.getByText('Leave your email').waitFor();
    await field(page, 'Email').fill('lena@example.test');
    const save = page.getByRole('button', { name: 'Save' });
    await save.click();
    await eventually(async () => expect(await faultOf(page, 'consent')).toBe('This is needed to go on.'));
    await shoot(page, 'form-thread-consent');
    expect(await axeFindings(page)).toEqual([]);
    const kept = () =>
      server.db.collection('contacts').findOne({ email: 'lena@example.test', agreed: { $exists: true } });
    expect(await kept()).toBeNull();
    await agreement(page).check();
    await save.click();
    await page.getByText('write to lena@example.test').waitFor();
    expect(await kept()).toMatchObject({ agreed: { text: ASKS_ALL.consent?.text } });
    await signIn(page, server.url, ADMIN);
    const [conversation] = await opened();
    await page.goto(`${server.url}/console/conversations/${conversation?._id}`);
    // With the form that began it, and with the address that was left later.
    await eventually(async () => expect(await page.getByText('Agreed to').count()).toBe(2));
    await shoot(page, 'form-thread-agreed');
  });

  it('has a field that only machines fill in; a person whose browser did sends again', async () => {
    await ask({ preChatForm: ASKS_ALL });
    const { page } = visitor;
    await open(page);
    await field(page, 'Order number').waitFor();
    await fillIn(page);
    const trap = page.locator('input[name=website]');
    await trap.evaluate((input: HTMLInputElement) => {
      input.focus();
      input.value = 'https://spam.example';
    });
    expect(await trap.evaluate((input) => input.matches(':focus'))).toBe(false);
    expect(await page.getByRole('textbox', { includeHidden: false }).count()).toBe(4);
    const before = (await opened())[0]?._id;
    await send(page);
    await page.getByRole('alert').getByText('Something is missing in the form').waitFor();
    expect((await opened())[0]?._id).toBe(before);
    await send(page);
    await sent(page, 'It does not fit');
    await eventually(async () => expect((await opened())[0]?._id).not.toBe(before));
  });

  it('is made in the console beside the chat as it will be, and its answers stand beside the conversation', async () => {
    await ask({});
    const { page } = visitor;
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/settings/sites/${server.site().id}/forms`);
    const form = page.getByRole('region', { name: 'Before a conversation' });
    await form.getByRole('button', { name: 'Asked', exact: true }).click();
    const add = async (kind: string, question: string) => {
      const before = await form.getByRole('listitem').count();
      await form.getByRole('button', { name: 'Add a question' }).click();
      const item = form.getByRole('listitem').nth(before);
      await item.getByRole('combobox', { name: 'What is asked' }).selectOption({ label: kind });
      await item.getByRole('textbox', { name: 'Question' }).fill(question);
      return item;
    };
    await add('Email', '');
    const choice = await add('Topic, from a list', 'What is it about?');
    const own = await add('Text', '');
    await form.getByRole('checkbox', { name: 'Consent' }).check();
    await form.getByRole('textbox', { name: 'Link', exact: true }).fill('shop');
    // What is wrong is said at its place, before and whatever the server says.
    await page.getByRole('button', { name: 'Save' }).click();
    await choice.getByText('2 to 20 choices').waitFor();
    await own.getByText('A question has 1 to 120 characters.').waitFor();
    await form.getByText('A link looks like https://shop.example/privacy.').waitFor();
    await shoot(page, 'console-form-faults');
    await choice.getByRole('textbox', { name: 'Choices' }).fill('An order\nA return');
    await own.getByRole('textbox', { name: 'Question' }).fill('Order number');
    await own.getByRole('checkbox', { name: 'Has to be answered' }).check();
    await form.getByRole('textbox', { name: 'Link', exact: true }).fill('https://shop.test/privacy');
    const up = form.getByRole('button', { name: 'Move up: Order number' });
    await up.focus();
    await page.keyboard.press('Enter');
    await form.getByRole('status').getByText('Order number: now 2 of 3').waitFor();
    expect(await up.evaluate((button) => button.matches(':focus'))).toBe(true);

    // The preview is the chat itself, which knows all of it already.
    const preview = page.frameLocator('iframe');
    await preview.getByRole('combobox', { name: 'What is it about? (optional)' }).waitFor();
    const labels = await preview.locator('.ask label').allInnerTexts();
    expect(labels.slice(0, 3)).toEqual(['Email (optional)', 'Order number', 'What is it about? (optional)']);
    await preview.getByRole('textbox', { name: 'Message' }).fill('Only looking');
    await preview.getByRole('button', { name: 'Send' }).click();
    await preview.locator('#asked-consent-fault').getByText('This is needed to go on.').waitFor();
    await shoot(page, 'console-form');
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => server.site().preChatForm?.fields.length).toBe(3);
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    const before = (await opened())[0]?._id;
    const guest = await newPerson(browser);
    await open(guest.page);
    await field(guest.page, 'Order number').fill('4711');
    await guest.page.getByRole('combobox').selectOption('A return');
    await agreement(guest.page).check();
    await field(guest.page, 'Message').fill('Too small');
    await send(guest.page);
    await sent(guest.page, 'Too small');
    await guest.context.close();
    expectNoFaults(guest);
    const conversation = (await opened())[0];
    expect(conversation?._id).not.toBe(before);
    await page.goto(`${server.url}/console/conversations/${conversation?._id}`);
    const details = page.getByRole('complementary', { name: 'Contact' });
    await details.getByText('Before the first message').waitFor();
    await details.getByText('4711').waitFor();
    await details.getByText('A return').waitFor();
    await details.getByText('I agree that my data').waitFor();
    await shoot(page, 'console-answers');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('fits the smallest screens and large letters', async () => {
    await ask({ preChatForm: ASKS_ALL });
    const { page } = visitor;
    for (const width of [320, 390]) {
      await page.setViewportSize({ width, height: 640 });
      await open(page);
      await field(page, 'Order number').waitFor();
      await shoot(page, `form-${width}`);
      const chat = page.getByRole('dialog', { name: 'Chat' });
      expect(await chat.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      const box = await agreement(page).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(20);
    }
  });
});
