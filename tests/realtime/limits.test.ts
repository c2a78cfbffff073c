import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../shared/errors.ts';
import { isFinal } from '../../shared/is-final.ts';
import { connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const AT_ONCE = 1_000;
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ environment: { TRUST_PROXY: 'loopback' } });
});

afterAll(() => server?.close());

describe('handshakes', () => {
  /** One request of a long-polling connection. */
  async function poll(address: string, session = '', packets?: string): Promise<Response> {
    const query = `EIO=4&transport=polling&site=${server.site().key}${session}`;
    return fetch(`${server.url}/socket.io/?${query}`, {
      headers: { 'X-Forwarded-For': address },
      ...(packets !== undefined && { method: 'POST', body: packets }),
    });
  }

  const shake = async (address: string) => (await poll(address)).status;

  it('are counted by where they come from, and the others still come in', async () => {
    const answers: number[] = [];
    for (let begun = 0; begun < AT_ONCE; begun += 50) {
      answers.push(...(await Promise.all(Array.from({ length: 50 }, () => shake('203.0.113.7')))));
    }
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await shake('203.0.113.7')).toBe(403);
    expect(await shake('203.0.113.8')).toBe(200);
    (await connectVisitor(server.url, server.site().key)).close();
  });

  it('are counted also where one connection makes many', async () => {
    const address = '203.0.113.9';
    const answers: string[] = [];
    // Fewer over each than a connection may send packets.
    for (let asked = 0; asked <= AT_ONCE; asked += 350) {
      const { sid } = JSON.parse((await (await poll(address)).text()).slice(1)) as { sid: string };
      const packets = Array.from({ length: 350 }, () => '40/widget,{}').join('\x1e');
      await poll(address, `&sid=${sid}`, packets);
      for (let answered = 0; answered < 350; ) {
        const some = (await (await poll(address, `&sid=${sid}`)).text()).split('\x1e');
        answered += some.length;
        answers.push(...some);
      }
    }
    expect(answers.at(0)).toContain('"protocol_too_old"');
    expect(answers.at(-1)).toContain('"rate_limited"');
  });
});

describe('the handshakes of one visitor', () => {
  /** Opens and closes sockets in a loop until one is refused. */
  async function loop(token?: string): Promise<{ times: number; refusal: Refusal; token: string }> {
    const { key } = server.site();
    let known = token;
    for (let times = 0; times < 500; times++) {
      try {
        const visitor = await connectVisitor(server.url, key, known === undefined ? {} : { token: known });
        known = visitor.token;
        visitor.close();
      } catch (refusal) {
        return { times, refusal: refusal as Refusal, token: known ?? '' };
      }
    }
    throw new Error('nobody held it back');
  }

  it('PROTOCOL 38: are held back where somebody opens and closes sockets in a loop, and go on in a moment', async () => {
    const { times, refusal, token } = await loop();
    expect(refusal).toMatchObject({ code: 'rate_limited' });
    expect(isFinal('rate_limited')).toBe(false);
    expect(times).toBeGreaterThanOrEqual(60);
    // Other visitors of the same address come in meanwhile.
    (await connectVisitor(server.url, server.site().key)).close();
    await eventually(async () => (await connectVisitor(server.url, server.site().key, { token })).close());
  });

  it('never hold back a page with a dozen tabs that come back four times one after the other', async () => {
    const { key } = server.site();
    const { token, ...first } = await connectVisitor(server.url, key);
    first.socket.close();
    for (let time = 0; time < 4; time++) {
      const tabs = await Promise.all(
        Array.from({ length: 12 }, () => connectVisitor(server.url, key, { token })),
      );
      for (const tab of tabs) tab.close();
    }
  });
});

describe('what one visitor writes', () => {
  it('is counted over all tabs', async () => {
    const one = await connectVisitor(server.url, server.site().key);
    const other = await connectVisitor(server.url, server.site().key, { token: one.token });
    const to = { openId: randomUUID() };
    const answers = await Promise.all(
      [one, other].flatMap((tab) =>
        Array.from({ length: 18 }, () =>
          tab.ask('message:send', { to, clientId: randomUUID(), text: 'again' }),
        ),
      ),
    );
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(refused.every((error) => error.code === 'rate_limited' && (error.retryAfterMs ?? 0) > 0)).toBe(
      true,
    );
    one.close();
    other.close();
  });
});
