import { UUID } from 'bson';
import { StoreError } from '../errors.ts';
import { decodeDocument, encodeDocument } from '../values/codec.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { fieldNames } from '../values/partial.ts';
import {
  documentPrefix,
  type Index,
  type IndexRecord,
  openIndex,
  primaryIndex,
  recordOf,
} from './index-definition.ts';
import type { KeyRange, KeyValueStore } from './key-value.ts';

/** A collection and its indexes. */
export interface Collection {
  /** `database.name` */
  namespace: string;
  database: string;
  name: string;
  id: number;
  uuid: UUID;
  prefix: Buffer;
  primary: Index;
  indexes: Index[];
  /** How many documents it holds; undefined until somebody asked. */
  size: number | undefined;
}

const CATALOG = Buffer.from([0x00, 0x63]);
const SEQUENCE = Buffer.from([0x00, 0x73]);
const VALID_NAMESPACE = /^[^.$\s/\\"\0]+\.[^$\0]+$/;
const LONGEST_NAMESPACE = 255;

const indexed = new WeakMap<Collection, { of: string; names: Buffer[] }>();

/** The top-level fields that a collection's indexes read, `_id` among them, ready for `decodeFields`. */
export function indexedFields(collection: Collection): Buffer[] {
  // Indexes come and go one at a time, so that their numbers say which fields they are about.
  const of = collection.indexes.map(({ id }) => id).join();
  const known = indexed.get(collection);
  if (known?.of === of) return known.names;
  const reads = new Set(['_id', ...collection.indexes.flatMap((index) => [...index.reads])]);
  const names = fieldNames(reads);
  indexed.set(collection, { of, names });
  return names;
}

/** All keys that begin with these bytes. */
export function keysUnder(prefix: Buffer): KeyRange {
  return { low: prefix, high: Buffer.concat([prefix, Buffer.from([0xff])]) };
}

/** The collections of all databases, kept in the store and here. Everything that changes it runs in a transaction. */
export class Catalog {
  readonly #collections = new Map<string, Collection>();
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
    this.reload();
  }

  /** Reads everything anew, as after a transaction that failed: what it changed here was never stored. */
  reload(): void {
    this.#collections.clear();
    for (const { value } of this.#store.range(keysUnder(CATALOG))) {
      const collection = openCollection(decodeDocument(value));
      this.#collections.set(collection.namespace, collection);
    }
  }

  get(namespace: string): Collection | undefined {
    return this.#collections.get(namespace);
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  ofDatabase(database: string): Collection[] {
    return this.all().filter((collection) => collection.database === database);
  }

  /** The collection of this name, made where there is none. */
  open(namespace: string): Collection {
    const existing = this.#collections.get(namespace);
    if (existing !== undefined) return existing;
    if (!VALID_NAMESPACE.test(namespace) || namespace.endsWith('.') || namespace.includes('..')) {
      throw new StoreError('InvalidNamespace', `Invalid namespace specified '${namespace}'`);
    }
    if (Buffer.byteLength(namespace) > LONGEST_NAMESPACE) {
      throw new StoreError('InvalidNamespace', `Fully qualified namespace is too long: ${namespace}`);
    }
    const collection = openCollection({ namespace, id: this.nextId(), uuid: new UUID(), indexes: [] });
    this.#collections.set(namespace, collection);
    this.save(collection);
    return collection;
  }

  /** Removes a collection with all it holds. */
  drop(collection: Collection): void {
    this.clear(collection.prefix);
    for (const index of collection.indexes) this.clear(index.prefix);
    this.#store.remove(this.#keyOf(collection));
    this.#collections.delete(collection.namespace);
  }

  /** Removes all keys that begin with a prefix. */
  clear(prefix: Buffer): void {
    for (const { key } of this.#store.range(keysUnder(prefix), false, 1024)) this.#store.remove(key);
  }

  save(collection: Collection): void {
    const { namespace, id, uuid, indexes } = collection;
    const record = { namespace, id, uuid, indexes: indexes.map((index) => ({ ...recordOf(index) })) };
    this.#store.put(this.#keyOf(collection), encodeDocument(record));
  }

  /** A number that no collection and no index had before. */
  nextId(): number {
    const id = this.#store.get(SEQUENCE)?.readUInt32BE(0) ?? 1;
    const next = Buffer.alloc(4);
    next.writeUInt32BE(id + 1);
    this.#store.put(SEQUENCE, next);
    return id;
  }

  #keyOf(collection: Collection): Buffer {
    return Buffer.concat([CATALOG, Buffer.from(collection.namespace)]);
  }
}

function openCollection(record: Document): Collection {
  const { namespace, id, uuid, indexes } = record;
  if (
    typeof namespace !== 'string' ||
    typeof id !== 'number' ||
    !(uuid instanceof UUID) ||
    !Array.isArray(indexes)
  ) {
    throw new Error('The catalog of the store cannot be read: it is damaged.');
  }
  const dot = namespace.indexOf('.');
  return {
    namespace,
    database: namespace.slice(0, dot),
    name: namespace.slice(dot + 1),
    id,
    uuid,
    prefix: documentPrefix(id),
    primary: primaryIndex(id),
    indexes: indexes.map((index) => openIndex(readIndex(index))),
    size: undefined,
  };
}

function readIndex(record: Value): IndexRecord {
  if (!isDocument(record)) throw new Error('The catalog of the store cannot be read: it is damaged.');
  const { id, name, key, partialFilterExpression, expireAfterSeconds, multikey } = record;
  if (typeof id !== 'number' || typeof name !== 'string' || !isDocument(key)) {
    throw new Error('The catalog of the store cannot be read: it is damaged.');
  }
  return {
    id,
    name,
    key,
    unique: record.unique === true,
    sparse: record.sparse === true,
    truncated: record.truncated === true,
    multikey: Array.isArray(multikey) ? multikey.map((value) => value === true) : [],
    ...(isDocument(partialFilterExpression) ? { partialFilterExpression } : {}),
    ...(typeof expireAfterSeconds === 'number' ? { expireAfterSeconds } : {}),
  };
}
