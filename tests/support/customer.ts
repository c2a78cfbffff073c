import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page, WebSocket } from 'playwright-core';
import { expect } from 'vitest';
import type { ChangeSite } from '../../shared/sites.ts';
import { newPerson, type Person, type Screen } from './browser.ts';
import { type Console, connectConsole } from './clients.ts';
import { eventually } from './eventually.ts';
import { type SignedIn, startServer, type TestServer } from './start-server.ts';
import { type PageWatch, watchPage } from './watch-page.ts';

const FIXTURES = new URL('../browser/pages/', import.meta.url);

/** A company with a server, an agent who is there, and a web server with pages that carry the script tag. */
export class Customer {
  readonly server: TestServer;
  /** Where the pages are. */
  readonly url: string;
  /** What else the web server answers, by path. */
  readonly answers: Map<string, RequestListener>;
  readonly #admin: SignedIn;
  readonly #agent: Console;
  readonly #closePages: () => void;

  private constructor(parts: {
    server: TestServer;
    url: string;
    answers: Map<string, RequestListener>;
    admin: SignedIn;
    agent: Console;
    closePages(): void;
  }) {
    this.server = parts.server;
    this.url = parts.url;
    this.answers = parts.answers;
    this.#admin = parts.admin;
    this.#agent = parts.agent;
    this.#closePages = parts.closePages;
  }

  static async open(): Promise<Customer> {
    const server = await startServer();
    const admin = await server.signIn();
    const agent = await connectConsole(server.url, admin.cookie);
    return new Customer({ server, admin, agent, ...(await servePages(server)) });
  }

  /** Answers as the agent in the conversation that was written in last. */
  async answer(text: string): Promise<string> {
    const listed = await this.#admin.get('/conversations?limit=1');
    const [{ id }] = listed.body.items;
    const { status } = await this.#admin.post(`/conversations/${id}/messages`, { text });
    expect(status).toBe(201);
    return id;
  }

  /** The agent goes. */
  leave(): void {
    this.#agent.close();
  }

  /** The site's settings become these. */
  async change(changes: ChangeSite): Promise<void> {
    await this.server.app.sites.change(this.server.site().id, changes);
  }

  /** The site is switched off. */
  async switchOff(): Promise<void> {
    const { status } = await this.#admin.patch(`/sites/${this.server.site().id}`, { enabled: false });
    expect(status).toBe(200);
  }

  async close(): Promise<void> {
    this.#agent.close();
    this.#closePages();
    await this.server.close();
  }
}

/**
 * Serves `tests/browser/pages/NAME.html` under `/NAME` with the script tag in the place of `%SNIPPET%`. What comes
 * after `?policy=` is the page's content security policy.
 */
async function servePages(
  server: TestServer,
): Promise<{ url: string; answers: Map<string, RequestListener>; closePages(): void }> {
  const answers = new Map<string, RequestListener>();
  const snippet = `<script async src="${server.url}/widget.js" data-site="${server.site().key}"></script>`;
  const pages = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const special = answers.get(pathname);
    if (special) return special(request, response);
    const policy = searchParams.get('policy');
    if (policy !== null) response.setHeader('Content-Security-Policy', policy);
    try {
      const html = readFileSync(new URL(`.${pathname}.html`, FIXTURES), 'utf8');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(html.replaceAll('%SNIPPET%', snippet));
    } catch {
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    }
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const { port } = pages.address() as AddressInfo;
  return { url: `http://localhost:${port}`, answers, closePages: () => pages.close() };
}

/** Somebody on a customer's page, and everything that goes wrong there. */
export interface Visit extends Person {
  /** The page, or the frame in it that has the chat. */
  screen: Screen & Pick<Page, 'evaluate' | 'locator'>;
  /** Errors and warnings in the page's console. */
  complaints: string[];
  sockets: WebSocket[];
}

/** Opens a page of the customer's that is watched. Nothing moves on it, so that looks can be compared. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => unknown = () => undefined,
): Promise<Visit> {
  const person = await newPerson(browser, { reducedMotion: 'reduce', ...options });
  const { page, context } = person;
  const complaints: string[] = [];
  const sockets: WebSocket[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('websocket', (socket) => sockets.push(socket));
  await context.addInitScript(watchPage);
  await prepare(page);
  await page.goto(url);
  return { ...person, screen: page, complaints, sockets };
}

/** Asks the watch of a page. */
export function watched(
  { screen }: Pick<Visit, 'screen'>,
  what: 'globals' | 'left' | 'layout' | 'layoutBefore',
): Promise<string> {
  return screen.evaluate((name) => {
    const watch = (window as unknown as Record<symbol, PageWatch>)[Symbol.for('watch')] as PageWatch;
    const value = watch[name];
    return typeof value === 'string' ? value : value();
  }, what);
}

/** What the widget looks like once it rests: every computed property of what is to be seen of it, a line each. */
export async function looks({ screen }: Pick<Visit, 'screen'>): Promise<string> {
  await screen.locator('.row:not(.rests)').first().waitFor({ state: 'detached' });
  return screen.evaluate(() => {
    const root = document.querySelector('parley-chat')?.shadowRoot;
    const lines: string[] = [];
    for (const each of root?.querySelectorAll('*') ?? []) {
      // What has words of its own time in it is as wide as these.
      if (each.closest('.by') || each.localName === 'path') continue;
      const style = getComputedStyle(each);
      const name = `${each.localName}.${each.getAttribute('class') ?? ''}`;
      for (let at = 0; at < style.length; at++) {
        const property = style[at] ?? '';
        // The launcher lies where it lies, whichever way the page is written, and speaks a language of its own.
        if (/^--|^direction|-inline-|locale/.test(property)) continue;
        lines.push(`${name} ${property}: ${style.getPropertyValue(property)}`);
      }
    }
    return lines.join('\n');
  });
}

/** After `destroy()` nothing of the widget is on the page, and nothing of it will run. */
export async function expectGone(visit: Visit): Promise<void> {
  const { screen, sockets } = visit;
  await screen.evaluate(() => {
    if (window.Parley && 'destroy' in window.Parley) window.Parley.destroy();
  });
  expect(await screen.locator('parley-chat').count()).toBe(0);
  expect(await watched(visit, 'globals')).toBe('');
  // Keys and clicks are looked into a moment later.
  await eventually(async () => expect(await watched(visit, 'left')).toBe(''));
  await eventually(() => expect(sockets.filter((socket) => !socket.isClosed())).toEqual([]));
}
