import { randomBytes, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicEntry } from '../../shared/entries.ts';
import { type Console, connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { postFile, sendFile } from '../support/send-file.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let agent: SignedIn;
let console: Console;
const visitors: Visitor[] = [];

beforeAll(async () => {
  server = await startServer({ environment: { ATTACHMENT_MAX_MB: '2' } });
  agent = await server.addAgent();
  console = await connectConsole(server.url, agent.cookie);
});
afterAll(async () => {
  for (const client of [console, ...visitors]) client.close();
  await server.close();
});

/** A visitor with a conversation. */
async function newVisitor(): Promise<{
  visitor: Visitor;
  as: { site: string; token: string };
  to: { conversationId: string };
}> {
  const site = server.site().key;
  const visitor = await connectVisitor(server.url, site);
  visitors.push(visitor);
  const { conversationId } = await say(visitor, 'Hello');
  return { visitor, as: { site, token: visitor.token }, to: { conversationId } };
}

function send(visitor: Visitor, to: object, attachments: string[], text = '') {
  return visitor.do<{ conversationId: string; seq: number }>('message:send', {
    to,
    clientId: randomUUID(),
    text,
    attachments,
  });
}

function photo(width = 1_200, height = 800) {
  return sharp({ create: { width, height, channels: 3, background: '#4b3fd6' } });
}

function at(address: string, headers: Record<string, string> = {}) {
  const { pathname, search } = new URL(address);
  return fetch(server.url + pathname + search, { headers });
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code];
}

/** Pieces in the store. */
function chunks(): Promise<number> {
  return server.app.attachments.collections.chunks.countDocuments({});
}

