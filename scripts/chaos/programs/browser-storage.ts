/**
 * IndexedDB and localStorage of a browser whose process may be killed at any time: what a transaction has completed
 * is in a file before anybody hears of it, and is there again at the next start.
 */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  IDBDatabase as FakeDatabase,
  IDBObjectStore as FakeStore,
  IDBKeyRange,
  indexedDB,
} from 'fake-indexeddb';

/** What a browser that keeps nothing does. */
export type StorageMood = 'keeps' | 'refuses' | 'full';

type Change =
  | { kind: 'put'; store: string; key: IDBValidKey; value: unknown }
  | { kind: 'delete'; store: string; key: IDBValidKey };

interface Commit {
  database: string;
  version: number;
  changes: Change[];
}

/** Puts both in their places, with what an earlier process has left in the folder. */
export async function installStorage(folder: string, mood: StorageMood): Promise<void> {
  Object.assign(globalThis, { IDBKeyRange, localStorage: localStorageOf(join(folder, 'local.json'), mood) });
  if (mood === 'refuses') {
    Object.assign(globalThis, { indexedDB: refusing });
    return;
  }
  const path = join(folder, 'indexed.jsonl');
  await replay(path);
  keepCommits(path, mood);
  Object.assign(globalThis, { indexedDB });
}

const refusing = {
  open: () => {
    throw new DOMException('storage is forbidden', 'SecurityError');
  },
};

/** Writes down each completed transaction before its own listeners hear of it. */
function keepCommits(path: string, mood: StorageMood): void {
  const changesOf = new WeakMap<IDBTransaction, Change[]>();
  const begin = FakeDatabase.prototype.transaction;
  FakeDatabase.prototype.transaction = function (this: IDBDatabase, ...given) {
    const transaction = begin.apply(this, given);
    const changes: Change[] = [];
    changesOf.set(transaction, changes);
    transaction.addEventListener('complete', () => {
      if (changes.length === 0) return;
      const commit: Commit = { database: this.name, version: this.version, changes };
      appendFileSync(path, `${JSON.stringify(commit)}\n`);
    });
    return transaction;
  };
  const { put, delete: remove } = FakeStore.prototype;
  FakeStore.prototype.put = function (this: IDBObjectStore, value, key) {
    if (mood === 'full') throw new DOMException('the disk is full', 'QuotaExceededError');
    if (key !== undefined)
      changesOf.get(this.transaction)?.push({ kind: 'put', store: this.name, key, value });
    return put.call(this, value, key);
  };
  FakeStore.prototype.delete = function (this: IDBObjectStore, key) {
    changesOf.get(this.transaction)?.push({ kind: 'delete', store: this.name, key: key as IDBValidKey });
    return remove.call(this, key);
  };
}

async function replay(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  for (const { database: name, version, changes } of lines.map((line) => JSON.parse(line) as Commit)) {
    const database = await opened(name, version, new Set(changes.map(({ store }) => store)));
    const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
    for (const change of changes) {
      const store = transaction.objectStore(change.store);
      if (change.kind === 'put') store.put(change.value, change.key);
      else store.delete(change.key);
    }
    await new Promise((resolve) => transaction.addEventListener('complete', resolve));
    database.close();
  }
}

function opened(name: string, version: number, stores: ReadonlySet<string>): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const store of stores) request.result.createObjectStore(store);
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result);
  });
}

function localStorageOf(
  path: string,
  mood: StorageMood,
): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  // In one step: the process may be killed at any moment.
  const write = () => {
    writeFileSync(`${path}.new`, JSON.stringify(kept));
    renameSync(`${path}.new`, path);
  };
  const refuse = () => {
    if (mood !== 'keeps') throw new DOMException('not here', 'QuotaExceededError');
  };
  return {
    getItem: (name) => kept[name] ?? null,
    setItem(name, value) {
      refuse();
      kept[name] = value;
      write();
    },
    removeItem(name) {
      delete kept[name];
      write();
    },
  };
}
