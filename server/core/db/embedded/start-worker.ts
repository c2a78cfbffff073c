import { Worker } from 'node:worker_threads';
import type { RunningStore } from './start-store.ts';
import type { StoreLog } from './store-log.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** Where the build puts `worker.ts`: beside the server's program. */
const BUILT_WORKER = './store-worker.js';

/**
 * Starts the store in a thread of its own.
 * @param entry the thread's program, where it is not the built one
 * @throws Error where the store cannot be opened, with what to do
 */
export async function startStoreWorker(options: {
  dataDir: string;
  log: StoreLog;
  entry?: URL;
}): Promise<RunningStore> {
  const { dataDir, log, entry = new URL(BUILT_WORKER, import.meta.url) } = options;
  const worker = new Worker(entry, { workerData: { dataDir } });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'log') log[message.level](message.fields, message.message);
  });
  const url = await firstWord(worker);
  let closing = false;
  worker.on('error', (error) => log.error({ err: error }, 'The store has failed.'));
  worker.once('exit', () => {
    // Nobody can go on without it: better to end, and be started again whole, than to answer that nothing works.
    if (!closing) throw new Error('The store has ended.');
  });
  return {
    url,
    async close() {
      closing = true;
      const close: ToWorker = { kind: 'close' };
      worker.postMessage(close);
      await ended;
    },
  };
}

/** The address, once the store is ready. */
function firstWord(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The store ended before it was ready.')));
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') resolve(message.url);
      else if (message.kind === 'refused') reject(new Error(message.message));
    });
  });
}
