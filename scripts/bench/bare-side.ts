import { answerTo, inParallel, OPENING_AT_ONCE, opened } from './clients.ts';
import { MeasuredServer } from './measured-server.ts';
import { AGENTS, type OpenVisitor, type Side, type Stage } from './side.ts';
import { WireClient, type WireHandlers } from './wire-client.ts';

/** Starts a Socket.IO server that passes messages on and stores nothing. */
export async function startBare(program: string): Promise<Side> {
  const server = await MeasuredServer.start(program);
  const connect: OpenVisitor = (onReady, handlers) => connectTo(server.port, onReady, handlers);
  return {
    server,
    connectVisitor: connect,
    setStage: (visitors, consoles) => setBareStage([server], visitors, consoles),
    newVisitor: () => connect,
    leave: async () => connect,
    close: () => server.stop(),
  };
}

/**
 * Lets agents watch the conversations of so many visitors.
 * @param nodes visitors come to each in turn, agents to the last
 */
export async function setBareStage(
  nodes: readonly MeasuredServer[],
  count: number,
  consoles = AGENTS,
): Promise<Stage> {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) throw new Error('there is no node');
  const visitors: WireClient[] = [];
  await inParallel(count, OPENING_AT_ONCE, async (index) => {
    const { port } = nodes[index % nodes.length] ?? first;
    visitors[index] = await opened((onReady, handlers) => connectTo(port, onReady, handlers));
  });
  const agents: WireClient[] = [];
  await inParallel(consoles, OPENING_AT_ONCE, async (index) => {
    const agent = await opened((onReady, handlers) => connectTo(last.port, onReady, handlers));
    for (let visitor = 0; visitor < count; visitor++) {
      await answerTo(agent, 'watch', { conversationId: conversationOf(visitor) });
    }
    agents[index] = agent;
  });
  return {
    visitors,
    agents,
    event: 'message',
    message: (visitor, clientId, text) =>
      JSON.stringify({ conversationId: conversationOf(visitor), clientId, text }),
    entryPrefix: '42["entry"',
  };
}

function connectTo(port: number, onReady: () => void, handlers: WireHandlers = {}): WireClient {
  return new WireClient({ port, namespace: '/' }, { ...handlers, onJoined: onReady });
}

/** As long as a real id, so that both sides carry the same bytes. */
function conversationOf(visitor: number): string {
  return `conversation-${String(visitor).padStart(9, '0')}`;
}
