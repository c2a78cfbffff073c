/** The packets themselves, one by one, as PROTOCOL.md describes them. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { FRAME_MAX_BYTES } from '../../shared/limits.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { heldOnce } from '../support/held-once.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server?.close());

const open: WebSocket[] = [];
afterAll(() => {
  for (const socket of open) socket.terminate();
});

/** A bare socket with every packet it has got. */
async function socket(): Promise<{ socket: WebSocket; packets: string[]; closed: () => boolean }> {
  const url = server.url.replace('http', 'ws');
  const bare = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket&site=${server.site().key}`);
  open.push(bare);
  const packets: string[] = [];
  bare.on('message', (data) => packets.push(String(data)));
  bare.on('error', () => undefined);
  await new Promise((resolve) => bare.once('open', resolve));
  return { socket: bare, packets, closed: () => bare.readyState === WebSocket.CLOSED };
}

function handshake(token = randomBytes(32).toString('base64url')): object {
  return {
    protocol: 1,
    token,
    heads: {},
    page: { url: 'https://shop.example/' },
    language: 'en',
    timezone: 'UTC',
  };
}

const joining = `40/widget,${JSON.stringify(handshake())}`;

/** A bare socket that is welcome. */
async function joined() {
  const one = await socket();
  one.socket.send(`40/widget,${JSON.stringify(handshake())}`);
  await eventually(() => one.packets.some((packet) => packet.startsWith('42/widget,["welcome"')));
  return one;
}

describe('packets', () => {
  it('PROTOCOL 1: the first says how the connection is kept alive', async () => {
    const { packets } = await socket();
    await eventually(() => packets.length > 0);
    expect(packets[0]?.[0]).toBe('0');
    expect(JSON.parse(packets[0]?.slice(1) ?? '')).toMatchObject({
      sid: expect.any(String),
      pingInterval: expect.any(Number),
      pingTimeout: expect.any(Number),
    });
  });

  it('PROTOCOL 2: whoever does not answer pings is cut, whoever does stays', async () => {
    const engine = server.app.realtime.io.engine as unknown as { opts: Record<string, number> };
    const usual = { ...engine.opts };
    Object.assign(engine.opts, { pingInterval: 50, pingTimeout: 400 });
    const [silent, answering] = [await socket(), await socket()];
    onTestFinished(() => void Object.assign(engine.opts, usual));
    answering.socket.on('message', (data) => String(data) === '2' && answering.socket.send('3'));
    for (const one of [silent, answering]) one.socket.send(joining);
    await eventually(() => silent.closed());
    await eventually(() => answering.packets.filter((packet) => packet === '2').length > 10, {
      timeoutMs: 15_000,
    });
    expect(answering.closed()).toBe(false);
  });

  it('PROTOCOL 3: long polling carries the same packets', async () => {
    const url = `${server.url}/socket.io/?EIO=4&transport=polling&site=${server.site().key}`;
    const first = await (await fetch(url)).text();
    const { sid } = JSON.parse(first.slice(1)) as { sid: string };
    const session = `${url}&sid=${sid}`;
    expect(await (await fetch(session, { method: 'POST', body: joining })).text()).toBe('ok');
    const packets: string[] = [];
    await eventually(async () => {
      packets.push(...(await (await fetch(session)).text()).split('\x1e'));
      expect(packets.some((packet) => packet.startsWith('42/widget,["welcome"'))).toBe(true);
    });
    const both = ['42/widget,0["heads",null]', '42/widget,1["heads",null]'].join('\x1e');
    await fetch(session, { method: 'POST', body: both });
    await eventually(async () => {
      packets.push(...(await (await fetch(session)).text()).split('\x1e'));
      expect(packets).toEqual(
        expect.arrayContaining([
          '43/widget,0[{"ok":true,"value":{}}]',
          '43/widget,1[{"ok":true,"value":{}}]',
        ]),
      );
    });
  });

  it('PROTOCOL 4: joining, asking, being told and being refused look as they are written', async () => {
    const one = await joined();
    expect(one.packets[1]).toMatch(/^40\/widget,\{"sid":"[^"]+"\}$/);
    const message = { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'hello' };
    one.socket.send(`42/widget,7["message:send",${JSON.stringify(message)}]`);
    await eventually(() =>
      one.packets.some((packet) => packet.startsWith('43/widget,7[{"ok":true,"value":{')),
    );
    const refused = await socket();
    refused.socket.send('40/widget,{"protocol":0}');
    await eventually(() => refused.packets.length > 1);
    expect(refused.packets[1]).toMatch(
      /^44\/widget,\{"message":"protocol_too_old","data":\{"code":"protocol_too_old"/,
    );
  });

  it('PROTOCOL 5: nonsense costs its sender the connection and nobody else anything', async () => {
    const calm = await connectVisitor(server.url, server.site().key);
    for (const nonsense of [
      '9',
      '4',
      '42/widget,[',
      '42/widget,{"a":1}',
      '4x/widget,',
      '42/widget,["message:send"',
    ]) {
      const rude = await joined();
      rude.socket.send(nonsense);
      await eventually(() => expect(rude.closed(), nonsense).toBe(true));
    }
    const curious = await joined();
    curious.socket.send('42/widget,1["no-such-event",{}]');
    curious.socket.send('42/widget,2["constructor",{}]');
    curious.socket.send('42/widget,3["heads",null]');
    await eventually(() => curious.packets.some((packet) => packet.startsWith('43/widget,3')));
    expect(curious.packets.some((packet) => /^43\/widget,[12]/.test(packet))).toBe(false);
    expect((await say(calm, 'still here')).seq).toBe(1);
    calm.close();
  });

  it('PROTOCOL 37: one that is too long costs the connection', async () => {
    const [fits, large] = [await joined(), await joined()];
    const padded = (length: number): string => `42/widget,1["heads",${' '.repeat(length - 25)}null]`;
    fits.socket.send(padded(FRAME_MAX_BYTES));
    large.socket.send(padded(FRAME_MAX_BYTES + 100));
    await eventually(() => expect(large.closed()).toBe(true));
    await eventually(() => fits.packets.some((packet) => packet.startsWith('43/widget,1')));
  });
});

describe('the welcome', () => {
  it('PROTOCOL 12: what is committed while the store is read comes live, before it or with it', async () => {
    const one = await connectVisitor(server.url, server.site().key);
    const { conversationId } = await say(one, 'first');
    const slow = heldOnce(server.app.conversations.forVisitor, 'newest');
    const late = await socket();
    late.socket.send(`40/widget,${JSON.stringify(handshake(one.token))}`);
    await eventually(() => slow.isAnswered);
    await say(one, 'meanwhile', { conversationId });
    await eventually(() => late.packets.some((packet) => packet.includes('"meanwhile"')));
    expect(late.packets.some((packet) => packet.startsWith('42/widget,["welcome"'))).toBe(false);
    slow.letGo();
    await eventually(() => late.packets.some((packet) => packet.startsWith('42/widget,["welcome"')));
    one.close();
  });
});
