import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGS } from '../../scripts/check/catalogs.ts';
import {
  expectNoFaults,
  leaveBrowser,
  newPerson,
  type Person,
  signIn,
  startBrowser,
} from '../support/browser.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('the console', () => {
  let server: TestServer;
  let browser: Browser;
  const people: Person[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
  });
  afterEach(async () => {
    const gone = people.splice(0);
    expectNoFaults(...gone);
    await Promise.all(gone.map(({ context }) => context.close()));
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server?.close();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const person = await newPerson(browser, options);
    people.push(person);
    return person.page;
  }

  it('speaks as the browser does until somebody has chosen, also where it refuses', async () => {
    const { agents, general, refusals } = CATALOGS.console.de;
    const page = await open({ locale: 'de-AT' });
    await page.goto(`${server.url}/console/`);
    await page.getByRole('heading', { name: agents.signIn }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('de-AT');
    expect(await page.getAttribute('html', 'dir')).toBe('ltr');
    await page.getByRole('textbox', { name: general.email }).fill(ADMIN.email);
    await page.getByLabel(agents.password).fill('not this one');
    await page.getByRole('button', { name: agents.signIn }).click();
    await page.getByRole('alert').getByText(refusals.wrong_credentials).waitFor();
    await page.goto(`${server.url}/console/invite#token=${'x'.repeat(43)}`);
    await page.getByText(agents.linkUsed).waitFor();
  });

  it('speaks as its agent has chosen, on every device and at once', async () => {
    const [page, other] = await Promise.all([open(), open({ locale: 'ro-RO' })]);
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/settings/profile`);
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'français' });
    await page.getByRole('button', { name: 'Save' }).click();
    const { frame } = CATALOGS.console.fr;
    await page.getByRole('navigation', { name: frame.main }).waitFor();
    await page.getByRole('heading', { name: frame.profile }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('fr');

    await other.goto(`${server.url}/console/settings/profile`);
    const ro = CATALOGS.console.ro;
    await other.getByRole('textbox', { name: ro.general.email }).fill(ADMIN.email);
    await other.getByLabel(ro.agents.password).fill(ADMIN.password);
    await other.getByRole('button', { name: ro.agents.signIn }).click();
    await other.getByRole('heading', { name: frame.profile }).waitFor();

    const language = other.getByRole('combobox', { name: CATALOGS.console.fr.general.language });
    await language.selectOption({ label: CATALOGS.console.fr.agents.asBrowser });
    await other.getByRole('button', { name: CATALOGS.console.fr.general.save }).click();
    await other.getByRole('heading', { name: ro.frame.profile }).waitFor();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en-US');
  });
});
