import { answerTo, inParallel, OPENING_AT_ONCE, opened } from './clients.ts';
import { MeasuredServer } from './measured-server.ts';
import { AGENTS, type Side, type Stage } from './side.ts';
import { WireClient, type WireHandlers } from './wire-client.ts';

/** Starts a Socket.IO server that passes messages on and stores nothing. */
export async function startBare(program: string): Promise<Side> {
  const server = await MeasuredServer.start(program, []);
  const { port } = server;
  const connect = (onReady: () => void, handlers: WireHandlers = {}) =>
    new WireClient({ port, namespace: '/' }, { ...handlers, onJoined: onReady });
  return {
    server,
    connectVisitor: connect,
    async setStage(count): Promise<Stage> {
      const visitors: WireClient[] = [];
      await inParallel(count, OPENING_AT_ONCE, async () => {
        visitors.push(await opened(connect));
      });
      const agents = await Promise.all(Array.from({ length: AGENTS }, () => opened(connect)));
      for (const agent of agents) {
        for (let index = 0; index < count; index++) {
          await answerTo(agent, 'watch', { conversationId: conversationOf(index) });
        }
      }
      return {
        visitors,
        agents,
        event: 'message',
        message: (visitor, clientId, text) =>
          JSON.stringify({ conversationId: conversationOf(visitor), clientId, text }),
        entryPrefix: '42["entry"',
      };
    },
    missEntries: async () => connect,
    close: () => server.stop(),
  };
}

/** As long as a real id, so that both sides carry the same bytes. */
function conversationOf(visitor: number): string {
  return `conversation-${String(visitor).padStart(9, '0')}`;
}
