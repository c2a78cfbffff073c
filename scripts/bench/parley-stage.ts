import { answerTo, inParallel, OPENING_AT_ONCE, opened } from './clients.ts';
import type { MeasuredServer } from './measured-server.ts';
import { begin, connectConsole, connectWidget, newVisitor, REFILL_MS } from './parley-people.ts';
import { AGENTS, type Stage } from './side.ts';
import type { WireClient } from './wire-client.ts';

/** What a console may ask at once: its default allowance is 30. */
const WATCHED_AT_ONCE = 25;

/** A measured Parley with those who work there. */
export interface Company {
  /** Visitors come to each in turn, agents to the last. */
  nodes: readonly MeasuredServer[];
  siteKey: string;
  /** The agents' sessions, taken in turn where there are more consoles than agents. */
  cookies: readonly string[];
}

/**
 * Lets visitors begin conversations, and agents watch all of them.
 * @param consoles how many watch
 */
export async function setParleyStage(company: Company, visitors: number, consoles = AGENTS): Promise<Stage> {
  const { nodes, siteKey, cookies } = company;
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) throw new Error('there is no node');
  const agents: WireClient[] = [];
  await inParallel(consoles, OPENING_AT_ONCE, async (index) => {
    agents[index] = await connectConsole(last.port, cookies[index % cookies.length] ?? '');
  });
  const people: WireClient[] = [];
  const conversations: string[] = [];
  await inParallel(visitors, OPENING_AT_ONCE, async (index) => {
    const { port } = nodes[index % nodes.length] ?? first;
    const visitor = await opened((onReady, handlers) =>
      connectWidget({ port, siteKey }, newVisitor(), onReady, handlers),
    );
    people[index] = visitor;
    conversations[index] = await begin(visitor);
  });
  await watchAll(nodes, agents, conversations);
  return {
    visitors: people,
    agents,
    event: 'message:send',
    message: (visitor, clientId, text) =>
      JSON.stringify({ to: { conversationId: conversations[visitor] }, clientId, text }),
    entryPrefix: '42/console,["entry"',
  };
}

async function watchAll(
  nodes: readonly MeasuredServer[],
  agents: readonly WireClient[],
  conversations: readonly string[],
): Promise<void> {
  for (let start = 0; start < conversations.length; start += WATCHED_AT_ONCE) {
    await Promise.all(nodes.map((node) => node.pass(REFILL_MS)));
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
