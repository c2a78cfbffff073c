import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Refusal } from '../../shared/errors.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { identityOf } from './sign.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const newToken = () => randomBytes(32).toString('base64url');
const connect = (options: Parameters<typeof connectVisitor>[2]) =>
  connectVisitor(server.url, server.site().key, options);
const hears = (visitor: Visitor, text: string) =>
  visitor.told<{ text?: string }>('entry').some((entry) => entry.text === text);
/** As a widget does: cut because somebody turned out to be somebody, it comes back. */
const comeBack = (options: Parameters<typeof connectVisitor>[2]): Promise<Visitor> =>
  connect(options).catch((refusal: Refusal) => {
    if (refusal.code !== 'unavailable') throw refusal;
    return comeBack(options);
  });

describe('a browser in which one tab says whose it is', () => {
  it('turns away no other tab meanwhile', async () => {
    for (let round = 0; round < 10; round++) {
      const token = newToken();
      const first = connect({ token, identity: await identityOf(server, `u-${round}`) });
      const tabs = await Promise.all(Array.from({ length: 8 }, () => comeBack({ token })));
      for (const tab of [...tabs, await first]) tab.close();
    }
  });

  it('is the person’s in the others too, which were there before and have never written', async () => {
    const token = newToken();
    const tab = await connect({ token });
    const named = await connect({ token, identity: await identityOf(server, 'u-of-tabs') });
    await eventually(() => tab.socket.disconnected);
    const back = await comeBack({ token });
    await say(named, 'In one tab');
    await eventually(() => hears(back, 'In one tab'));
    for (const one of [named, back]) one.close();
  });
});
