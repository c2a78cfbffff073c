import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sighting } from '../../shared/sightings.ts';
import type { Site } from '../../shared/sites.ts';
import { identityOf, inSeconds } from '../identity/sign.ts';
import { connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { SetClock } from '../support/set-clock.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

const MINUTE_MS = 60_000;
const SHOP = 'https://shop.example';

let store: TestStore;
let server: TestServer;
let otherNode: TestServer;
let admin: SignedIn;
const clock = new SetClock();

beforeAll(async () => {
  store = await startTestStore();
  server = await startServer({ store, clock });
  otherNode = await startServer({ store, clock });
  admin = await server.signIn();
});
afterAll(async () => {
  await otherNode?.close();
  await server?.close();
  await store?.close();
});

const seenOf = async (site: Site, by: SignedIn = admin): Promise<Sighting[]> =>
  (await by.get(`/sites/${site.id}/sightings`)).body.items;

/** As the loader asks, on a page of this origin. */
async function load(site: Site, origin: string, url = server.url, path = ''): Promise<number> {
  const headers = { Origin: origin };
  const query = new URLSearchParams({ site: site.key, ...(path !== '' && { path }) });
  const { status } = await fetch(`${url}/api/v1/widget/unread?${query}`, { headers });
  return status;
}

/** As the chat connects; the page is `https://shop.example/orders/4711`. */
async function chat(site: Site, options: Parameters<typeof connectVisitor>[2] = {}): Promise<void> {
  (await connectVisitor(server.url, site.key, { origin: SHOP, ...options })).close();
}

/** What is noted in the background, once it is there. */
function noted(site: Site, expected: object[]): Promise<void> {
  return eventually(async () => expect(await seenOf(site)).toMatchObject(expected));
}

describe('where the snippet of a site is seen', () => {
  it('is known by origin from the script tag, by page once a chat is begun, and on every node', async () => {
    const site = server.site();
    expect(await seenOf(site)).toEqual([]);
    await load(site, SHOP);
    await noted(site, [{ origin: SHOP, path: null, problem: null }]);
    await chat(site);
    await eventually(async () => expect(await seenOf(site)).toHaveLength(2));
    const pages = await seenOf(site, await otherNode.signIn());
    // A number in the address is one thing of many, and what stands in the query is nobody's business.
    expect(pages.map(({ path }) => path).sort()).toEqual(['/orders/*', null]);
    for (const page of pages) expect(page.workedAt).toBe(page.lastSeenAt);
  });

  it('is known by page where the script tag says it, by nothing of it that is somebody’s', async () => {
    const site = await server.addSite('By page');
    const from = (path: string) => load(site, SHOP, server.url, path);
    for (const path of ['/orders/4711', '/reset/3f9ac1d2e8b7405596aa', '/help', '/help?mail=lena#token=17'])
      expect(await from(path)).toBe(200);
    for (const path of ['@evil.example/x', ':8443/x', 'srcdoc', '', `/${'x'.repeat(10_000)}`])
      expect(await from(path)).toBe(200);
    await eventually(async () => {
      const paths = (await seenOf(site)).map(({ origin, path }) => `${origin} ${path}`);
      const long = `/${'x'.repeat(119)}`;
      expect(paths.sort()).toEqual(
        [null, '/help', '/orders/*', '/reset/*', long].map((path) => `${SHOP} ${path}`).sort(),
      );
    });
    const kept = JSON.stringify(await server.db.collection('sightings').find().toArray());
    expect(kept).not.toMatch(/4711|3f9ac1|lena|token=17|evil/);
  });

  it('is known by site however many pages there are', async () => {
    const site = await server.addSite('Large');
    for (let page = 0; page < 100; page++)
      await load(
        site,
        SHOP,
        server.url,
        `/article-${'abcdefghij'[page % 10]}${'klmnopqrst'[Math.floor(page / 10)]}`,
      );
    clock.offsetMs += 61 * MINUTE_MS;
    await load(site, SHOP, server.url, '/article-zz');
    await eventually(async () => {
      const pages = await seenOf(site);
      expect(pages.find(({ path }) => path === null)?.lastSeenAt).toBeGreaterThan(clock.now() - MINUTE_MS);
      expect(pages.length).toBeLessThanOrEqual(8);
    });
  });

  it('is noted again when an hour has gone by, not with every visitor', async () => {
    const site = await server.addSite('Busy');
    await load(site, SHOP);
    await noted(site, [{ origin: SHOP }]);
    const [first] = await seenOf(site);
    clock.offsetMs += 59 * MINUTE_MS;
    await load(site, SHOP);
    // Another page, so that there is something to wait for.
    await load(site, 'https://blog.example');
    await noted(site, [{ origin: 'https://blog.example' }, { origin: SHOP, lastSeenAt: first?.lastSeenAt }]);
    clock.offsetMs += 2 * MINUTE_MS;
    await load(site, SHOP);
    await noted(site, [
      { origin: SHOP, firstSeenAt: first?.firstSeenAt },
      { origin: 'https://blog.example' },
    ]);
  });

  it('has what went wrong there last, and that it works again', async () => {
    const site = await server.addSite('Refused');
    await server.app.sites.change(site.id, { origins: ['https://listed.example'] });
    expect(await load(site, SHOP)).toBe(403);
    const problem = { code: 'origin_not_allowed', message: expect.stringContaining(`Add ${SHOP}`) };
    await noted(site, [{ origin: SHOP, workedAt: null, problem }]);
    await server.app.sites.change(site.id, { origins: [] });
    clock.offsetMs += 2 * MINUTE_MS;
    await load(site, SHOP);
    await eventually(async () => {
      const [page] = await seenOf(site);
      expect(page?.problem).toMatchObject(problem);
      expect(Number(page?.workedAt)).toBeGreaterThan(Number(page?.problem?.at));
    });
    await server.app.sites.change(site.id, { enabled: false });
    clock.offsetMs += 2 * MINUTE_MS;
    expect(await load(site, SHOP)).toBe(403);
    await noted(site, [{ problem: { code: 'site_off' } }]);
  });

  it('has why a token has proved nothing, and that nobody is let in without one', async () => {
    const site = await server.addSite('Signed');
    const expired = await identityOf(server, 'lena', { exp: inSeconds(-600) }, site.id);
    await chat(site, { identity: expired });
    await noted(site, [
      { path: '/orders/*', problem: { code: 'token_expired' }, workedAt: expect.any(Number) },
    ]);
    await server.app.sites.change(site.id, { signedInOnly: true });
    clock.offsetMs += 2 * MINUTE_MS;
    await chat(site).catch(() => undefined);
    await noted(site, [{ problem: { code: 'sign_in_required' } }]);
  });

  it('is nothing that no browser says, and no page of our own', async () => {
    const site = await server.addSite('Nonsense');
    const nonsense = ['javascript:alert(1)', 'https://shop.example/', 'https://SHOP.example', 'x', 'file://'];
    for (const origin of [...nonsense, server.app.core.config.publicUrl]) await load(site, origin);
    await connectVisitor(server.url, site.key).then((visitor) => visitor.close());
    await load(site, 'null');
    await noted(site, [{ origin: 'null', path: null }]);
  });

  it('cannot be filled by inventing pages, nor can a page that is really there be pushed out', async () => {
    const site = server.site();
    await load(site, SHOP);
    await eventually(async () => expect((await seenOf(site)).map(({ origin }) => origin)).toContain(SHOP));
    clock.offsetMs += MINUTE_MS;
    const invented = Array.from({ length: 150 }, (_, number) => `https://invented-${number}.example`);
    for (const origin of invented) await load(site, origin);
    await load(site, 'https://late.example', otherNode.url);
    await eventually(async () =>
      expect((await seenOf(site)).map(({ origin }) => origin)).toContain('https://late.example'),
    );
    await eventually(async () => {
      const pages = await seenOf(site);
      expect(pages.map(({ origin }) => origin)).toContain(SHOP);
      expect(new Set(pages.map(({ origin }) => origin)).size).toBeLessThanOrEqual(30);
      expect(await server.db.collection('sightings').countDocuments({ siteId: site.id })).toBe(pages.length);
    });
  });

  it('is shown to those who answer for the site', async () => {
    const site = await server.addSite('Not theirs');
    const elsewhere = await server.addAgent({ siteIds: [server.site().id] });
    expect((await elsewhere.get(`/sites/${site.id}/sightings`)).status).toBe(404);
    expect((await elsewhere.get(`/sites/${server.site().id}/sightings`)).status).toBe(200);
  });
});
