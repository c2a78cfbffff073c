import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestRedis } from '../../tests/support/redis.ts';
import { signInAgents } from './agent-sessions.ts';
import type { Programs } from './build-servers.ts';
import { MeasuredNodes } from './measured-nodes.ts';
import { MeasuredServer } from './measured-server.ts';
import type { ParleySettings } from './parley-settings.ts';
import { setParleyStage } from './parley-stage.ts';
import { startSharedStore } from './shared-store.ts';
import { AGENTS, type Nodes } from './side.ts';

/**
 * Starts nodes of Parley on a store in a process of its own, so that the nodes' CPU is counted without it.
 * @param redis through which they tell each other; null for one node alone
 */
export async function startParleyNodes(
  programs: Programs,
  count: number,
  redis: TestRedis | null,
): Promise<Nodes> {
  const store = await startSharedStore(programs.store);
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const settings: ParleySettings = {
    pace: 'fast',
    dataDir,
    mongodbUrl: store.url,
    ...(redis !== null && { redisUrl: redis.url }),
  };
  const nodes: MeasuredServer[] = [];
  while (nodes.length < count) {
    nodes.push(await MeasuredServer.start(programs.parley, [JSON.stringify(settings)]));
  }
  const { cookies, siteKey } = await signInAgents(`http://localhost:${nodes[0]?.port}`, AGENTS);
  return {
    measured: new MeasuredNodes(nodes, { store: store.pid, redis: redis?.pid }),
    setStage: (visitors, consoles) => setParleyStage({ nodes, cookies, siteKey }, visitors, consoles),
    async close() {
      await Promise.all(nodes.map((node) => node.stop()));
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
