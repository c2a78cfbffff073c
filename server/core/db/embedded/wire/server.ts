import { createServer, type Server, type Socket } from 'node:net';
import { runCommand } from '../commands/dispatch.ts';
import type { Context, Reply } from '../commands/request.ts';
import { StoreError } from '../errors.ts';
import type { Document } from '../values/document.ts';
import { FrameSplitter } from './frames.ts';
import { type Message, readMessage } from './messages.ts';
import { batchReply, legacyReply, messageReply } from './replies.ts';

/** A connection that sends so many requests ahead is not read until some are answered. */
const MOST_WAITING = 64;

/** Connections on which the store is spoken to. */
export interface WireServer {
  listen(where: { path: string } | { port: number; host: string }): Promise<number>;
  close(): Promise<void>;
}

export function createWireServer(context: Context): WireServer {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(socket, context);
  });
  return {
    listen: (where) => listen(server, where),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, where: { path: string } | { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** Answers the requests of one connection in their order; anything malformed ends it. */
function serveConnection(socket: Socket, context: Context): void {
  const splitter = new FrameSplitter();
  const waiting: Buffer[] = [];
  let isWorking = false;

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    for (let frame = waiting.shift(); frame !== undefined && !socket.destroyed; frame = waiting.shift()) {
      const reply = await answerFrame(frame, context);
      if (reply !== undefined && !socket.destroyed) socket.write(reply);
      if (socket.isPaused() && waiting.length < MOST_WAITING / 2) socket.resume();
    }
    isWorking = false;
  }

  // The other side may vanish at any moment; 'close' follows and is all that matters.
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    try {
      waiting.push(...splitter.push(chunk));
    } catch {
      socket.destroy();
      return;
    }
    if (waiting.length > MOST_WAITING) socket.pause();
    work().catch(() => socket.destroy());
  });
}

async function answerFrame(frame: Buffer, context: Context): Promise<Buffer | undefined> {
  const message = readMessage(frame);
  try {
    const reply = await runMessage(message, context);
    return encodeReply(message, reply);
  } catch (error) {
    return encodeReply(message, { kind: 'document', document: errorDocument(error, message, context) });
  }
}

function runMessage(message: Message, context: Context): Promise<Reply> {
  const [name = ''] = Object.keys(message.body);
  if (message.answer === 'legacy' && !/^(hello|ismaster)$/i.test(name)) {
    throw new StoreError(
      'UnsupportedOpQueryCommand',
      `Unsupported OP_QUERY command: ${name}. The client driver may require an upgrade.`,
    );
  }
  return runCommand(message.body, message.sequences, context);
}

function encodeReply({ requestId, answer }: Message, reply: Reply): Buffer | undefined {
  if (answer === 'none') return undefined;
  if (reply.kind === 'batch') return batchReply(requestId, reply.field, reply.batch);
  return answer === 'legacy'
    ? legacyReply(requestId, reply.document)
    : messageReply(requestId, reply.document);
}

function errorDocument(error: unknown, { body }: Message, { log }: Context): Document {
  if (error instanceof StoreError) {
    const { message, code, codeName, details } = error;
    return { ok: 0, errmsg: message, code, codeName, ...details };
  }
  log.error({ err: error, command: Object.keys(body)[0] }, 'A command of the store failed.');
  return { ok: 0, errmsg: 'The store failed; its log says why.', code: 8, codeName: 'UnknownError' };
}
