/** Where the outbox outlives the page: IndexedDB, or memory where the browser refuses it. */
import type { OutboxItem, OutboxStorage } from '../../shared/outbox.ts';

const STORE = 'outbox';
/** Some browsers neither open nor refuse a database; nobody's message waits for that. */
const OPEN_TIMEOUT_MS = 2_000;

/**
 * Keeps the items of one scope (a site, an agent) apart from all others in the same database. Never rejects:
 * once the browser has refused anything, `durable` is false and memory goes on.
 */
export function createOutboxStorage<Payload>(
  databaseName: string,
  scope: string,
  factory: () => IDBFactory = () => indexedDB,
): OutboxStorage<Payload> {
  const memory = new Map<string, OutboxItem<Payload>>();
  let durable = true;
  let opened: Promise<IDBDatabase> | null = null;

  async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>) {
    if (!durable) return null;
    try {
      opened ??= openDatabase(databaseName, factory, () => {
        opened = null;
      });
      const database = await opened;
      return await finished(database, mode, work);
    } catch {
      durable = false;
      return null;
    }
  }

  return {
    get durable() {
      return durable;
    },
    async load() {
      // In the order of keys an array comes after every string.
      const kept: OutboxItem<Payload>[] | null = await run('readonly', (store) =>
        store.getAll(IDBKeyRange.bound([scope], [scope, []])),
      );
      for (const item of kept ?? []) memory.set(item.clientId, item);
      return [...memory.values()];
    },
    async save(item) {
      memory.set(item.clientId, item);
      await run('readwrite', (store) => store.put(item, [scope, item.clientId]));
    },
    async remove(clientId) {
      memory.delete(clientId);
      await run('readwrite', (store) => store.delete([scope, clientId]));
    },
  };
}

/** @throws (rejects) where the browser refuses or does not answer in time */
function openDatabase(name: string, factory: () => IDBFactory, onClosed: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory().open(name, 1);
    const timer = setTimeout(() => reject(new Error('no answer')), OPEN_TIMEOUT_MS);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      clearTimeout(timer);
      const database = request.result;
      database.onclose = onClosed;
      // Another tab with newer code must not be kept waiting.
      database.onversionchange = () => {
        database.close();
        onClosed();
      };
      resolve(database);
    };
  });
}

/** Resolves when the transaction is complete, not before: only then is it kept. */
function finished<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
