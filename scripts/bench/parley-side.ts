import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WidgetHandshake } from '../../shared/events.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import { signInAgents } from './agent-sessions.ts';
import { answerTo, inParallel, OPENING_AT_ONCE, opened } from './clients.ts';
import { MeasuredServer } from './measured-server.ts';
import { AGENTS, type Side, type Stage } from './side.ts';
import { WireClient, type WireHandlers } from './wire-client.ts';

/** What a console may ask at once (its default allowance is 30), and what refills that. */
const WATCHED_AT_ONCE = 25;
const REFILL_MS = 5_000;
/** What a visitor may send at once, as `people` may. */
const WRITTEN_AT_ONCE = 15;

/** How fast a visitor may write: as `people` may, or as `fast` as a machine that takes the place of many. */
export type Pace = 'people' | 'fast';

/** Starts Parley on an empty embedded store, with the agents signed in. */
export async function startParley(program: string, pace: Pace): Promise<Side> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const server = await MeasuredServer.start(program, [dataDir, pace]);
  const { cookies, siteKey } = await signInAgents(`http://localhost:${server.port}`, AGENTS);
  const connectAs = (visitor: WidgetHandshake, onReady: () => void, handlers: WireHandlers = {}) =>
    new WireClient(
      { port: server.port, namespace: '/widget', query: `&site=${siteKey}`, auth: visitor },
      { ...handlers, onEvent: onReady }, // the first event is the welcome
    );
  const connectVisitor: Side['connectVisitor'] = (onReady, handlers) =>
    connectAs(newVisitor(), onReady, handlers);
  return {
    server,
    connectVisitor,
    async setStage(count) {
      const agents = await Promise.all(cookies.map((cookie) => connectConsole(server.port, cookie)));
      const visitors: WireClient[] = [];
      const conversations: string[] = [];
      await inParallel(count, OPENING_AT_ONCE, async (index) => {
        const visitor = await opened(connectVisitor);
        visitors[index] = visitor;
        conversations[index] = await begin(visitor);
      });
      await watchAll(server, agents, conversations);
      return stageOf(visitors, agents, conversations);
    },
    async missEntries(entries) {
      const visitor = newVisitor();
      const client = await opened((onReady, handlers) => connectAs(visitor, onReady, handlers));
      const conversationId = await begin(client);
      await writeMore(server, client, conversationId, entries);
      client.close();
      const back = { ...visitor, heads: { [conversationId]: 1 } };
      return (onReady, handlers) => connectAs(back, onReady, handlers);
    },
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function stageOf(visitors: WireClient[], agents: WireClient[], conversations: readonly string[]): Stage {
  return {
    visitors,
    agents,
    event: 'message:send',
    message: (visitor, clientId, text) =>
      JSON.stringify({ to: { conversationId: conversations[visitor] }, clientId, text }),
    entryPrefix: '42/console,["entry"',
  };
}

function newVisitor(): WidgetHandshake {
  return {
    protocol: PROTOCOL_VERSION,
    token: randomBytes(32).toString('base64url'),
    heads: {},
    page: { url: 'https://shop.example/orders/4711', title: 'Your order', referrer: '' },
    language: 'en-GB',
    timezone: 'Europe/London',
  };
}

function connectConsole(port: number, cookie: string): Promise<WireClient> {
  const options = {
    port,
    namespace: '/console',
    headers: [`Cookie: ${cookie}`],
    auth: { protocol: PROTOCOL_VERSION },
  };
  return opened((onReady, handlers) => new WireClient(options, { ...handlers, onEvent: onReady }));
}

/** Sends a visitor's first message; gives the conversation that it began. */
async function begin(visitor: WireClient): Promise<string> {
  const first = { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'Hello' };
  const answer = (await answerTo(visitor, 'message:send', first)) as {
    value?: { conversationId: string };
  };
  if (answer.value === undefined) throw new Error(`a first message was refused: ${JSON.stringify(answer)}`);
  return answer.value.conversationId;
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

async function watchAll(
  server: MeasuredServer,
  agents: readonly WireClient[],
  conversations: readonly string[],
): Promise<void> {
  for (let start = 0; start < conversations.length; start += WATCHED_AT_ONCE) {
    await server.pass(REFILL_MS);
    const some = conversations.slice(start, start + WATCHED_AT_ONCE);
    await Promise.all(
      agents.map(async (agent) => {
        for (const conversationId of some) {
          const answer = await answerTo(agent, 'conversation:watch', { conversationId, after: 0 });
          if (!(answer as { ok: boolean }).ok) throw new Error(`not watched: ${JSON.stringify(answer)}`);
        }
      }),
    );
  }
}
