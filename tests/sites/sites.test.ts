import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isListedOrigin } from '../../server/sites/embedding.ts';
import type { Site } from '../../shared/sites.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn();
});
afterAll(() => server.close());

describe('a site', () => {
  it('is made with everything but its name as it comes', async () => {
    const reply = await admin.post('/sites', { name: ' Books ' });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ name: 'Books', enabled: true, origins: [], continueWithinHours: 24 });
    expect(reply.body.key).toMatch(/^site_[A-Za-z0-9]{12}$/);
    expect(reply.body.snippet).toBe(
      `<script async src="${server.app.core.config.publicUrl}/widget.js" data-site="${reply.body.key}"></script>`,
    );
    expect(server.app.sites.byKey(reply.body.key)?.id).toBe(reply.body.id);
    expect((await admin.get(`/sites/${reply.body.id}`)).body).toEqual(reply.body);
  });

  it('is changed where it is named and stays elsewhere; others hear of it', async () => {
    const site = await server.addSite('Changing');
    const heard: Site[] = [];
    server.app.sites.onChanged((changed) => heard.push(changed));
    const changes = { color: '#17734a', origins: ['https://shop.example', 'https://*.shop.example'] };
    const reply = await admin.patch(`/sites/${site.id}`, changes);
    expect(reply.body).toMatchObject({ ...changes, name: 'Changing', greeting: site.greeting });
    expect(server.app.sites.get(site.id)).toMatchObject(changes);
    expect(heard).toEqual([expect.objectContaining({ id: site.id, ...changes })]);
    expect((await admin.patch(`/sites/${site.id}`, {})).status).toBe(200);
    expect(heard).toHaveLength(1);
  });

  it.each([
    [{ color: 'red' }, 'color'],
    [{ origins: ['https://shop.example/path'] }, 'origins.0'],
    [{ origins: ['javascript:alert(1)'] }, 'origins.0'],
    [{ position: 'top' }, 'position'],
    [{ theme: 'auto' }, 'theme'],
    [{ launcher: '<svg>' }, 'launcher'],
    [{ offsets: { side: 20 } }, 'offsets.bottom'],
    [{ offsets: { side: 201, bottom: 20 } }, 'offsets.side'],
    [{ offsets: { side: '1px}body{}', bottom: 20 } }, 'offsets.side'],
    [{ texts: { en: { greeting: 'x'.repeat(81) } } }, 'texts.en.greeting'],
    [{ texts: { en: { away: '' } } }, 'texts.en.away'],
    [{ texts: { en: { html: '<b>' } } }, 'texts.en'],
    [{ texts: { it: { greeting: 'Ciao' } } }, 'texts'],
    [{ logo: null }, ''],
    [{ continueWithinHours: -1 }, 'continueWithinHours'],
    [{ name: '' }, 'name'],
    [{ key: 'site_aaaaaaaaaaaa' }, ''],
  ])('is not changed by %o', async (changes, path) => {
    const reply = await admin.patch(`/sites/${server.site().id}`, changes);
    expect(reply.body).toMatchObject({ code: 'invalid_input', errors: [{ path }] });
  });

  it('that does not exist is not found', async () => {
    expect((await admin.get('/sites/aaaaaaaaaaaaaaaaaaaaaa')).body.code).toBe('not_found');
    expect((await admin.patch('/sites/aaaaaaaaaaaaaaaaaaaaaa', { name: 'x' })).body.code).toBe('not_found');
  });

  it('is seen by the agents who answer for it, and by admins', async () => {
    const mine = await server.addSite('Mine');
    const other = await server.addSite('Other');
    const agent = await server.addAgent({ siteIds: [mine.id] });
    const names = async (person: SignedIn) =>
      (await person.get('/sites')).body.items.map((site: Site) => site.name);
    expect(await names(agent)).toEqual(['Mine']);
    expect(await names(admin)).toEqual(expect.arrayContaining(['Mine', 'Other']));
    expect((await agent.get(`/sites/${mine.id}`)).status).toBe(200);
    expect((await agent.get(`/sites/${other.id}`)).status).toBe(404);
  });
});

