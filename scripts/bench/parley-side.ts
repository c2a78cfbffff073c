import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WidgetHandshake } from '../../shared/events.ts';
import { signInAgents } from './agent-sessions.ts';
import { answerTo, opened } from './clients.ts';
import { MeasuredServer } from './measured-server.ts';
import { begin, connectWidget, newVisitor } from './parley-people.ts';
import type { Pace, ParleySettings } from './parley-settings.ts';
import { REFILL_MS, setParleyStage } from './parley-stage.ts';
import { AGENTS, type OpenVisitor, type Side } from './side.ts';
import type { WireClient } from './wire-client.ts';

/** What a visitor may send at once, as `people` may. */
const WRITTEN_AT_ONCE = 15;

/** Starts Parley on an empty embedded store, with the agents signed in. */
export async function startParley(program: string, pace: Pace): Promise<Side> {
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

async function writeMore(
  server: MeasuredServer,
  visitor: WireClient,
  conversationId: string,
  count: number,
): Promise<void> {
  for (let written = 0; written < count; written++) {
    if (written % WRITTEN_AT_ONCE === 0) await server.pass(REFILL_MS);
    const message = { to: { conversationId }, clientId: randomUUID(), text: `Message ${written}` };
    const answer = await answerTo(visitor, 'message:send', message);
    if (!(answer as { ok: boolean }).ok) throw new Error(`not written: ${JSON.stringify(answer)}`);
  }
}
