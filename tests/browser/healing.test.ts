import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOLE_WAIT_MS } from '../../shared/limits.ts';
import {
  KEEPS_PAGES,
  openChat,
  sent,
  servePage,
  signIn,
  tapWire,
  textsIn,
  thread,
  type Wire,
  write,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { withPeople } from '../support/people.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('a page that missed something', () => {
  // Playwright switches the back-forward cache off.
  const come = withPeople();
  const comeBack = withPeople(KEEPS_PAGES);
  let server: TestServer;
  let admin: SignedIn;
  let elsewhere: { url: string; close(): void };

  beforeAll(async () => {
    [server, elsewhere] = await Promise.all([startServer(), servePage('')]);
    admin = await server.signIn();
  });
  afterAll(async () => {
    elsewhere?.close();
    await server?.close();
  });

  const person = async (): Promise<Page> => (await come()).page;

  /** A visitor who has written. */
  async function chatIn(page: Page, text: string): Promise<string> {
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await write(page, text);
    await sent(page, text);
    const entry = await server.db.collection('entries').findOne({ text });
    return String(entry?.conversationId);
  }

  async function consoleAt(page: Page, conversationId: string, text: string): Promise<void> {
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/conversations/${conversationId}`);
    await thread(page).getByText(text).waitFor();
  }

  /** Resolves when something with this text has come to the page. */
  function came(wire: Wire | undefined, text: string): Promise<void> {
    const before = wire?.onReceive;
    return new Promise((resolve) => {
      if (!wire) return;
      wire.onReceive = (frame) => {
        if (frame.includes(text)) resolve();
        return before ? before(frame) : frame;
      };
    });
  }

  async function answer(conversationId: string, text: string): Promise<void> {
    const { status } = await admin.post(`/conversations/${conversationId}/messages`, { text });
    expect(status).toBe(201);
  }

  for (const event of ['focus', 'online'] as const) {
    it(`finds out what was lost without a trace on ${event}`, async () => {
      const page = await person();
      const wire = await tapWire(page);
      const id = await chatIn(page, `lost before ${event}`);
      wire.onReceive = (frame) => (frame.startsWith('42') && frame.includes('"silence"') ? null : frame);
      await answer(id, 'silence');
      await eventually(async () => {
        await page.evaluate((name) => dispatchEvent(new Event(name)), event);
        expect(await textsIn(page)).toContain('silence');
      });
    });
  }

  it('finds it out every 30 s without anybody doing anything', async () => {
    const page = await person();
    const agent = await person();
    for (const each of [page, agent]) await each.clock.install();
    const [wire, agentWire] = [await tapWire(page), await tapWire(agent)];
    const id = await chatIn(page, 'now and then');
    await consoleAt(agent, id, 'now and then');
    for (const each of [wire, agentWire]) {
      each.onReceive = (frame) => (frame.startsWith('42') && frame.includes('"silence"') ? null : frame);
    }
    await answer(id, 'silence');
    for (const each of [page, agent]) {
      // In steps: what is asked has to be answered before the page's clock says that it never will be.
      await eventually(async () => {
        await each.clock.runFor(3_000);
        expect(await textsIn(each)).toContain('silence');
      });
    }
  });

  it('shows nothing from beyond a hole, and after a moment asks for what is missing', async () => {
    const page = await person();
    const agent = await person();
    for (const each of [page, agent]) await each.clock.install();
    const wires = [await tapWire(page), await tapWire(agent)];
    const id = await chatIn(page, 'before the hole');
    await consoleAt(agent, id, 'before the hole');
    /** How often each asked for what it was missing. */
    const asked = [0, 0];
    wires.forEach((wire, index) => {
      wire.onReceive = (frame) => (frame.startsWith('42') && frame.includes('"in the hole"') ? null : frame);
      wire.onSend = (frame) => {
        if (/"conversation:(catch-up|watch)"/.test(frame)) asked[index] = (asked[index] ?? 0) + 1;
        return frame;
      };
    });
    for (const each of [page, agent]) {
      await each.clock.pauseAt((await each.evaluate(() => Date.now())) + 1_000);
    }
    const beyond = [page, agent].map((_, index) => came(wires[index], '"beyond the hole"'));
    await answer(id, 'in the hole');
    await answer(id, 'beyond the hole');
    await Promise.all(beyond);
    for (const [index, each] of [page, agent].entries()) {
      await each.clock.runFor(HOLE_WAIT_MS - 1);
      expect(await textsIn(each)).toEqual(['before the hole']);
      expect(asked[index]).toBe(0);
      await each.clock.runFor(1);
      await thread(each).getByText('beyond the hole').waitFor();
      expect(await textsIn(each)).toEqual(['before the hole', 'in the hole', 'beyond the hole']);
      expect(asked[index]).toBe(1);
    }
  });

  it('is right again when one comes back to it, and was kept by the browser: the chat', async () => {
    const { page } = await comeBack();
    const id = await chatIn(page, 'on the way out');
    await page.evaluate(() =>
      addEventListener('pageshow', (event) => Object.assign(window, { returned: event })),
    );
    await page.goto(elsewhere.url);
    await answer(id, 'meanwhile');
    await page.goBack({ waitUntil: 'commit' });
    await thread(page).getByText('meanwhile').waitFor();
    expect(
      await page.evaluate(() => (window as { returned?: PageTransitionEvent }).returned?.persisted),
    ).toBe(true);
    await write(page, 'and on it goes');
    await sent(page, 'and on it goes');
  });

  it('is right again when one comes back to it, and was kept by the browser: the console', async () => {
    const visitor = await person();
    const id = await chatIn(visitor, 'a visitor is here');
    const { page } = await comeBack();
    await consoleAt(page, id, 'a visitor is here');
    await page.evaluate(() =>
      addEventListener('pageshow', (event) => Object.assign(window, { returned: event })),
    );
    await page.goto(elsewhere.url);
    await write(visitor, 'while the agent is away');
    await sent(visitor, 'while the agent is away');
    await page.goBack({ waitUntil: 'commit' });
    await thread(page).getByText('while the agent is away').waitFor();
    expect(
      await page.evaluate(() => (window as { returned?: PageTransitionEvent }).returned?.persisted),
    ).toBe(true);
    await page.getByRole('textbox', { name: 'Reply' }).fill('I am back');
    await page.getByRole('button', { name: 'Send' }).click();
    await thread(visitor).getByText('I am back').waitFor();
  }, 60_000);
});
