import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sighting } from '../../shared/sightings.ts';
import { inSeconds, signToken } from '../identity/sign.ts';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  type Person,
  servePage,
  shoot,
  signIn,
  startBrowser,
} from '../support/browser.ts';
import { connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { SetClock } from '../support/set-clock.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('the settings of a site', () => {
  const clock = new SetClock();
  let server: TestServer;
  let browser: Browser;
  let agent: Person;
  let page: Page;
  let shop: Awaited<ReturnType<typeof servePage>>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ clock }), startBrowser()]);
    shop = await servePage(
      `<script>history.replaceState(null, '', '/cart?code=secret')</script>${snippet()}`,
    );
    agent = await newPerson(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
    page = agent.page;
    await signIn(page, server.url, ADMIN);
  });
  afterAll(async () => {
    shop?.close();
    await leaveBrowser(browser);
    await server?.close();
  });

  const snippet = () =>
    `<script async src="${server.url}/widget.js" data-site="${server.site().key}"></script>`;
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  async function looksRight(name: string): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page), colorScheme).toEqual([]);
    }
    await shoot(page, name);
    await page.setViewportSize({ width: 390, height: 844 });
    await shoot(page, `${name}-390`);
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  const noted = (is: (seen: Sighting) => boolean) =>
    eventually(async () => (await server.app.sightings.of(server.site().id)).some(is));

  /** The secret as it is copied. */
  async function copied(): Promise<string> {
    await button('Copy secret').click();
    await page.getByText('Copied').waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  }

  async function mayComeWith(secret: string): Promise<boolean> {
    const identity = { id: 'lena', token: signToken(secret, { sub: 'lena', exp: inSeconds(300) }) };
    const visitor = await connectVisitor(server.url, server.site().key, { identity });
    visitor.close();
    return visitor.welcome.identityRefused === undefined;
  }

  it('say that the snippet has not been seen, and show where it is as soon as it is', async () => {
    await page.goto(`${server.url}/console/settings/sites/${server.site().id}`);
    await page
      .getByRole('navigation', { name: /^Settings of/ })
      .getByRole('link', { name: 'On your pages' })
      .click();
    await page.getByText('Not seen on any page yet').waitFor();
    await page.getByText('script-src', { exact: false }).waitFor();
    await looksRight('pages-empty');
    const visitor = await newPerson(browser);
    await visitor.page.goto(shop.url);
    await visitor.page.getByRole('button', { name: 'Open chat' }).waitFor();
    await noted(({ path }) => path === '/cart');
    // As when somebody comes back to this tab.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const seen = page.getByRole('list', { name: 'Seen on' });
    await seen.getByText(new URL(shop.url).origin, { exact: true }).waitFor();
    await seen.getByText('Works').waitFor();
    await seen.getByText('/cart', { exact: true }).waitFor();
    await visitor.context.close();
  });

  it('name what is refused, and let it in', async () => {
    await server.app.sites.change(server.site().id, { origins: ['https://elsewhere.example'] });
    clock.offsetMs += 60_000;
    const visitor = await newPerson(browser);
    await visitor.page.goto(shop.url);
    await noted(({ problem }) => problem?.code === 'origin_not_allowed');
    await page.reload();
    await page.getByText('not among the addresses').waitFor();
    await looksRight('pages');
    const { origin } = new URL(shop.url);
    await button(`Allow ${origin}`).click();
    await page.getByText('It may run there now').waitFor();
    await visitor.page.reload();
    await visitor.page.getByRole('button', { name: 'Open chat' }).waitFor();
    expect(server.site().origins).toEqual(['https://elsewhere.example', origin]);
    await server.app.sites.change(server.site().id, { origins: [] });
    await visitor.context.close();
  });

  it('are what the line in the page’s console sends its developer to', async () => {
    const site = server.site();
    const unknown = await servePage(snippet().replace(site.key, 'site_AAAAAAAAAAAA'));
    const visitor = await newPerson(browser);
    let lines: string[] = [];
    visitor.page.on('console', (message) => {
      if (message.text().startsWith('Parley:')) lines.push(message.text());
    });
    const said = async (url: string, line: RegExp, act = async () => {}) => {
      lines = [];
      await visitor.page.goto(url);
      await act();
      await expect.poll(() => lines, { timeout: 20_000 }).toEqual([expect.stringMatching(line)]);
    };
    await said(unknown.url, /unknown_site\. Copy the snippet again in .*\/console\/settings/);
    unknown.close();
    await server.app.sites.change(site.id, { origins: ['https://elsewhere.example'] });
    await said(
      shop.url,
      /origin_not_allowed\. Add http:\/\/shop\.test:\d+ to the origins in .*\/console\/settings/,
    );
    await server.app.sites.change(site.id, { origins: [], enabled: false });
    await said(shop.url, /site_off\. Switch the site on in .*\/console\/settings/);
    await server.app.sites.change(site.id, { enabled: true, signedInOnly: true });
    await said(shop.url, /sign_in_required\..* call identify\(\) with a token/, () =>
      visitor.page.getByRole('button', { name: 'Open chat' }).click(),
    );
    await server.app.sites.change(site.id, { signedInOnly: false });
    await visitor.context.close();
  });

  it('show the identity secret to whoever asks for it, and say how to sign with it', async () => {
    await page.goto(`${server.url}/console/settings/sites/${server.site().id}`);
    await page.getByRole('link', { name: 'Signed-in people' }).click();
    await page.waitForURL('**/identity');
    await button('Show the secret').waitFor();
    const { secret } = await server.app.identityKeys.secretOf(server.site().id);
    expect(await page.content()).not.toContain(secret);
    await button('Show the secret').click();
    await page.getByText(secret).waitFor();
    expect(await copied()).toBe(secret);
    for (const [language, line] of [
      ['PHP', "hash_hmac('sha256'"],
      ['Python', 'hmac.new('],
      ['Ruby', 'OpenSSL::HMAC'],
      ['Node.js', "createHmac('sha256'"],
    ] as const) {
      await page.getByRole('tab', { name: language }).click();
      await page.getByRole('tabpanel', { name: language }).getByText(line).waitFor();
    }
    await looksRight('identity');
    await button('Hide').click();
    await button('Show the secret').waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  it('make a new secret, while the one before still counts for as long as is said', async () => {
    await button('Show the secret').click();
    const first = await copied();
    await button('New secret').click();
    const dialog = page.getByRole('dialog', { name: 'New secret' });
    await looksRight('new-secret');
    await dialog.getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByText('The old secret counts too, until').waitFor();
    const second = await copied();
    expect(second).not.toBe(first);
    expect([await mayComeWith(first), await mayComeWith(second)]).toEqual([true, true]);

    await button('New secret').click();
    await dialog.getByText('ends now').waitFor();
    await dialog.getByRole('combobox').selectOption('No longer');
    await dialog.getByRole('button', { name: 'Make a new secret' }).click();
    await dialog.waitFor({ state: 'detached' });
    const third = await copied();
    expect([await mayComeWith(first), await mayComeWith(second), await mayComeWith(third)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('say so where somebody else has made a new secret meanwhile, and show that one', async () => {
    const { generation } = await server.app.identityKeys.secretOf(server.site().id);
    const { secret } = await server.app.identityKeys.rotate(server.site().id, generation, 1);
    await button('New secret').click();
    const dialog = page.getByRole('dialog', { name: 'New secret' });
    await dialog.getByRole('button', { name: 'Make a new secret' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText(secret).waitFor();
  });

  it('keep a site for signed-in people only, after asking', async () => {
    const stranger = await connectVisitor(server.url, server.site().key);
    await button('Signed-in people only').click();
    const dialog = page.getByRole('dialog', { name: 'Only for signed-in people?' });
    await dialog.getByRole('button', { name: 'Signed-in people only' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(() => stranger.socket.disconnected);
    await page.reload();
    await page.locator('button[aria-pressed=true]', { hasText: 'Signed-in people only' }).waitFor();
    await button('Anybody').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Anybody may chat' }).click();
    await page.locator('button[aria-pressed=true]', { hasText: 'Anybody' }).waitFor();
    (await connectVisitor(server.url, server.site().key)).close();
  });

  it('show no secret to who is no admin', async () => {
    const [person, colleague] = [await newPerson(browser), await server.addAgent()];
    await signIn(person.page, server.url, { email: colleague.agent.email, password: ADMIN.password });
    await person.page.goto(`${server.url}/console/settings/sites/${server.site().id}/identity`);
    await person.page.getByText('Only admins see the secret').waitFor();
    await person.page.getByRole('tab', { name: 'Ruby' }).waitFor();
    expect(await person.page.getByRole('button', { name: 'Show the secret' }).count()).toBe(0);
    expectNoFaults(person);
  });

  it('have done all that without a fault', () => {
    expectNoFaults(agent);
  });
});
