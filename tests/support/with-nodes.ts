import { afterAll, beforeAll } from 'vitest';
import { TestRedis } from './redis.ts';
import { startNodes, type TestNodes } from './start-nodes.ts';

/** Two nodes that hear each other, over a Redis of their own, for the tests of a `describe`; there from the first one on. */
export function withNodes(): TestNodes {
  const nodes = {} as TestNodes;
  let redis: TestRedis | undefined;
  beforeAll(async () => {
    redis = await TestRedis.start();
    Object.assign(nodes, await startNodes(redis.url));
    await nodes.together();
  });
  afterAll(async () => {
    await nodes.close?.();
    await redis?.close();
  });
  return nodes;
}
