import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../server/core/log.ts';
import { RedisLink } from '../../server/core/realtime/redis-link.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { Refusal } from '../../shared/errors.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { TestRedis } from '../support/redis.ts';
import { isSkipped } from '../support/skip.ts';
import { startNodes, type TestNodes } from '../support/start-nodes.ts';
import { ADMIN } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const LONG = { timeoutMs: 30_000 };
const quiet = createLog('silent', false);

describe.skipIf(isSkipped('redis'))('two nodes whose Redis', () => {
  let redis: TestRedis;
  let nodes: TestNodes;

  beforeEach(async () => {
    redis = await TestRedis.start();
    nodes = await startNodes(redis.url);
    await nodes.together();
  });
  afterEach(async () => {
    await nodes.close();
    await redis.close();
  });

  it('drops its subscribers hear each other again by themselves', async () => {
    const admin = await nodes.a.signIn();
    const visitor = await connectVisitor(nodes.a.url, nodes.a.site().key);
    const far = await connectConsole(nodes.b.url, admin.cookie);
    await eventually(() => expect(nodes.a.app.presence.stateOf(admin.agent.id)).toBe('here'));
    const { conversationId } = await say(visitor, 'one');
    expect(redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')).toBe('2');
    await eventually(() => expect(redis.command('PUBSUB', 'CHANNELS')).toMatch(/:together$/), LONG);
    await eventually(
      () => expect(redis.command('CLIENT', 'LIST', 'TYPE', 'pubsub').split('\n')).toHaveLength(2),
      LONG,
    );
    await nodes.together();
    await far.do('message:send', { conversationId, clientId: randomUUID(), text: 'heard again' });
    await eventually(() =>
      expect(visitor.told<PublicEntry>('entry').at(-1)).toMatchObject({ text: 'heard again' }),
    );
    visitor.close();
    far.close();
  });

  it('is gone count failed sign-ins each alone', async () => {
    await redis.kill();
    await eventually(() => nodes.a.app.bus.isDegraded() && nodes.b.app.bus.isDegraded(), LONG);
    const email = `${randomUUID()}@parley.example`;
    const tries = async (node: TestNodes['a']) => {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 11; attempt++) {
        statuses.push((await node.person().post('/session', { email, password: ADMIN.password })).status);
      }
      return statuses;
    };
    expect((await tries(nodes.a)).indexOf(429)).toBe(10);
    expect((await tries(nodes.b)).indexOf(429)).toBe(10);
  }, 60_000);
});

it.skipIf(isSkipped('redis'))('nodes without Redis ask every 30 s whether sessions still stand', async () => {
  const clock = new TurnedClock(Date.now());
  const redis = await TestRedis.prepare(); // and never run
  const nodes = await startNodes(redis.url, clock);
  const signedIn = await nodes.a.signIn();
  const staying = await nodes.a.signIn();
  const cut = await connectConsole(nodes.b.url, signedIn.cookie);
  const left = await connectConsole(nodes.b.url, staying.cookie);
  await signedIn.delete('/session');
  clock.turn(29_000);
  expect(cut.socket.connected).toBe(true);
  clock.turn(1_000);
  await eventually(() => expect(cut.socket.connected).toBe(false));
  expect(cut.told<Refusal>('refused').at(-1)?.code).toBe('not_signed_in');
  expect(left.socket.connected).toBe(true);
  left.close();
  await nodes.close();
  await redis.close();
});

describe.skipIf(isSkipped('redis'))('a link to a Redis that stands still', () => {
  let redis: TestRedis;
  let clock: TurnedClock;
  let link: RedisLink;

  beforeEach(async () => {
    redis = await TestRedis.start();
    clock = new TurnedClock();
    link = new RedisLink({ url: redis.url, prefix: 'test:', clock, log: quiet });
    link.start();
    await eventually(() => link.isConnected);
  });
  afterEach(async () => {
    redis.resume();
    const stopped = link.stop();
    clock.turn(1_000);
    await stopped;
    await redis.close();
  });

  it('keeps what it is given for 2 s, then takes nothing more until Redis answers', async () => {
    const heard: string[] = [];
    link.onMessage('test:words', (_channel, message) => heard.push(message.toString()));
    redis.pause();
    link.publish('test:words', 'at once');
    clock.turn(1_999);
    link.publish('test:words', 'before two seconds');
    expect(link.faults.dropped).toBe(0);
    clock.turn(1);
    for (let more = 0; more < 1_000; more++) link.publish('test:words', 'too late');
    expect(link.faults.dropped).toBe(1_000);
    await expect(link.evaluate('return 1', { keys: [], arguments: [] })).rejects.toThrow('takes nothing');
    // A minute: nothing piles up, and nobody waits.
    clock.turn(60_000);
    link.publish('test:words', 'a minute later');
    expect(link.faults.dropped).toBe(1_001);
    redis.resume();
    await eventually(() => expect(heard).toEqual(['at once', 'before two seconds']));
    link.publish('test:words', 'again');
    await eventually(() => expect(heard.at(-1)).toBe('again'));
  });

  it('lets nobody wait for more than half a second', async () => {
    redis.pause();
    const asked = link.evaluate('return 1', { keys: [], arguments: [] });
    clock.turn(500);
    await expect(asked).rejects.toThrow('did not answer within 500 ms');
  });
});
