import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { startStore } from './start-store.ts';

/** Exit code of a wrong setting, as sysexits.h has it. */
const EXIT_CONFIG = 78;
const USAGE = 'Usage: npm run store -- --data-dir FOLDER [--port PORT | --socket PATH.sock]';

interface Settings {
  dataDir: string;
  tcpPort?: number;
  socketPath?: string;
}

/** @throws Error for what is wrong */
function readSettings(): Settings {
  const { values } = parseArgs({
    options: { 'data-dir': { type: 'string' }, port: { type: 'string' }, socket: { type: 'string' } },
  });
  const { 'data-dir': dataDir = './data', port, socket } = values;
  if (port !== undefined && socket !== undefined) throw new Error('Give either a port or a socket.');
  // The MongoDB driver takes an address for a socket only where it ends so.
  if (socket !== undefined && !socket.endsWith('.sock')) throw new Error(`${socket} does not end in .sock.`);
  if (socket !== undefined) return { dataDir, socketPath: resolve(socket) };
  if (port === undefined) return { dataDir };
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new Error(`${port} is no port.`);
  return { dataDir, tcpPort: Number(port) };
}

function stop(code: number, error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (code === EXIT_CONFIG) process.stderr.write(`${USAGE}\n`);
  process.exit(code);
}

function settingsOrStop(): Settings {
  try {
    return readSettings();
  } catch (error) {
    return stop(EXIT_CONFIG, error);
  }
}

const log = createLog('info', process.stdout.isTTY === true);
try {
  const store = await startStore({ ...settingsOrStop(), log, clock: systemClock });
  let isClosing = false;
  const close = () => {
    if (isClosing) return;
    isClosing = true;
    store.close().then(
      () => process.exit(0),
      (error: unknown) => stop(1, error),
    );
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  process.stdout.write(`The store is ready at ${store.url}\n`);
} catch (error) {
  stop(1, error);
}
