import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { Parley } from '../../widget/parley.d.ts';
import { inSeconds, signToken } from '../identity/sign.ts';
import {
  expectNoFaults,
  leaveBrowser,
  newPerson,
  openChat,
  sent,
  servePage,
  startBrowser,
  textsIn,
  type Person as Visitor,
  write,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { isSkipped } from '../support/skip.ts';
import { Person } from '../support/start-server.ts';

const ADMIN = { email: 'ana@northwind.example', password: 'correct horse battery' };

/** A page that counts how many answers about its launcher it has read. */
interface Reading {
  read: number;
}

describe.skipIf(isSkipped('browser'))('people whom a page names', () => {
  let server: ServerProcess;
  let browser: Browser;
  let shop: Awaited<ReturnType<typeof servePage>>;
  let secret: string;
  let admin: Person;
  let siteId: string;

  beforeAll(async () => {
    const environment = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };
    [server, browser] = await Promise.all([ServerProcess.start(environment), startBrowser()]);
    admin = new Person(server.url);
    await admin.post('/session', ADMIN);
    const [site] = (await admin.get('/sites')).body.items;
    siteId = site.id;
    secret = (await admin.get(`/sites/${siteId}/identity`)).body.secret;
    // What the shop's own server says of who looks at the page stands in the address.
    shop = await servePage(`<script>
      (window.Parley ||= []).push((parley) => {
        window.api = parley;
        const id = new URLSearchParams(location.search).get('id');
        const token = new URLSearchParams(location.search).get('token');
        if (id) parley.identify({ id, token });
      });
    </script>${site.snippet}`);
  });
  afterAll(async () => {
    shop?.close();
    await leaveBrowser(browser);
    await server?.close();
  });

  const tokenOf = (id: string, exp = inSeconds(300)) => signToken(secret, { sub: id, exp });
  const pageOf = (id: string, token = tokenOf(id)) => `${shop.url}?id=${id}&token=${token}`;
  const texts = (page: Parameters<typeof textsIn>[0], ...expected: string[]) =>
    eventually(async () => {
      const shown = await textsIn(page);
      for (const text of expected) expect(shown.join('\n')).toContain(text);
    });

  it('have one conversation on two devices; somebody else has none of it', async () => {
    const [phone, laptop, other] = await Promise.all([
      newPerson(browser),
      newPerson(browser),
      newPerson(browser),
    ]);
    await phone.page.goto(shop.url);
    await openChat(phone.page);
    await write(phone.page, 'Written before I signed in');
    await sent(phone.page, 'Written before I signed in');
    await phone.page.goto(pageOf('lena'));
    await openChat(phone.page);
    await texts(phone.page, 'Written before I signed in');

    await laptop.page.goto(pageOf('lena'));
    await openChat(laptop.page);
    await texts(laptop.page, 'Written before I signed in');
    await write(laptop.page, 'From the laptop');
    await texts(phone.page, 'From the laptop');

    await other.page.goto(pageOf('marc'));
    await openChat(other.page);
    await write(other.page, 'I am Marc');
    await sent(other.page, 'I am Marc');
    expect(await textsIn(other.page)).toHaveLength(1);
    expectNoFaults(phone, laptop, other);
  });

  it('leave nothing behind for whoever comes after them, also where the server answers late', async () => {
    const [phone, kiosk] = await Promise.all([newPerson(browser), newPerson(browser)]);
    await phone.page.goto(pageOf('rosa'));
    await openChat(phone.page);
    await write(phone.page, 'Only for me');
    await sent(phone.page, 'Only for me');
    const { items } = (await admin.get('/conversations')).body;
    const { id } = items.find((item: ConversationSummary) => item.preview?.text === 'Only for me');
    await phone.context.close();
    await admin.post(`/conversations/${id}/messages`, { text: 'Only for you' });

    const { page } = kiosk;
    let letAnswer = () => {};
    const late = new Promise<void>((resolve) => {
      letAnswer = resolve;
    });
    await page.route('**/widget/unread*', async (route) => {
      const of = route.request().headers().authorization;
      const answer = await route.fetch();
      if (of) await late;
      await route.fulfill({ response: answer });
    });
    await page.addInitScript(() => {
      const { json } = Response.prototype;
      const page = window as unknown as Reading;
      page.read = 0;
      Response.prototype.json = async function read() {
        const answer = await json.call(this);
        // What the page makes of it, it makes before anybody else has a turn.
        if (this.url.includes('/widget/unread')) page.read++;
        return answer;
      };
    });
    await page.goto(shop.url);
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    const told = await page.evaluateHandle(() => {
      const counts: number[] = [];
      (window as unknown as { api: Parley }).api.on('unread', (count) => counts.push(count));
      return counts;
    });
    const signIn = (token: string | null) =>
      page.evaluate((token) => {
        const { api } = window as unknown as { api: Parley };
        api.identify(token === null ? null : { id: 'rosa', token });
      }, token);
    const asked = page.waitForRequest((request) => request.url().includes('/widget/unread'));
    await signIn(tokenOf('rosa'));
    await asked;
    const answered = page.waitForResponse((response) => response.url().includes('/widget/unread'));
    await signIn(null);
    await answered;
    letAnswer();
    // Of nobody, of whom it is late for, and of nobody again.
    await eventually(async () =>
      expect(await page.evaluate(() => (window as unknown as Reading).read)).toBe(3),
    );
    expect(await told.jsonValue()).toEqual([]);
    expect(await page.locator('parley-chat button').getAttribute('data-badge')).toBe('');
    await kiosk.context.close();
  });

  it('are shown on a new device that there is an answer, before they open anything; others load nothing', async () => {
    const [phone, laptop, late, newcomer] = await Promise.all([
      newPerson(browser),
      newPerson(browser),
      newPerson(browser),
      newPerson(browser),
    ]);
    await phone.page.goto(pageOf('paul'));
    await openChat(phone.page);
    await write(phone.page, 'Is it there yet?');
    await sent(phone.page, 'Is it there yet?');
    await phone.context.close();
    const id = await eventually(async () => {
      const { items } = (await admin.get('/conversations')).body;
      return items.find((item: ConversationSummary) => item.preview?.text === 'Is it there yet?')?.id;
    });
    await admin.post(`/conversations/${id}/messages`, { text: 'Since yesterday' });

    const launcher = ({ page }: Visitor) => page.getByRole('button', { name: 'Open chat' });
    const shows = ({ page }: Visitor, unread: string) =>
      page.locator(`button[title="${unread && `Unread: ${unread}`}"]`).waitFor();
    await laptop.page.goto(pageOf('paul'));
    await shows(laptop, '1');
    // Answers that come now are counted too.
    await admin.post(`/conversations/${id}/messages`, { text: 'At your door' });
    await shows(laptop, '2');

    // A page that finds out later who it is.
    await late.page.goto(shop.url);
    await launcher(late).waitFor();
    await late.page.evaluate(
      ([id, token]) =>
        (window as unknown as { api: Parley }).api.identify({ id: id ?? '', token: token ?? '' }),
      ['paul', tokenOf('paul')],
    );
    await shows(late, '2');

    const asked: string[] = [];
    newcomer.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await newcomer.page.goto(pageOf('quentin'));
    await launcher(newcomer).waitFor();
    await newcomer.page.waitForLoadState('networkidle');
    expect(asked).toEqual(['/', '/widget.js', '/api/v1/widget/unread']);
    expectNoFaults(laptop, late, newcomer);
  });

  it('have a chat as anybody has where what the page says is no token at all', async () => {
    const { page, context } = await newPerson(browser);
    await page.goto(pageOf('rosa', 'żeton'));
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await context.close();
  });

  it('leave nothing behind for the next one in the same browser, also in another tab', async () => {
    const shared = await newPerson(browser);
    await shared.page.goto(pageOf('nina'));
    await openChat(shared.page);
    await write(shared.page, 'For Nina only');
    await sent(shared.page, 'For Nina only');
    const tab = await shared.context.newPage();
    await tab.goto(pageOf('nina'));
    await openChat(tab);
    await texts(tab, 'For Nina only');

    await shared.page.evaluate(
      ([id, token]) =>
        (window as unknown as { api: Parley }).api.identify({ id: id ?? '', token: token ?? '' }),
      ['otto', tokenOf('otto')],
    );
    for (const page of [shared.page, tab]) {
      await eventually(async () => expect(await page.getByText('For Nina only').count()).toBe(0));
    }
    await openChat(shared.page);
    await write(shared.page, 'I am Otto');
    await sent(shared.page, 'I am Otto');

    await shared.page.evaluate(() => (window as unknown as { api: Parley }).api.identify(null));
    await eventually(async () => expect(await shared.page.getByText('I am Otto').count()).toBe(0));
    await shared.page.goto(pageOf('nina'));
    await openChat(shared.page);
    await texts(shared.page, 'For Nina only');
    expect(await shared.page.getByText('I am Otto').count()).toBe(0);
    expectNoFaults(shared);
  });

  it('are told kindly that this chat is for signed-in people, and let in when they are', async () => {
    await admin.patch(`/sites/${siteId}`, { signedInOnly: true });
    const somebody = await newPerson(browser);
    const lines: string[] = [];
    somebody.page.on('console', (message) => lines.push(message.text()));
    await somebody.page.goto(pageOf('olga', tokenOf('olga', inSeconds(-600))));
    await somebody.page.getByRole('button', { name: 'Open chat' }).click();
    await somebody.page.getByRole('alert').waitFor();
    expect(lines.filter((line) => /has expired: sign a new one/.test(line))).toHaveLength(1);
    await somebody.page.goto(shop.url);
    await somebody.page.getByRole('button', { name: 'Open chat' }).click();
    await somebody.page.getByText('Sign in on this page to chat.').waitFor();
    await somebody.page.evaluate(
      ([id, token]) =>
        (window as unknown as { api: Parley }).api.identify({ id: id ?? '', token: token ?? '' }),
      ['olga', tokenOf('olga')],
    );
    await openChat(somebody.page);
    await write(somebody.page, 'Now I am in');
    await sent(somebody.page, 'Now I am in');
    expectNoFaults(somebody);
  });
});