describe('a file', () => {
  it('PROTOCOL 43: goes with a message to whoever sees it, both ways', async () => {
    const { visitor, as, to } = await newVisitor();
    await console.do('conversation:watch', to);
    const bytes = randomBytes(700_000);
    const taken = await sendFile(server.url, as, {
      name: 'Bill Nº 7.pdf',
      bytes: Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes]),
    });
    expect(taken).toMatchObject({ name: 'Bill Nº 7.pdf', type: 'application/pdf', size: 700_009 });
    await send(visitor, to, [taken.id], 'My bill');
    await eventually(() =>
      expect(console.told('entry')).toContainEqual(expect.objectContaining({ text: 'My bill' })),
    );
    const entry = console
      .told<{ text?: string; attachments?: unknown[] }>('entry')
      .find(({ text }) => text === 'My bill');
    const { url, ...told } = taken;
    expect(entry?.attachments).toEqual([told]);
    const answer = await fetch(`${server.url}/api/v1/attachments/${taken.id}`, {
      headers: { Cookie: agent.cookie },
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Bill N_ 7.pdf"; filename*=UTF-8''Bill%20N%C2%BA%207.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'content-length': '700009',
    });
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(9)
        .equals(bytes),
    ).toBe(true);

    const reply = await agent.ask(
      'POST',
      `/conversations/${to.conversationId}/attachments?name=a.txt`,
      undefined,
      { bytes: 'Words', headers: { 'Content-Type': 'text/plain' } },
    );
    expect([reply.status, reply.body.type]).toEqual([201, 'application/octet-stream']);
    await agent.post(`/conversations/${to.conversationId}/messages`, { attachments: [reply.body.id] });
    await eventually(() => expect(visitor.told('entry')).toHaveLength(1));
    const [shown] = visitor.told<PublicEntry & { kind: 'message' }>('entry');
    expect(shown).toMatchObject({ kind: 'message', text: '', attachments: [{ name: 'a.txt', size: 5 }] });
    expect(await (await at(shown?.attachments?.[0]?.url ?? '')).text()).toBe('Words');
    const { conversation } = await visitor.do<{ conversation: { preview: { text: string } } }>(
      'conversation:catch-up',
      { ...to, after: 0 },
    );
    expect(conversation.preview.text).toBe('File: a.txt');
  });

  it('is one file however often it is sent under one clientId', async () => {
    const { as } = await newVisitor();
    const clientId = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => sendFile(server.url, as, { clientId })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const { attachments, chunks: pieces } = server.app.attachments.collections;
    const [{ fileId } = { fileId: null }] = await attachments.find({ _id: answers[0]?.id ?? '' }).toArray();
    expect(await pieces.countDocuments({ files_id: fileId as never })).toBe(1);
    expect(await server.app.attachments.collections.uploads.countDocuments({})).toBe(0);
  });

  it('is given in parts to who asks for parts', async () => {
    const { as } = await newVisitor();
    const bytes = randomBytes(600_000);
    const { url } = await sendFile(server.url, as, { bytes });
    const part = async (range: string) => {
      const answer = await at(url, { Range: range });
      return {
        status: answer.status,
        range: answer.headers.get('content-range'),
        bytes: Buffer.from(await answer.arrayBuffer()),
      };
    };
    const middle = await part('bytes=261000-522300');
    expect([middle.status, middle.range]).toEqual([206, 'bytes 261000-522300/600000']);
    expect(middle.bytes.equals(bytes.subarray(261_000, 522_301))).toBe(true);
    expect((await part('bytes=-5')).bytes.equals(bytes.subarray(-5))).toBe(true);
    expect((await part('bytes=599999-')).bytes.equals(bytes.subarray(-1))).toBe(true);
    expect((await part('bytes=600000-')).status).toBe(416);
    expect((await part('bytes=600000-')).range).toBe('bytes */600000');
    for (const range of ['bytes=0-1,3-4', 'lines=1-2', 'bytes=5-2', 'bytes=-']) {
      expect((await part(range)).status, range).toBe(200);
    }
  });

  it('PROTOCOL 44: goes with one message only, and with those of its sender', async () => {
    const [mine, other] = [await newVisitor(), await newVisitor()];
    const { id } = await sendFile(server.url, mine.as, {});
    const stolen = { to: other.to, clientId: randomUUID(), text: 'Look', attachments: [id] };
    expect(await other.visitor.refusalOf('message:send', stolen)).toBe('attachment_gone');
    expect(
      await console.refusalOf('message:send', {
        ...other.to,
        clientId: randomUUID(),
        text: '',
        attachments: [id],
      }),
    ).toBe('attachment_gone');
    const first = { to: mine.to, clientId: randomUUID(), text: '', attachments: [id] };
    const { seq } = await mine.visitor.do<{ seq: number }>('message:send', first);
    expect((await mine.visitor.do<{ seq: number }>('message:send', first)).seq).toBe(seq);
    expect(await mine.visitor.refusalOf('message:send', { ...first, clientId: randomUUID() })).toBe(
      'attachment_gone',
    );
    const another = await sendFile(server.url, mine.as, {});
    expect(await mine.visitor.refusalOf('message:send', { ...first, attachments: [another.id] })).toBe(
      'client_id_reused',
    );
    expect(await mine.visitor.refusalOf('message:send', { ...first, text: ' ', attachments: [] })).toBe(
      'empty_text',
    );
  });

  it('can be had no more the moment its message is removed, and its bytes go', async () => {
    const { visitor, as, to } = await newVisitor();
    const taken = await sendFile(server.url, as, { bytes: await photo().png().toBuffer() });
    const clientId = randomUUID();
    await visitor.do('message:send', { to, clientId, text: '', attachments: [taken.id] });
    expect((await at(taken.url)).status).toBe(200);
    await visitor.do('message:change', {
      ...to,
      clientId: randomUUID(),
      target: clientId,
      change: { kind: 'removed' },
    });
    expect((await at(taken.url)).status).toBe(404);
    expect((await agent.get(`/attachments/${taken.id}`)).status).toBe(404);
    const { catchUp } = await visitor.do<{ catchUp: { entries: { attachments?: unknown[] }[] } }>(
      'conversation:catch-up',
      { ...to, after: 0 },
    );
    expect(catchUp.entries.flatMap(({ attachments }) => attachments ?? [])).toEqual([]);
    await eventually(async () =>
      expect(await server.app.attachments.ofMessage(to.conversationId, clientId)).toEqual([]),
    );
  });

  it('of a note is for agents alone, whatever address a visitor has', async () => {
    const { visitor, to } = await newVisitor();
    const { body } = await agent.ask(
      'POST',
      `/conversations/${to.conversationId}/attachments?name=a.txt`,
      undefined,
      { bytes: 'Secret' },
    );
    await agent.post(`/conversations/${to.conversationId}/notes`, { text: 'See', attachments: [body.id] });
    expect((await agent.get(`/attachments/${body.id}`)).body).toBe('Secret');
    expect((await at(server.app.addresses.present(body).url)).status).toBe(404);
    expect(JSON.stringify(visitor.received)).not.toContain(body.id);
  });
});

describe('an address', () => {
  it('PROTOCOL 45: counts for a day or two, for one file', async () => {
    const { as } = await newVisitor();
    const [one, other] = [await sendFile(server.url, as, {}), await sendFile(server.url, as, {})];
    expect((await at(one.url)).status).toBe(200);
    expect((await at(one.url.replace(one.id, other.id))).status).toBe(404);
    const later = new URL(one.url);
    later.searchParams.set('expires', String(Number(later.searchParams.get('expires')) + 1));
    expect((await at(later.href)).status).toBe(404);
    const past = new URL(one.url);
    past.searchParams.set('expires', '1000');
    expect((await at(past.href)).status).toBe(404);
  });
});

