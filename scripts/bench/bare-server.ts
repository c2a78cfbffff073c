import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { answerQuestions } from './server-control.ts';

const [port = '0', redisUrl] = process.argv.slice(2);

/** Socket.IO with what a chat needs of it and nothing else: rooms, a broadcast, an acknowledgement. Stores nothing. */
const http = createServer();
const io = new Server(http, {
  serveClient: false,
  perMessageDeflate: false,
  ...(redisUrl !== undefined && { adapter: await redisAdapter(redisUrl) }),
});

io.on('connection', (socket) => {
  socket.on('watch', async ({ conversationId }: { conversationId: string }, answer: (ok: object) => void) => {
    await socket.join(conversationId);
    answer({ ok: true });
  });
  socket.on(
    'message',
    (message: { conversationId: string; clientId: string; text: string }, answer: (ok: object) => void) => {
      socket.to(message.conversationId).emit('entry', message);
      answer({ ok: true });
    },
  );
});

http.listen(Number(port), '127.0.0.1', 4_096, () => {
  answerQuestions({
    port: (http.address() as AddressInfo).port,
    groups: () => ({ groups: 0, grouped: 0 }),
    sockets: () => io.engine.clientsCount,
    pass: () => undefined,
    settle: async () => undefined,
    stop: async () => {
      await io.close();
    },
  });
});

/** The adapter as its own documentation sets it up. */
async function redisAdapter(url: string) {
  const publishing = createClient({ url });
  const hearing = publishing.duplicate();
  await Promise.all([publishing.connect(), hearing.connect()]);
  return createAdapter(publishing, hearing);
}
