import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProtocol } from '../../server/connections/handshakes.ts';
import { isFinal } from '../../shared/is-final.ts';
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../shared/limits.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn();
});

afterAll(() => server?.close());

async function refusal(attempt: Promise<{ close(): void }>): Promise<string> {
  try {
    (await attempt).close();
    return 'let in';
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message;
  }
}

describe("a widget's handshake", () => {
  it('is answered with the site, who is there and the conversations', async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    expect(visitor.welcome).toMatchObject({
      protocol: PROTOCOL_VERSION,
      site: { key: server.site().key, name: server.site().name },
      presence: { here: false, agents: [] },
      contact: null,
      conversations: [],
    });
    visitor.close();
  });

  it('is refused for an unknown site', async () => {
    expect(await refusal(connectVisitor(server.url, 'site_AAAAAAAAAAAA'))).toBe('unknown_site');
    expect(await refusal(connectVisitor(server.url, 'nonsense'))).toBe('unknown_site');
  });

  it('is refused for good for a protocol older than the one before ours, for now for one newer than ours', async () => {
    const { key } = server.site();
    const older = await refusal(connectVisitor(server.url, key, { protocol: OLDEST_PROTOCOL_VERSION - 1 }));
    expect(older).toBe('protocol_too_old');
    expect(isFinal('protocol_too_old')).toBe(true);
    // While nodes are renewed one by one, a page of a new node may meet an old one.
    const newer = await refusal(connectVisitor(server.url, key, { protocol: PROTOCOL_VERSION + 1 }));
    expect(newer).toBe('protocol_too_new');
    expect(isFinal('protocol_too_new')).toBe(false);
  });

  it.each([
    [1, 'protocol_too_old'],
    [2, 'understood'],
    [3, 'understood'],
    [4, 'protocol_too_new'],
    [undefined, 'protocol_too_old'],
  ])('PROTOCOL 9: of version %s at a server of version 3 is %s', (protocol, expected) => {
    const understood = { oldest: 2, newest: 3 };
    const said = () => {
      try {
        requireProtocol({ protocol, confetti: true }, understood);
        return 'understood';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(said()).toBe(expected);
  });

  it('is refused for a token that is none', async () => {
    expect(await refusal(connectVisitor(server.url, server.site().key, { token: 'guess' }))).toBe(
      'invalid_input',
    );
  });

  it('is refused from a page that is not on a filled list, before the upgrade', async () => {
    const site = await server.addSite('Strict');
    await admin.patch(`/sites/${site.id}`, { origins: ['https://shop.example', 'https://*.shop.example'] });
    const from = (origin: string) => refusal(connectVisitor(server.url, site.key, { origin }));
    expect(await from('https://shop.example')).toBe('let in');
    expect(await from('https://de.shop.example')).toBe('let in');
    for (const origin of [
      'https://evil.example',
      'http://shop.example',
      'https://shop.example.evil.example',
      'null',
    ]) {
      expect(await from(origin), origin).not.toBe('let in');
    }
    const asked = await fetch(`${server.url}/api/v1/widget/unread?site=${site.key}`, {
      headers: { Origin: 'https://evil.example' },
    });
    expect(asked.status).toBe(403);
    expect(await asked.json()).toMatchObject({ code: 'origin_not_allowed' });
  });

  it('is refused where the site is switched off, open connections are cut, and the history stays', async () => {
    const site = await server.addSite('Closing');
    const visitor = await connectVisitor(server.url, site.key);
    const { conversationId } = await say(visitor, 'remember me');
    await admin.patch(`/sites/${site.id}`, { enabled: false });
    await eventually(() => expect(visitor.socket.connected).toBe(false));
    expect(visitor.told<{ code: string }>('refused').at(-1)?.code).toBe('site_off');
    expect(await refusal(connectVisitor(server.url, site.key))).toBe('site_off');
    expect((await admin.get(`/conversations/${conversationId}`)).body).toMatchObject({
      preview: { text: 'remember me' },
    });
  });
});

describe("a console's handshake", () => {
  it('is refused without a session, and from a foreign page with one', async () => {
    expect(await refusal(connectConsole(server.url, ''))).toBe('not_signed_in');
    expect(await refusal(connectConsole(server.url, 'parley_session=made-up'))).toBe('not_signed_in');
    expect(await refusal(connectConsole(server.url, admin.cookie, 'https://evil.example'))).not.toBe(
      'let in',
    );
  });

  it('is cut at once when the agent signs out', async () => {
    const other = await server.signIn();
    const console = await connectConsole(server.url, other.cookie);
    await other.delete('/session');
    await eventually(() => expect(console.socket.connected).toBe(false));
    expect(console.told<{ code: string }>('refused').at(-1)?.code).toBe('not_signed_in');
  });

  it('shows an agent of one site nothing of another', async () => {
    const [mine, other] = [server.site(), await server.addSite('Other')];
    const scoped = await server.addAgent({ siteIds: [mine.id] });
    const console = await connectConsole(server.url, scoped.cookie);
    const visitor = await connectVisitor(server.url, other.key);
    const { conversationId } = await say(visitor, 'other-site-canary');
    await server.app.conversations.settled();
    expect(console.welcome.sites.map((site) => site.id)).toEqual([mine.id]);
    expect(await console.refusalOf('conversation:watch', { conversationId })).toBe('not_found');
    const listed = await console.do('conversations:list', {});
    expect(await scoped.get(`/conversations/${conversationId}`)).toMatchObject({ status: 404 });
    expect(await scoped.get(`/conversations/${conversationId}/entries`)).toMatchObject({ status: 404 });
    expect(JSON.stringify([listed, console.received])).not.toContain('other-site-canary');
    console.close();
    visitor.close();
  });
});

describe('frames that make no sense', () => {
  it('cut their sender and disturb nobody else', async () => {
    const { key } = server.site();
    const calm = await connectVisitor(server.url, key);
    const nonsense = [
      '42',
      '42[',
      '42["message:send"',
      '42{"a":1}',
      '49',
      '\u0000',
      `42["message:send",${'['.repeat(5_000)}`,
    ];
    for (const frame of nonsense) {
      const rude = await connectVisitor(server.url, key);
      rude.socket.io.engine.write(frame);
      await eventually(() => expect(rude.socket.connected, frame).toBe(false));
      rude.close();
    }
    const large = await connectVisitor(server.url, key);
    large.socket.io.engine.write(`2["message:send",{"text":"${'a'.repeat(1_000_000)}"}]`);
    await eventually(() => expect(large.socket.connected).toBe(false));
    expect((await say(calm, 'still here')).seq).toBe(1);
    calm.close();
  });

  it('events that do not exist, and arguments that are none, are harmless', async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    visitor.socket.emit('no-such-event', { a: 1 });
    visitor.socket.emit('message:send');
    visitor.socket.emit('message:send', null, null, null);
    visitor.socket.emit('typing', 'x');
    for (const input of [null, 1, 'x', [], { __proto__: { to: 1 } }, { to: { openId: 1 } }]) {
      expect(await visitor.refusalOf('message:send', input)).toBe('invalid_input');
    }
    expect((await say(visitor, 'still here')).seq).toBe(1);
    visitor.close();
  });
});
