import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../clock.ts';
import { startStore } from './start-store.ts';
import type { StoreLog } from './store-log.ts';
import type { FromWorker } from './worker-messages.ts';

/** The store's own thread: a long query holds up the store, but never the server that people are connected to. */
const parent = parentPort;
if (parent === null) throw new Error('worker.ts is for startStoreWorker only.');

function tell(message: FromWorker): void {
  parent?.postMessage(message);
}

function logAs(level: keyof StoreLog): StoreLog['info'] {
  return (fields, message) => tell({ kind: 'log', level, fields, message });
}

const log: StoreLog = { error: logAs('error'), warn: logAs('warn'), info: logAs('info') };

try {
  const { dataDir } = workerData as { dataDir: string };
  const store = await startStore({ dataDir, log, clock: systemClock });
  parent.on('message', () => {
    store
      .close()
      .catch((error: unknown) => log.error({ err: error }, 'The store could not be closed cleanly.'))
      .finally(() => parent.close());
  });
  tell({ kind: 'ready', url: store.url });
} catch (error) {
  tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  parent.close();
}
