import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { Email } from '../../shared/contacts.ts';
import type { Log } from '../core/log.ts';
import { Refused } from '../core/refused.ts';

/** Names the socket of the server that holds this folder's store. */
const RECORD = 'rescue.socket';
const SOCKET = 'rescue.sock';
const FOLDER_PREFIX = 'parley-rescue-';
/** macOS allows 103 bytes in the path of a socket, Linux 107. */
const LONGEST_SOCKET_PATH = 100;
const LINE_MAX_CHARACTERS = 1_000;
const ANSWER_WITHIN_MS = 10_000;

const Asked = z.strictObject({ email: Email });
const Answered = z.union([z.strictObject({ link: z.string() }), z.strictObject({ refused: z.string() })]);
type Answered = z.infer<typeof Answered>;

interface RescueDoorOptions {
  dataDir: string;
  log: Log;
  /** Makes the link for an address in lower case. */
  rescueLink(email: string): Promise<string>;
}

/**
 * Lets `npm run admin` ask the server that runs, because it alone may open the embedded store. A unix socket that only
 * the server's own user may open: whoever can do that could read the store as well.
 * @returns closes the door
 */
export async function openRescueDoor({ dataDir, log, rescueLink }: RescueDoorOptions): Promise<() => void> {
  forgetEarlier(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = socketPath(dataDir);
  const server = createServer((socket) => serve(socket, rescueLink, log));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  server.unref();
  chmodSync(path, 0o600);
  writeFileSync(join(dataDir, RECORD), path, { mode: 0o600 });
  return () => {
    server.close();
    forgetEarlier(dataDir);
  };
}

/**
 * Asks the server that holds this folder's store for a link.
 * @returns null where none is running
 * @throws Refused `not_allowed` with the server's reason
 */
export async function askRescueDoor(dataDir: string, email: string): Promise<string | null> {
  const path = recordedPath(dataDir);
  if (path === null) return null;
  const line = await exchange(path, JSON.stringify({ email }));
  if (line === null) return null;
  const answer = Answered.parse(JSON.parse(line));
  if ('link' in answer) return answer.link;
  throw new Refused('not_allowed', { message: answer.refused });
}

function serve(socket: Socket, rescueLink: (email: string) => Promise<string>, log: Log): void {
  socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  let asked = '';
  socket.on('data', (part) => {
    asked += part.toString('utf8');
    if (asked.length > LINE_MAX_CHARACTERS) socket.destroy();
    if (!asked.includes('\n')) return;
    socket.removeAllListeners('data');
    void answerTo(asked, rescueLink, log).then((answer) => socket.end(`${JSON.stringify(answer)}\n`));
  });
}

async function answerTo(
  asked: string,
  rescueLink: (email: string) => Promise<string>,
  log: Log,
): Promise<Answered> {
  try {
    const { email } = Asked.parse(JSON.parse(asked));
    const link = await rescueLink(email);
    log.warn({ email }, 'A one-time link to set a new password was made on this machine.');
    return { link };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    log.error({ err: error }, 'A one-time link could not be made.');
    return { refused: 'The server could not make a link; its log says why.' };
  }
}

/** Sends a line and gives the line that comes back; null where nobody listens. */
function exchange(path: string, line: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => socket.write(`${line}\n`));
    let answer = '';
    socket.setTimeout(ANSWER_WITHIN_MS, () =>
      socket.destroy(new Error('The running server does not answer.')),
    );
    socket.on('data', (part) => {
      answer += part.toString('utf8');
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Left behind by a server that was killed.
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else reject(error);
    });
  });
}

/** In the data folder, or where its name is too long for a socket in a new folder that only this user may enter. */
function socketPath(dataDir: string): string {
  const path = join(dataDir, SOCKET);
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  return join(mkdtempSync(join(tmpdir(), FOLDER_PREFIX)), SOCKET);
}

function recordedPath(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, RECORD), 'utf8').trim();
  } catch {
    return null;
  }
}

/** Clears away a door, also one whose server was killed. */
function forgetEarlier(dataDir: string): void {
  const path = recordedPath(dataDir);
  if (path !== null && basename(dirname(path)).startsWith(FOLDER_PREFIX)) {
    rmSync(dirname(path), { recursive: true, force: true });
  }
  rmSync(join(dataDir, SOCKET), { force: true });
  rmSync(join(dataDir, RECORD), { force: true });
}
