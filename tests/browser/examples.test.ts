import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact } from '../../shared/contacts.ts';
import type { WatchedConversation } from '../../shared/conversations.ts';
import { identityOf } from '../identity/sign.ts';
import {
  leaveBrowser,
  newPerson,
  openChat,
  type Person,
  sent,
  startBrowser,
  write,
} from '../support/browser.ts';
import { type Console, connectConsole } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

const EXAMPLES = new URL('../../docs/examples/', import.meta.url);
const ROOT = new URL('../../', import.meta.url).pathname;

/** Apps as somebody would put the components into them. */
const REACT_APP = `
  import { createElement, Fragment, StrictMode } from 'react';
  import { createRoot } from 'react-dom/client';
  import { Chat, withChat } from './docs/examples/react.tsx';
  const { user } = window.signedIn;
  createRoot(document.querySelector('main')).render(
    createElement(StrictMode, null,
      createElement(Chat, { user, context: { page: '/cart' } }),
      createElement('button', { onClick: () => withChat((parley) => parley.open()) }, 'Ask us')));`;
const VUE_APP = `
  import { createApp, h, ref } from 'vue';
  import { useChat, withChat } from './docs/examples/vue.ts';
  const { user } = window.signedIn;
  createApp({
    setup() {
      useChat(ref(user), ref({ page: '/cart' }));
      return () => h('button', { onClick: () => withChat((parley) => parley.open()) }, 'Ask us');
    },
  }).mount('main');`;

/** The examples in docs/examples, with the server's address and the site's key put in. */
describe.skipIf(isSkipped('browser'))('the example for', () => {
  let server: TestServer;
  let browser: Browser;
  let admin: SignedIn;
  let agent: Console;
  let shop: Server;
  let token: string;
  const pages = new Map<string, () => Promise<string> | string>();

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    admin = await server.signIn();
    agent = await connectConsole(server.url, admin.cookie);
    ({ token } = await identityOf(server, 'u-17'));
    shop = createServer((request, response) => {
      const page = pages.get(request.url ?? '');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      void Promise.resolve(page?.() ?? '').then((html) => response.end(html));
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    shop?.close();
    agent?.close();
    await server?.close();
  });

  const filledIn = (text: string) =>
    text
      .replaceAll('https://chat.example.com', server.url)
      .replaceAll('SITE_KEY', server.site().key)
      .replaceAll("'TOKEN'", JSON.stringify(token));
  const example = (name: string) => filledIn(readFileSync(new URL(name, EXAMPLES), 'utf8'));

  async function bundled(app: string): Promise<string> {
    const { outputFiles } = await build({
      stdin: { contents: app, resolveDir: ROOT, loader: 'ts' },
      bundle: true,
      write: false,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      alias: { react: 'preact/compat', 'react-dom/client': 'preact/compat/client', vue: '@vue/runtime-dom' },
      define: { __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
      logLevel: 'silent',
    });
    const user = JSON.stringify({ id: 'u-17', token });
    const script = filledIn(outputFiles[0]?.text ?? '').replaceAll('</script>', '<\\/script>');
    return `<!doctype html><html lang="en"><title>An app</title><main></main>
      <script>window.signedIn = { user: ${user} };</script><script type="module">${script}</script></html>`;
  }

  async function visit(name: string): Promise<Person & { complaints: string[] }> {
    const person = await newPerson(browser);
    const complaints: string[] = [];
    person.page.on('console', (message) => {
      if (message.text().startsWith('Parley')) complaints.push(message.text());
    });
    await person.page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}${name}`);
    return { ...person, complaints };
  }

  /** Writes, and looks at what the agents get to know of whoever wrote. */
  async function known({ page }: Person, text: string, check: (contact: Contact) => void): Promise<void> {
    await write(page, text);
    await sent(page, text);
    await eventually(async () => {
      const [item] = (await admin.get('/conversations?limit=1')).body.items;
      const watched = await agent.do<WatchedConversation>('conversation:watch', { conversationId: item.id });
      check(watched.contact);
    });
  }

  it('plain HTML: names who is signed in, shows what the page says, and opens from the page', async () => {
    pages.set('/plain', () => example('plain.html'));
    const visitor = await visit('/plain');
    const { page } = visitor;
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await page.getByRole('button', { name: 'Ask us' }).click();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Message' }).inputValue(), { timeout: 20_000 })
      .toBe('Which umbrella is best in wind?');
    await known(visitor, 'From plain HTML', ({ externalId, name, visit }) => {
      expect([externalId, name, visit?.facts?.plan]).toEqual(['u-17', 'Lena Kowalska', 'premium']);
    });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('From plain HTML').waitFor({ state: 'detached' });
    expect([visitor.complaints, visitor.faults]).toEqual([[], []]);
    await visitor.context.close();
  });

  it('Google Tag Manager: works as that adds it, without the data attributes of script tags', async () => {
    const tag = example('google-tag-manager.html').replaceAll('{{Page Path}}', '"/cart"');
    pages.set(
      '/gtm',
      () => `<!doctype html><html lang="en"><title>Shop</title><script>
        const template = document.createElement('template');
        template.innerHTML = ${JSON.stringify(tag).replaceAll('<', '\\u003c')};
        for (const { text } of template.content.querySelectorAll('script')) {
          document.head.append(Object.assign(document.createElement('script'), { text }));
        }
      </script></html>`,
    );
    const visitor = await visit('/gtm');
    await openChat(visitor.page);
    await known(visitor, 'From a tag manager', ({ visit }) =>
      expect(visit?.facts).toEqual({ page: '/cart' }),
    );
    expect([visitor.complaints, visitor.faults]).toEqual([[], []]);
    await visitor.context.close();
  });

  it.each([
    ['React', REACT_APP],
    ['Vue', VUE_APP],
  ])('%s: one chat, with who is signed in and what is shown', async (name, app) => {
    pages.set('/app', () => bundled(app));
    const visitor = await visit('/app');
    const { page } = visitor;
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await page.getByRole('button', { name: 'Ask us' }).click();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await known(visitor, `From ${name}`, ({ externalId, visit }) => {
      expect([externalId, visit?.facts]).toEqual(['u-17', { page: '/cart' }]);
    });
    expect(await page.locator('parley-chat').count()).toBe(1);
    expect([visitor.complaints, visitor.faults]).toEqual([[], []]);
    await visitor.context.close();
  });
});
