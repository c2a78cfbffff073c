/** What the browser keeps in its database for the pages to come: the outbox, and on plain http who may send it. */
import type { OutboxItem, OutboxStorage } from '../../shared/outbox.ts';

const STORE = 'outbox';
/** Some browsers neither open nor refuse a database; nobody's message waits for that. */
const OPEN_TIMEOUT_MS = 2_000;

/**
 * Does one thing in the database.
 *
 * @throws (rejects) where the browser refuses; once it has refused to open the database, always
 */
export type Keeper = <T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
) => Promise<T>;

export function openKeeper(databaseName: string, factory: () => IDBFactory = () => indexedDB): Keeper {
  let opened: Promise<IDBDatabase> | undefined;
  return async (mode, work) => {
    opened ??= openDatabase(databaseName, factory, () => {
      opened = undefined;
    });
    return finished(await opened, mode, work);
  };
}

/** Keeps the items of one scope (a site, an agent) apart from all others in the same database. */
export function createOutboxStorage<Payload>(keeper: Keeper, scope: string): OutboxStorage<Payload> {
  return {
    load: () =>
      // In the order of keys an array comes after every string.
      keeper<OutboxItem<Payload>[]>('readonly', (store) =>
        store.getAll(IDBKeyRange.bound([scope], [scope, []])),
      ).catch(() => null),
    save: (item) =>
      keeper('readwrite', (store) => store.put(item, [scope, item.clientId])).then(
        () => true,
        () => false,
      ),
    remove: (clientId) =>
      keeper('readwrite', (store) => store.delete([scope, clientId])).catch(() => undefined),
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
