import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WidgetHandshake } from '../../shared/events.ts';
import { signInAgents } from './agent-sessions.ts';
import { opened } from './clients.ts';
import { MeasuredServer } from './measured-server.ts';
import { begin, connectWidget, newVisitor, writeMore } from './parley-people.ts';
import type { Pace, ParleySettings } from './parley-settings.ts';
import { setParleyStage } from './parley-stage.ts';
import { AGENTS, type OpenVisitor, type Side } from './side.ts';

/** Starts Parley on an empty embedded store, with the agents signed in. */
export async function startParley(program: string, pace: Pace): Promise<Side & { siteKey: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const server = await MeasuredServer.start(program, [
    JSON.stringify({ pace, dataDir } satisfies ParleySettings),
  ]);
  const { port } = server;
  const { cookies, siteKey } = await signInAgents(`http://localhost:${port}`, AGENTS);
  const door = { port, siteKey };
  const openOf =
    (visitor: WidgetHandshake): OpenVisitor =>
    (onReady, handlers) =>
      connectWidget(door, visitor, onReady, handlers);
  return {
    server,
    siteKey,
    connectVisitor: (onReady, handlers) => openOf(newVisitor())(onReady, handlers),
    newVisitor: () => openOf(newVisitor()),
    setStage: (visitors, consoles) =>
      setParleyStage({ nodes: [server], cookies, siteKey }, visitors, consoles),
    async leave(missed) {
      const visitor = newVisitor();
      const client = await opened(openOf(visitor));
      const conversationId = await begin(client);
      await writeMore(server, client, conversationId, missed);
      client.close();
      return openOf({ ...visitor, heads: { [conversationId]: 1 } });
    },
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
