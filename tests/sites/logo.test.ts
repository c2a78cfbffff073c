import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Site, WidgetSite } from '../../shared/sites.ts';
import { connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { type Reply, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let admin: SignedIn;
let site: Site;

beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn();
  site = await server.addSite('With a logo');
});
afterAll(() => server.close());

function drawing(
  width = 300,
  height = 100,
  background: string | { r: number; g: number; b: number; alpha: number } = '#27a567',
) {
  return sharp({ create: { width, height, channels: 4, background } });
}

function put(bytes: Buffer, type = 'image/png', as = admin): Promise<Reply> {
  return as.ask('PUT', `/sites/${site.id}/logo`, undefined, {
    bytes: new Uint8Array(bytes),
    headers: { 'Content-Type': type },
  });
}

/** The logo as a page is told of it. */
async function shown(): Promise<WidgetSite['logo']> {
  const { body } = await server.person().get(`/widget/unread?site=${site.key}`);
  return body.site.logo;
}

async function fetched(url: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const { pathname, search } = new URL(url);
  const answer = await fetch(server.url + pathname + search);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe('the logo of a site', () => {
  it('is absent unless there is one', async () => {
    expect(site.logo).toBeNull();
    expect(await shown()).toBeUndefined();
  });

  it('PROTOCOL 56: is drawn anew, and told to pages, open chats and the console', async () => {
    const visitor = await connectVisitor(server.url, site.key);
    const exif = { IFD0: { Copyright: 'a secret place' } };
    const sent = await drawing(1_200, 400).withExif(exif).png().toBuffer();
    const script = Buffer.from('<script>alert(1)</script>');
    const reply = await put(Buffer.concat([sent, script]));
    expect(reply.status).toBe(200);
    expect(reply.body.logo).toEqual({
      version: expect.stringMatching(/^[\w-]{22}$/),
      width: 432,
      height: 144,
      fills: false,
    });
    const logo = await shown();
    const { publicUrl } = server.app.core.config;
    const address = `${publicUrl}/api/v1/widget/logo?site=${site.key}&v=${reply.body.logo.version}`;
    expect(logo).toEqual({ url: address, width: 432, height: 144 });
    await eventually(() => expect(visitor.told<WidgetSite>('site').at(-1)?.logo).toEqual(logo));
    visitor.close();
    const { status, headers, bytes } = await fetched(address);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 432, height: 144 });
    expect(bytes.toString('latin1')).not.toMatch(/secret place|script/);
  });

  it('fills a circle where it is square and nothing shines through', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    for (const [background, fills] of [
      ['#27a567', true],
      [clear, false],
    ] as const) {
      const reply = await put(await drawing(200, 200, background).png().toBuffer());
      expect(reply.body.logo).toMatchObject({ width: 144, height: 144, fills });
    }
  });

  it('has a new address each time; the old one, another site’s and none show nothing', async () => {
    await put(await drawing().jpeg().toBuffer(), 'image/jpeg');
    const first = await shown();
    await put(await drawing().webp().toBuffer(), 'image/webp');
    const second = await shown();
    expect(second?.url).not.toBe(first?.url);
    const status = async (url = '') => (await fetched(url)).status;
    expect([await status(first?.url), await status(second?.url)]).toEqual([404, 200]);
    expect(await status(second?.url.replace(site.key, server.site().key))).toBe(404);
    expect(await status(second?.url.replace(site.key, 'site_aaaaaaaaaaaa'))).toBe(404);
  });

  it('can be taken away', async () => {
    const before = await shown();
    expect((await admin.delete(`/sites/${site.id}/logo`)).body.logo).toBeNull();
    expect(await shown()).toBeUndefined();
    expect((await fetched(before?.url ?? '')).status).toBe(404);
  });

  it('is there for whoever is told of it, also where it is set and taken away at once', async () => {
    const { sites } = server.app;
    const bytes = await drawing(30, 10).png().toBuffer();
    const kept = () => server.db.collection('site_logos').countDocuments();
    const removeAfter = async (turns: number) => {
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      await sites.removeLogo(site.id);
    };
    for (let round = 0; round < 60; round++) {
      const set = () => sites.setLogo(site.id, bytes);
      await Promise.all([set(), set(), removeAfter(round)]);
      const logo = await shown();
      if (logo) expect((await fetched(logo.url)).status).toBe(200);
      expect(await kept()).toBe(logo ? 1 : 0);
    }
    await sites.removeLogo(site.id);
    expect(await kept()).toBe(0);
  });

  it('of a site that does not exist is not found', async () => {
    const nowhere = '/sites/aaaaaaaaaaaaaaaaaaaaaa/logo';
    const bytes = new Uint8Array(await drawing().png().toBuffer());
    const headers = { 'Content-Type': 'image/png' };
    expect((await admin.ask('PUT', nowhere, undefined, { bytes, headers })).body.code).toBe('not_found');
    expect((await admin.delete(nowhere)).body.code).toBe('not_found');
  });
});

describe('what is no logo', () => {
  let careful: SignedIn;

  // Another admin: how often one may send pictures is limited.
  beforeAll(async () => {
    careful = await server.addAgent({ role: 'admin' });
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  it.each([
    ['a script', Buffer.from(svg), 'image/png'],
    ['an SVG by its name', Buffer.from(svg), 'image/svg+xml'],
    ['only the first bytes', Buffer.from('\x89PNG\r\n\x1a\nand nothing else', 'latin1'), 'image/png'],
    ['nothing', Buffer.alloc(0), 'image/png'],
  ])('%s is refused', async (_what, bytes, type) => {
    const reply = await put(bytes, type, careful);
    expect([reply.status, reply.body.code]).toEqual([415, 'unsupported_type']);
    expect(server.app.sites.get(site.id)?.logo).toBeNull();
  });

  it('more than 2 MB is refused', async () => {
    const reply = await put(Buffer.alloc(2 * 1024 * 1024 + 1, 1), 'image/png', careful);
    expect([reply.status, reply.body.code]).toEqual([413, 'too_large']);
  });

  it('a few bytes that unpack to a hundred million pixels are refused', async () => {
    const bomb = await sharp({
      create: { width: 10_000, height: 10_000, channels: 3, background: '#27a567' },
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect((await put(bomb, 'image/png', careful)).body.code).toBe('unsupported_type');
  });

  it('who is no admin sets none', async () => {
    const agent = await server.addAgent();
    const picture = await drawing().png().toBuffer();
    expect((await put(picture, 'image/png', agent)).body.code).toBe('not_allowed');
    expect((await agent.delete(`/sites/${site.id}/logo`)).body.code).toBe('not_allowed');
  });

  it('too many are slowed down', async () => {
    const statuses: number[] = [];
    for (let time = 0; time < 11; time++)
      statuses.push((await put(Buffer.from('x'), 'image/png', careful)).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