describe('which pages may carry a chat', () => {
  it.each([
    [[], 'https://anywhere.example', true],
    [[], 'null', true],
    [['https://shop.example'], 'https://shop.example', true],
    [['https://shop.example'], 'http://shop.example', false],
    [['https://shop.example'], 'https://shop.example:8443', false],
    [['https://shop.example:443'], 'https://shop.example', true],
    [['https://shop.example'], 'https://shop.example.evil.example', false],
    [['https://shop.example'], 'https://evilshop.example', false],
    [['https://*.shop.example'], 'https://www.shop.example', true],
    [['https://*.shop.example'], 'https://a.b.shop.example', true],
    [['https://*.shop.example'], 'https://shop.example', false],
    [['https://*.shop.example'], 'https://evilshop.example', false],
    [['http://localhost:8080'], 'http://localhost:8080', true],
    [['http://localhost:8080'], 'http://localhost:9090', false],
    [['https://shop.example'], 'null', false],
    [['https://shop.example'], 'not an origin', false],
  ])('%o, %s: %s', (origins, origin, expected) => {
    expect(isListedOrigin(origins, origin)).toBe(expected);
  });

  it('our own always may, for /demo', async () => {
    const { sites, core } = server.app;
    const site = await sites.change((await server.addSite('Closed')).id, {
      origins: ['https://shop.example'],
    });
    expect(sites.mayEmbed(site, core.config.publicUrl)).toBe(true);
    expect(sites.mayEmbed(site, 'https://shop.example')).toBe(true);
    expect(sites.mayEmbed(site, 'https://evil.example')).toBe(false);
    expect(sites.mayEmbed(site, undefined)).toBe(true);
  });
});

describe('the loader’s question', () => {
  const ask = (site: string, origin?: string) =>
    server.person().ask('GET', `/widget/unread?site=${site}`, undefined, {
      headers: { 'X-Parley': '', Origin: origin ?? 'https://shop.example' },
    });

  it('is answered to a page that may carry the chat, and that page can read it', async () => {
    const site = await server.addSite('Asked');
    const reply = await ask(site.key);
    expect(reply.status).toBe(200);
    expect(reply.body.site).toMatchObject({ key: site.key, name: 'Asked' });
    expect(JSON.stringify(reply.body)).not.toContain(site.id);
    expect(reply.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    expect(reply.headers.get('vary')).toContain('Origin');
  });

  it('is answered to the loader of a newer node that says more', async () => {
    const { key } = await server.addSite('Renewed');
    expect((await ask(`${key}&path=%2F&told=later`)).status).toBe(200);
    expect((await ask(`${key}&path=`)).status).toBe(200);
  });

  it('is answered with nothing but what the description of the API says', async () => {
    const { id, key } = await server.addSite('Described');
    const form = { intro: '', fields: [], consent: null };
    const texts = { de: { greeting: 'Guten Tag.' } };
    await server.app.sites.change(id, { preChatForm: form, offlineForm: form, texts });
    const { paths } = (await server.person().get('//openapi.json')).body;
    const { schema } = paths['/widget/unread'].get.responses['200'].content['application/json'];
    const { body } = await ask(key);
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(body)));
    const said = Object.keys(body.site);
    expect(said).toEqual(expect.arrayContaining(['style', 'texts', 'preChatForm', 'offlineForm']));
    expect(Object.keys(schema.properties.site.properties)).toEqual(expect.arrayContaining(said));
  });

  it('is refused in a way the page can read', async () => {
    const site = await server.addSite('Closed');
    await server.app.sites.change(site.id, { origins: ['https://other.example'] });
    const reply = await ask(site.key);
    expect([reply.status, reply.body.code]).toEqual([403, 'origin_not_allowed']);
    expect(reply.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect((await ask('site_aaaaaaaaaaaa')).body.code).toBe('unknown_site');
    expect((await ask('nonsense')).body.code).toBe('invalid_input');
    await server.app.sites.change(site.id, { origins: [], enabled: false });
    expect((await ask(site.key)).body).toMatchObject({
      code: 'site_off',
      detail: expect.stringMatching(/^Switch the site on in .*\/console\/settings\.$/),
    });
  });

  it('may be asked with a token', async () => {
    const preflight = await fetch(`${server.url}/api/v1/widget/unread?site=x`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://shop.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe(
      'Authorization, Accept-Language, Content-Type',
    );
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST');
  });

  it('is the only thing that foreign pages may ask', async () => {
    const answer = await fetch(`${server.url}/api/v1/me`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'PATCH' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
