import type { TestRedis } from '../../tests/support/redis.ts';
import { setBareStage } from './bare-side.ts';
import type { Programs } from './build-servers.ts';
import { MeasuredNodes } from './measured-nodes.ts';
import { MeasuredServer } from './measured-server.ts';
import type { Nodes } from './side.ts';

/**
 * Starts bare Socket.IO on several nodes with the adapter that Parley's nodes use, or one node without.
 * @param redis through which they tell each other; null for one node alone
 */
export async function startBareNodes(
  programs: Programs,
  count: number,
  redis: TestRedis | null,
): Promise<Nodes> {
  const nodes: MeasuredServer[] = [];
  while (nodes.length < count) {
    nodes.push(await MeasuredServer.start(programs.bare, redis === null ? [] : [redis.url]));
  }
  return {
    measured: new MeasuredNodes(nodes, { redis: redis?.pid }),
    setStage: (visitors, consoles) => setBareStage(nodes, visitors, consoles),
    async close() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}