describe('a picture', () => {
  it('is drawn anew without where it was taken, and with a small one whose place is known', async () => {
    const { as } = await newVisitor();
    const exif = { IFD0: { Copyright: 'a secret place' } };
    const sent = await photo().withExif(exif).jpeg().toBuffer();
    expect(sent.toString('latin1')).toContain('a secret place');
    const taken = await sendFile(server.url, as, { name: 'IMG.HEIC', bytes: sent });
    expect(taken).toMatchObject({ name: 'IMG.jpg', type: 'image/jpeg', width: 1_200, height: 800 });
    const whole = await at(taken.url);
    expect(whole.headers.get('content-disposition')).toMatch(/^inline; /);
    expect(whole.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.byteLength).toBe(taken.size);
    expect(bytes.toString('latin1')).not.toContain('a secret place');
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    const small = Buffer.from(await (await at(`${taken.url}&thumbnail=true`)).arrayBuffer());
    expect(await sharp(small).metadata()).toMatchObject({ format: 'webp', width: 640, height: 427 });
  });

  it.each(['png', 'webp', 'gif'] as const)('may be %s', async (format) => {
    const { as } = await newVisitor();
    const taken = await sendFile(server.url, as, {
      name: 'a',
      bytes: await photo(40, 30).toFormat(format).toBuffer(),
    });
    expect(taken).toMatchObject({ name: `a.${format}`, type: `image/${format}`, width: 40, height: 30 });
  });

  it('that is also something else is only a picture afterwards', async () => {
    const { as } = await newVisitor();
    const gif = await photo(4, 4).gif().toBuffer();
    const polyglot = Buffer.concat([gif, Buffer.from('<script>alert(document.domain)</script>PK\x03\x04')]);
    const taken = await sendFile(server.url, as, { name: 'evil.html', bytes: polyglot });
    expect(taken).toMatchObject({ name: 'evil.gif', type: 'image/gif' });
    expect(await (await at(taken.url)).text()).not.toContain('script');
  });

  it('with 64 million pixels in a few bytes is refused, and so is half of one', async () => {
    const { as } = await newVisitor();
    const before = await chunks();
    const bomb = await photo(8_000, 8_000).toColourspace('b-w').png({ compressionLevel: 3 }).toBuffer();
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await codeOf(await postFile(server.url, as, { bytes: bomb }))).toEqual([415, 'unsupported_type']);
    const whole = await photo().png().toBuffer();
    const half = whole.subarray(0, whole.length / 2);
    expect(await codeOf(await postFile(server.url, as, { bytes: half }))).toEqual([415, 'unsupported_type']);
    expect(await chunks()).toBe(before);
  }, 60_000);
});

describe('what attackers send', () => {
  it.each([
    [
      'an SVG with a script',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'a.svg',
    ],
    ['an SVG as XML', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'a.xml'],
    ['HTML', '<!doctype html><script>alert(1)</script>', 'a.html'],
  ])('%s is a download that no browser runs', async (_what, bytes, name) => {
    const { as } = await newVisitor();
    const taken = await sendFile(server.url, as, { name, bytes });
    expect(taken.type).toBe('application/octet-stream');
    expect(taken.width).toBeUndefined();
    const { headers } = await at(taken.url);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['a\r\nSet-Cookie: x=y.txt', 'a Set-Cookie_ x=y.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['in\u200bvoice.pdf', 'invoice.pdf'],
    ['con.txt', '_con.txt'],
    ['.htaccess', 'htaccess'],
    ['\u0000', 'file'],
    ['..', 'file'],
    ['"quoted";%41.txt', '_quoted_;%41.txt'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
  ])('the name %j becomes %j', async (sent, kept) => {
    const { as } = await newVisitor();
    const taken = await sendFile(server.url, as, { name: sent });
    expect(taken.name).toBe(kept);
    const disposition = (await at(taken.url)).headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(
      /^attachment; filename="[\x20-\x21\x23-\x7e]*"; filename\*=UTF-8''[\w.%~!$&+-]*$/,
    );
  });

  it('more than fits is refused, stated or not, and leaves nothing', async () => {
    const { as } = await newVisitor();
    const before = await chunks();
    const [status, code] = await codeOf(
      await postFile(server.url, as, { bytes: randomBytes(2 * 1024 ** 2 + 1) }),
    );
    expect([status, code]).toEqual([413, 'too_large']);
    const query = new URLSearchParams({ site: as.site, name: 'a', clientId: randomUUID() });
    const unstated = await fetch(`${server.url}/api/v1/widget/attachments?${query}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${as.token}` },
      body: new ReadableStream({
        pull(controller) {
          controller.enqueue(randomBytes(300_000));
        },
      }),
      duplex: 'half',
    } as RequestInit).catch((error: unknown) => error as Error);
    if (unstated instanceof Response) expect(unstated.status).toBe(413);
    await eventually(async () => expect(await chunks()).toBe(before));
  });

  it('nothing at all is refused', async () => {
    const { as } = await newVisitor();
    expect(await codeOf(await postFile(server.url, as, { bytes: '' }))).toEqual([400, 'invalid_input']);
  });
});
