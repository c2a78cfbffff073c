import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Reply, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let agent: SignedIn;

beforeAll(async () => {
  server = await startServer({ environment: { TRUST_PROXY: 'loopback' } });
  agent = await server.addAgent();
});
afterAll(() => server.close());

function drawing(width = 300, height = 200) {
  return sharp({ create: { width, height, channels: 3, background: '#4b3fd6' } });
}

function put(bytes: Buffer, type: string): Promise<Reply> {
  return agent.ask('PUT', '/me/picture', undefined, {
    bytes: new Uint8Array(bytes),
    headers: { 'Content-Type': type },
  });
}

async function served(pictureUrl: string): Promise<{ headers: Headers; bytes: Buffer; status: number }> {
  const { pathname, search } = new URL(pictureUrl);
  const answer = await fetch(server.url + pathname + search);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe('a picture', () => {
  it('is drawn anew: small, WebP, and without where it was taken', async () => {
    const exif = { IFD0: { Copyright: 'a secret place', ImageDescription: 'GPS 47.1 27.6' } };
    const sent = await drawing().withExif(exif).jpeg().toBuffer();
    expect(sent.toString('latin1')).toContain('a secret place');
    const reply = await put(sent, 'image/jpeg');
    expect(reply.status).toBe(200);
    expect(reply.body.pictureUrl).toMatch(
      new RegExp(
        `^${server.app.core.config.publicUrl}/api/v1/agents/${agent.agent.id}/picture\\?v=[\\w-]{22}$`,
      ),
    );
    const { status, headers, bytes } = await served(reply.body.pictureUrl);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    const metadata = await sharp(bytes).metadata();
    expect(metadata).toMatchObject({ format: 'webp', width: 128, height: 128 });
    expect(metadata.exif).toBeUndefined();
    expect(bytes.toString('latin1')).not.toContain('a secret place');
  });

  it('stands upright as the camera meant it', async () => {
    const red = { r: 255, g: 0, b: 0 };
    const sent = await drawing(100, 100)
      .composite([
        { input: { create: { width: 100, height: 50, channels: 3, background: red } }, gravity: 'north' },
      ])
      .jpeg({ quality: 100 })
      .withMetadata({ orientation: 3 }) // upside down
      .toBuffer();
    const { bytes } = await served((await put(sent, 'image/jpeg')).body.pictureUrl);
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const bottom = data.subarray(data.length - 3);
    expect(bottom[0]).toBeGreaterThan(200);
    expect(bottom[2]).toBeLessThan(100);
  });

  it.each(['png', 'webp'] as const)('may be %s', async (format) => {
    expect((await put(await drawing().toFormat(format).toBuffer(), `image/${format}`)).status).toBe(200);
  });

  it('has a new address each time; the old one shows nothing', async () => {
    const first = (await put(await drawing().png().toBuffer(), 'image/png')).body.pictureUrl;
    const second = (await put(await drawing().png().toBuffer(), 'image/png')).body.pictureUrl;
    expect(second).not.toBe(first);
    expect((await served(first)).status).toBe(404);
    expect((await served(second)).status).toBe(200);
  });

  it('can be taken away', async () => {
    const url = (await put(await drawing().png().toBuffer(), 'image/png')).body.pictureUrl;
    expect((await agent.delete('/me/picture')).body.pictureUrl).toBeNull();
    expect((await served(url)).status).toBe(404);
  });

  it('is there for whoever is told of it, also where it is set and taken away at once', async () => {
    const bytes = new Uint8Array(await drawing(30, 10).png().toBuffer());
    const kept = (ownerId: string) => server.db.collection('agent_pictures').countDocuments({ ownerId });
    // How often anybody may ask is limited: several agents, each from elsewhere, who set it and go on taking it away.
    for (let person = 1; person <= 6; person++) {
      const tab = await server.addAgent();
      const headers = { 'Content-Type': 'image/png', 'X-Forwarded-For': `10.0.0.${person}` };
      for (let round = 0; round < 10; round++) {
        let isSet = false;
        const setting = tab.ask('PUT', '/me/picture', undefined, { bytes, headers });
        const remove = async () => {
          while (!isSet) await tab.ask('DELETE', '/me/picture', undefined, { headers });
        };
        const removing = [remove(), remove()];
        expect((await setting).status).toBe(200);
        isSet = true;
        await Promise.all(removing);
        const { pictureUrl } = (await tab.ask('GET', '/me', undefined, { headers })).body;
        if (pictureUrl !== null) expect((await served(pictureUrl)).status).toBe(200);
        expect(await kept(tab.agent.id)).toBe(pictureUrl === null ? 0 : 1);
      }
    }
  });
});

describe('what is no picture', () => {
  let careful: SignedIn;

  // Another agent: how often one may send pictures is limited.
  beforeAll(async () => {
    careful = agent;
    agent = await server.addAgent();
  });
  afterAll(() => {
    agent = careful;
  });

  it.each([
    [
      'a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'image/png',
    ],
    ['an SVG by its name', Buffer.from('<svg/>'), 'image/svg+xml'],
    ['only the first bytes', Buffer.from('\x89PNG\r\n\x1a\nand nothing else', 'latin1'), 'image/png'],
    ['nothing', Buffer.alloc(0), 'image/png'],
  ])('%s is refused', async (_what, bytes, type) => {
    const reply = await put(bytes, type);
    expect([reply.status, reply.body.code]).toEqual([415, 'unsupported_type']);
  });

  it('more than 2 MB is refused', async () => {
    const reply = await put(Buffer.alloc(2 * 1024 * 1024 + 1, 1), 'image/png');
    expect([reply.status, reply.body.code]).toEqual([413, 'too_large']);
  });

  it('a few bytes that unpack to a hundred million pixels are refused', async () => {
    const bomb = await drawing(10_000, 10_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const reply = await put(bomb, 'image/png');
    expect(reply.body.code).toBe('unsupported_type');
  });

  it('too many are slowed down', async () => {
    const statuses: number[] = [];
    for (let time = 0; time < 11; time++) statuses.push((await put(Buffer.from('x'), 'image/png')).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
