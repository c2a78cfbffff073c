import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../server/core/clock.ts';
import { createLog } from '../../server/core/log.ts';
import { type Bus, createBus } from '../../server/core/realtime/bus.ts';
import type { VisitorConversation, WatchedConversation } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { VisitorHeads } from '../../shared/events.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { TestRedis } from '../support/redis.ts';
import { isSkipped } from '../support/skip.ts';
import { startNodes, type TestNodes } from '../support/start-nodes.ts';
import type { SignedIn, TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const LONG = { timeoutMs: 15_000 };

async function degradedOf(node: TestServer): Promise<string[]> {
  const { status, body } = await node.person().get('//readyz');
  expect(status).toBe(200);
  return body.degraded;
}

describe.skipIf(isSkipped('redis'))('two nodes without Redis', () => {
  let redis: TestRedis;
  let nodes: TestNodes;
  let admin: SignedIn;
  const unhandled: unknown[] = [];
  const remember = (error: unknown) => unhandled.push(error);

  beforeAll(async () => {
    process.on('unhandledRejection', remember);
    redis = await TestRedis.prepare();
    nodes = await startNodes(redis.url);
    admin = await nodes.a.signIn();
  });
  afterAll(async () => {
    process.off('unhandledRejection', remember);
    redis?.resume();
    await nodes?.close();
    await redis?.close();
  });
  afterEach(() => expect(unhandled).toEqual([]));

  it('start, serve their own people and say so; whole when Redis comes', async () => {
    for (const node of [nodes.a, nodes.b]) expect(await degradedOf(node)).toEqual(['bus']);
    await redis.run();
    for (const node of [nodes.a, nodes.b]) {
      await eventually(async () => expect(await degradedOf(node)).toEqual([]), LONG);
    }
  });

  it('stay live for their own people when it dies, miss nothing, and are live together when it is back', async () => {
    await nodes.together();
    const { key } = nodes.a.site();
    const visitor = await connectVisitor(nodes.a.url, key);
    const near = await connectConsole(nodes.a.url, admin.cookie);
    const far = await connectConsole(nodes.b.url, admin.cookie);
    const { conversationId } = await say(visitor, 'one');
    for (const console of [near, far]) await console.do('conversation:watch', { conversationId, after: 0 });
    await redis.kill();
    for (const node of [nodes.a, nodes.b]) {
      await eventually(async () => expect(await degradedOf(node)).toEqual(['bus']), LONG);
    }
    await say(visitor, 'two', { conversationId });
    await eventually(() => expect(near.told<Entry>('entry').at(-1)).toMatchObject({ seq: 2 }));
    await far.do('message:send', { conversationId, clientId: randomUUID(), text: 'three' });
    const missed = await visitor.do<VisitorHeads>('heads', null);
    expect(missed[conversationId]?.lastSeq).toBe(3);
    const { catchUp } = await visitor.do<VisitorConversation>('conversation:catch-up', {
      conversationId,
      after: 2,
    });
    expect(catchUp.entries.map((entry) => entry.seq)).toEqual([3]);
    expect(await far.do('heads', { conversationId })).toMatchObject({ lastSeq: 3 });
    const watched = await far.do<WatchedConversation>('conversation:watch', { conversationId, after: 1 });
    expect(watched.catchUp.entries.map((entry) => entry.seq)).toEqual([2, 3]);
    await redis.run();
    await eventually(() => nodes.together().then(() => true), LONG);
    await far.do('message:send', { conversationId, clientId: randomUUID(), text: 'four' });
    await eventually(() => expect(visitor.told<PublicEntry>('entry').at(-1)).toMatchObject({ seq: 4 }));
    for (const client of [visitor, near, far]) client.close();
  });

  it('let a tab at the other node find out that its visitor has written, by comparing heads', async () => {
    await redis.kill();
    const { key } = nodes.a.site();
    // Somebody is there, so that no notice becomes an entry.
    const near = await connectConsole(nodes.a.url, admin.cookie);
    const first = await connectVisitor(nodes.a.url, key);
    const second = await connectVisitor(nodes.b.url, key, { token: first.token });
    const { conversationId } = await say(first, 'unheard');
    expect(await second.do('heads', null)).toMatchObject({ [conversationId]: { lastSeq: 1 } });
    const { catchUp } = await second.do<VisitorConversation>('conversation:catch-up', {
      conversationId,
      after: 0,
    });
    expect(catchUp.entries).toMatchObject([{ text: 'unheard' }]);
    await redis.run();
    for (const client of [near, first, second]) client.close();
  });

  it('read what was changed meanwhile as soon as it is back', async () => {
    await eventually(() => nodes.together().then(() => true), LONG);
    await redis.kill();
    await admin.patch(`/sites/${nodes.a.site().id}`, { greeting: 'Changed in the dark' });
    await redis.run();
    await eventually(() => expect(nodes.b.site().greeting).toBe('Changed in the dark'), LONG);
  });

  it('block nowhere while it stands still', async () => {
    await eventually(() => nodes.together().then(() => true), LONG);
    const visitor = await connectVisitor(nodes.a.url, nodes.a.site().key);
    const near = await connectConsole(nodes.a.url, admin.cookie);
    redis.pause();
    const startedAt = performance.now();
    const { conversationId } = await say(visitor, 'one');
    await near.do('conversation:watch', { conversationId, after: 0 });
    await say(visitor, 'two', { conversationId });
    await eventually(() => expect(near.told<Entry>('entry').at(-1)).toMatchObject({ seq: 2 }));
    expect((await nodes.a.signIn()).agent.id).toBe(admin.agent.id);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    await eventually(async () => expect(await degradedOf(nodes.a)).toEqual(['bus']), LONG);
    redis.resume();
    for (const node of [nodes.a, nodes.b]) {
      await eventually(async () => expect(await degradedOf(node)).toEqual([]), LONG);
    }
    for (const client of [visitor, near]) client.close();
  }, 40_000);
});

describe.skipIf(isSkipped('redis'))('the bus', () => {
  let redis: TestRedis;
  let bus: Bus;
  let clock: TurnedClock;

  beforeEach(async () => {
    redis = await TestRedis.start();
    clock = new TurnedClock();
    bus = createBus({ redisUrl: redis.url, deployment: 'a', clock, log: createLog('silent', false) });
    bus.start();
    await eventually(() => !bus.isDegraded());
  });
  afterEach(async () => {
    redis.resume();
    await redis.close();
    const stopped = bus.stop();
    clock.turn(1_000);
    await stopped;
  });

  it('is degraded when its canary is not back after 5 s, and whole when one is', async () => {
    redis.pause();
    clock.turn(5_000); // one is sent
    expect(bus.isDegraded()).toBe(false);
    clock.turn(5_000); // and has not come back
    expect(bus.isDegraded()).toBe(true);
    redis.resume();
    await eventually(() => {
      clock.turn(5_000);
      expect(bus.isDegraded()).toBe(false);
    });
  });

  it('keeps deployments that share a Redis apart', async () => {
    const log = createLog('silent', false);
    const { z } = await import('zod');
    const words = { name: 'word', payload: z.string() };
    const heard: string[] = [];
    const others = ['a', 'b'].map((deployment) => {
      const other = createBus({ redisUrl: redis.url, deployment, clock: systemClock, log });
      other.on(words, (word) => heard.push(`${deployment}: ${word}`));
      other.start();
      return other;
    });
    for (const other of others) await eventually(() => !other.isDegraded());
    bus.tell(words, 'first');
    bus.tell({ name: 'word', payload: z.number() }, 4);
    bus.tell(words, 'second');
    await eventually(() => expect(heard).toEqual(['a: first', 'a: second']));
    for (const other of others) await other.stop();
  });
});
