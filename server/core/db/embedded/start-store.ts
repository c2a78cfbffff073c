import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Clock } from '../../clock.ts';
import { Cursors } from './cursors.ts';
import { lockFolder } from './lock.ts';
import { Catalog } from './storage/catalog.ts';
import { Documents } from './storage/documents.ts';
import { checkFormat, renewFormat } from './storage/format.ts';
import { KeyValueStore } from './storage/key-value.ts';
import { WriteQueue } from './storage/write-queue.ts';
import type { StoreLog } from './store-log.ts';
import { startExpiry } from './ttl.ts';
import { createWireServer } from './wire/server.ts';

export interface StoreOptions {
  /** The folder of the data; made where there is none. */
  dataDir: string;
  /** Where to listen; must end in `.sock`, or drivers take it for a name. Without either a socket in the data folder. */
  socketPath?: string;
  /** 0 for a free one; on 127.0.0.1 only, because nobody is asked for a password. */
  tcpPort?: number;
  log: StoreLog;
  clock: Clock;
  /** A bound of the store's file in bytes; none by default. */
  mostBytes?: number;
}

/** A store that is listening. */
export interface RunningStore {
  /** `mongodb://…/parley`: any MongoDB driver connects to it. */
  url: string;
  /** Answers what has been asked to write, then ends. */
  close(): Promise<void>;
}

/** macOS allows 103 bytes in the path of a socket, Linux 107. */
const LONGEST_SOCKET_PATH = 100;
const IDLE_CHECK_MS = 60_000;

/**
 * Opens the store in a folder and lets it speak MongoDB's wire protocol.
 * @throws StoreInUse where another process has the folder; Error where the store is of a newer format
 */
export async function startStore(options: StoreOptions): Promise<RunningStore> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(dataDir);
  try {
    const opened = await openStore(dataDir, options);
    return {
      url: opened.url,
      async close() {
        await opened.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openStore(dataDir: string, options: StoreOptions): Promise<RunningStore> {
  const { log, clock } = options;
  const file = join(dataDir, 'store.mdb');
  const store = new KeyValueStore(file, options.mostBytes);
  try {
    await chmod(file, 0o600);
    const { isOld } = checkFormat(store);
    const catalog = new Catalog(store);
    const documents = new Documents(store, catalog);
    if (isOld) {
      log.info(
        {},
        'The store of an older Parley is brought into the form of today. It starts when that is done.',
      );
      renewFormat(store, catalog, documents);
    }
    const writes = new WriteQueue(store, catalog, log);
    const cursors = new Cursors(() => clock.elapsed());
    const storage = { store, catalog, documents, writes, clock, log };
    const server = createWireServer({ ...storage, cursors, startedAt: clock.now() });
    const address = await listen(server, dataDir, options);
    const stopTimers = [startExpiry(storage), clock.every(IDLE_CHECK_MS, () => cursors.closeIdle())];
    return {
      url: address.url,
      async close() {
        for (const stop of stopTimers) stop();
        await writes.close();
        await server.close();
        await address.remove();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Address {
  url: string;
  /** Takes away what listening has left in the file system. */
  remove(): Promise<void>;
}

async function listen(
  server: ReturnType<typeof createWireServer>,
  dataDir: string,
  { tcpPort, socketPath }: StoreOptions,
): Promise<Address> {
  if (tcpPort !== undefined) {
    const port = await server.listen({ port: tcpPort, host: '127.0.0.1' });
    return { url: urlOf(`127.0.0.1:${port}`), remove: async () => undefined };
  }
  const path = socketPath ?? (await privateSocketPath(dataDir));
  // Left behind by a process that was killed; this one has the folder for itself.
  await rm(path, { force: true });
  await server.listen({ path });
  await chmod(path, 0o600);
  const isTemporary = socketPath === undefined && dirname(path) !== dataDir;
  return {
    url: urlOf(encodeURIComponent(path)),
    remove: () =>
      isTemporary ? rm(dirname(path), { recursive: true, force: true }) : rm(path, { force: true }),
  };
}

/** In the data folder, or where its name is too long for a socket in a new folder that only this user may enter. */
async function privateSocketPath(dataDir: string): Promise<string> {
  const path = join(dataDir, 'store.sock');
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  return join(await mkdtemp(join(tmpdir(), 'parley-')), 'store.sock');
}

function urlOf(host: string): string {
  return `mongodb://${host}/parley?directConnection=true`;
}
