import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import { leaveBrowser, newPerson, type Person, startBrowser } from '../support/browser.ts';
import { Client, say } from '../support/clients.ts';
import { isSkipped } from '../support/skip.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

/** Each would call `alert`, load from a stranger, or leave the page, if anything of it were taken for more than text. */
const SCRIPTS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "'-alert(1)-'",
  '</textarea></title></style><script>alert(1)</script>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">click</a>',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://evil.example/"onmouseover="alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<style>*{display:none!important}</style>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
];
/** Texts that turn lines around, pile up or never end. */
const UNRULY = [
  '\u202e\u2066\u2067gnp.exe\u202e',
  'Z\u0351\u036b\u0343\u036a\u0302'.repeat(14),
  'W'.repeat(75),
  '\u200b\u200b\u200b',
  '\u0645\u0631\u062d\u0628\u0627',
];

/** What is asked is written by admins, and what is answered by anybody. */
const FORM = {
  intro: SCRIPTS[2],
  fields: [
    { id: 'f1', kind: 'text', to: 'conversation', label: SCRIPTS[1], required: false },
    { id: 'f2', kind: 'text', to: 'topic', label: SCRIPTS[0], required: false },
  ],
  consent: {
    text: SCRIPTS[1],
    linkText: SCRIPTS[2],
    url: 'https://evil.example/"onmouseover="alert(1)',
  },
};

describe.skipIf(isSkipped('browser'))('what strangers write', () => {
  let server: TestServer;
  let admin: SignedIn;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    admin = await server.signIn();
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  /** A visitor everything of whom is hostile. */
  async function hostileVisitor(text: string): Promise<Client<unknown>> {
    const page = { url: `javascript:alert(1)//${text}`, title: text, referrer: `data:text/html,${text}` };
    const socket = io(`${server.url}/widget`, {
      query: { site: server.site().key },
      auth: {
        protocol: PROTOCOL_VERSION,
        token: (randomUUID() + randomUUID()).replaceAll('-', '').slice(0, 43),
        ...{ heads: {}, page, language: text.slice(0, 35), timezone: text.slice(0, 64) },
      },
      ...{ transports: ['websocket'], forceNew: true, autoConnect: false, reconnection: false },
      extraHeaders: { 'User-Agent': '<img src=x onerror=alert(1)>' },
    });
    return Client.connect<unknown>(socket);
  }

  /** What a page did that it should not have, gathered while it is open. */
  function watch({ page }: Person): string[] {
    const misdeeds: string[] = [];
    page.on('dialog', (dialog) => {
      misdeeds.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!/^(https?:\/\/(localhost|127\.0\.0\.1):|blob:|data:image)/.test(request.url())) {
        misdeeds.push(`a request to ${request.url()}`);
      }
    });
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) misdeeds.push(message.text());
    });
    page.on('pageerror', (error) => misdeeds.push(String(error)));
    return misdeeds;
  }

  async function expectTame(page: Page): Promise<void> {
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).protocol));
    expect(links.filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol))).toEqual([]);
    expect(await page.locator('img[src="x"], iframe, base, [onerror], [onload], svg[onload]').count()).toBe(
      0,
    );
    const tooWide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(tooWide).toBeLessThanOrEqual(0);
  }

  it('is text in the console, wherever it is shown, and breaks no line', async () => {
    const conversations: string[] = [];
    expect((await admin.patch(`/sites/${server.site().id}`, { preChatForm: FORM })).status).toBe(200);
    for (const text of [...SCRIPTS.slice(0, 2), ...UNRULY]) {
      const visitor = await hostileVisitor(text);
      const to = { openId: randomUUID() };
      const answers = ['topic', 'f1'].map((field) => ({ field, value: text }));
      const form = { kind: 'preChat', answers, consent: true };
      const first = { to, clientId: randomUUID(), text, contact: { name: `W${text}`.slice(0, 80) }, form };
      const sent = await visitor.do<{ conversationId: string }>('message:send', first);
      conversations.push(sent.conversationId);
      for (const more of SCRIPTS.slice(2)) await say(visitor as never, more, to);
      await admin.post(`/conversations/${sent.conversationId}/notes`, { text });
      await admin.post(`/conversations/${sent.conversationId}/ticket`, { subject: text });
      visitor.close();
    }
    const agent = await newPerson(browser);
    const misdeeds = watch(agent);
    const { page } = agent;
    const [name = '', value = ''] = admin.cookie.split('=');
    await page.context().addCookies([{ name, value, url: server.url }]);
    for (const id of conversations) {
      await page.goto(`${server.url}/console/conversations/${id}`);
      await page.getByRole('log', { name: 'Messages' }).getByText('display:none').waitFor();
      await page.getByRole('complementary', { name: 'Contact' }).getByText('First seen').waitFor();
      await expectTame(page);
    }
    // A name that turns the line around does not turn what stands beside it.
    const rows = page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
    const order = await rows.evaluateAll((all) =>
      all.map((row) => {
        const at = (part: string) => row.querySelector(part)?.getBoundingClientRect();
        const [who, when] = [at('.conversation-name'), at('.conversation-time')];
        return who === undefined || when === undefined || who.right <= when.left + 1;
      }),
    );
    expect(order.length).toBeGreaterThanOrEqual(conversations.length);
    expect(order.every(Boolean)).toBe(true);
    await page.goto(`${server.url}/console/tickets`);
    await page.getByRole('table', { name: 'Tickets' }).getByText('alert(1)').first().waitFor();
    await expectTame(page);
    expect(misdeeds).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('is text in the chat', async () => {
    const hostile = { name: SCRIPTS[1], greeting: SCRIPTS[2], preChatForm: FORM };
    expect((await admin.patch(`/sites/${server.site().id}`, hostile)).status).toBe(200);
    await admin.patch('/me', { name: SCRIPTS[1] });
    const visitor = await newPerson(browser);
    const misdeeds = watch(visitor);
    const { page } = visitor;
    await page.goto(`${server.url}/demo`);
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByText('onload=alert(1)').first().waitFor();
    const start = page.getByRole('button', { name: /Write to us/ });
    await page.getByRole('textbox', { name: 'Message' }).or(start).first().waitFor();
    if (await start.isVisible()) await start.click();
    await page.getByRole('checkbox', { name: 'onerror=alert(1)' }).check();
    await expectTame(page);
    await page.getByRole('textbox', { name: 'Message' }).fill('Is this safe?');
    await page.getByRole('button', { name: 'Send' }).click();
    const log = page.getByRole('log', { name: 'Messages' });
    await log.getByText('Sent', { exact: true }).waitFor();
    const listed = await admin.get('/conversations?limit=1');
    const [{ id }] = listed.body.items;
    for (const text of [...SCRIPTS, ...UNRULY]) {
      await admin.post(`/conversations/${id}/messages`, { text: `${text} end` });
    }
    await log.getByText('\u0645\u0631\u062d\u0628\u0627 end').waitFor();
    await expectTame(page);
    expect(misdeeds).toEqual([]);
    await page.context().close();
  }, 60_000);
});
