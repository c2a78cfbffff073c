import { BSONRegExp, ObjectId } from 'bson';
import { badValue, StoreError } from '../errors.ts';
import { LARGEST_DOCUMENT } from '../limits.ts';
import { decodeDocument, encodeDocument } from '../values/codec.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { EMPTY_ARRAY, KeyWriter, LONGEST_KEY_VALUE } from '../values/key.ts';
import { decodeFields } from '../values/partial.ts';
import { valuesAt } from '../values/path.ts';
import { showDocument } from '../values/show.ts';
import { type Catalog, type Collection, indexedFields, keysUnder } from './catalog.ts';
import type { Index } from './index-definition.ts';
import { type IndexEntries, indexEntries } from './index-entries.ts';
import type { KeyValueStore } from './key-value.ts';

const writer = new KeyWriter();

/**
 * Single documents with their index entries. Each call checks everything before it writes anything, so a refused
 * one has changed nothing. For use within a transaction.
 */
export class Documents {
  readonly #store: KeyValueStore;
  readonly #catalog: Catalog;

  constructor(store: KeyValueStore, catalog: Catalog) {
    this.#store = store;
    this.#catalog = catalog;
  }

  /**
   * Stores a new document, with an `_id` in front if it has none.
   * @param raw the document's bytes, if they are known
   * @throws StoreError DuplicateKey among others
   */
  insert(collection: Collection, given: Document, raw?: Buffer): Value {
    const hasId = Object.keys(given)[0] === '_id' && given._id !== undefined;
    const document = hasId ? given : withIdFirst(given);
    const bytes = hasId && raw !== undefined ? raw : encodeDocument(document);
    if (bytes.length > LARGEST_DOCUMENT) {
      const message = `object to insert too large. size in bytes: ${bytes.length}, max size: ${LARGEST_DOCUMENT}`;
      throw new StoreError('BSONObjectTooLarge', message);
    }
    const key = documentKey(collection, document._id);
    if (this.#store.get(key) !== undefined) throw duplicateKey(collection, collection.primary, document);
    const entries = this.#entriesOf(collection, document, key);
    for (const [index, { keys }] of entries) this.#checkUnique(collection, index, keys, key, document);
    this.#store.put(key, bytes);
    for (const [index, added] of entries) this.#add(collection, index, added, key);
    if (collection.size !== undefined) collection.size++;
    return document._id;
  }

  /**
   * Inserts a document of which only the bytes are known, reading no more of it than the indexes need.
   * @throws StoreError as `insert`
   */
  insertRaw(collection: Collection, raw: Buffer): Value {
    if (!beginsWithId(raw)) return this.insert(collection, decodeDocument(raw), raw);
    return this.insert(collection, decodeFields(raw, indexedFields(collection)), raw);
  }

  /**
   * Stores the new state of a document.
   * @returns whether anything changed
   */
  replace(collection: Collection, key: Uint8Array, raw: Buffer, before: Document, after: Document): boolean {
    const bytes = encodeDocument(after);
    if (bytes.equals(raw)) return false;
    checkUpdatedSize(bytes);
    this.#write(collection, key, bytes, this.#changesOf(collection, collection.indexes, key, before, after));
    return true;
  }

  /**
   * Stores the new bytes of a document.
   * @param changed its fields that are not what they were; only the indexes that read them are looked at
   */
  replaceRaw(
    collection: Collection,
    key: Uint8Array,
    raw: Buffer,
    bytes: Buffer,
    changed: ReadonlySet<string>,
  ): void {
    checkUpdatedSize(bytes);
    const indexes = collection.indexes.filter(({ reads }) => meets(reads, changed));
    const names = indexedFields(collection);
    const changes =
      indexes.length === 0
        ? []
        : this.#changesOf(collection, indexes, key, decodeFields(raw, names), decodeFields(bytes, names));
    this.#write(collection, key, bytes, changes);
  }

  #changesOf(
    collection: Collection,
    indexes: readonly Index[],
    key: Uint8Array,
    before: Document,
    after: Document,
  ): IndexChange[] {
    const suffix = suffixOf(collection, key);
    return indexes.map((index) => {
      const old = indexEntries(index, before, suffix).keys;
      const entries = indexEntries(index, after, suffix);
      const added = entries.keys.filter((one) => !old.some((other) => other.equals(one)));
      const removed = old.filter((one) => !entries.keys.some((other) => other.equals(one)));
      this.#checkUnique(collection, index, added, key, after);
      return { index, entries: { ...entries, keys: added }, removed };
    });
  }

  #write(collection: Collection, key: Uint8Array, bytes: Buffer, changes: readonly IndexChange[]): void {
    this.#store.put(Buffer.from(key), bytes);
    for (const { index, entries, removed } of changes) {
      for (const one of removed) this.#store.remove(one);
      this.#add(collection, index, entries, key);
    }
  }

  remove(collection: Collection, key: Uint8Array, document: Document): void {
    for (const [, { keys }] of this.#entriesOf(collection, document, key)) {
      for (const entry of keys) this.#store.remove(entry);
    }
    this.#store.remove(key);
    if (collection.size !== undefined) collection.size--;
  }

  /** Fills a new index; the caller takes it into the collection. */
  fill(collection: Collection, index: Index): void {
    for (const { key, value } of this.#store.range(keysUnder(collection.prefix), false, 1024)) {
      const document = decodeDocument(value);
      const entries = indexEntries(index, document, suffixOf(collection, key));
      this.#checkUnique(collection, index, entries.keys, key, document);
      markIndex(index, entries);
      for (const entry of entries.keys) this.#store.put(entry, Buffer.from(key));
    }
  }

  #entriesOf(collection: Collection, document: Document, key: Uint8Array): Map<Index, IndexEntries> {
    const suffix = suffixOf(collection, key);
    return new Map(collection.indexes.map((index) => [index, indexEntries(index, document, suffix)]));
  }

  #checkUnique(
    collection: Collection,
    index: Index,
    keys: readonly Buffer[],
    documentKey: Uint8Array,
    document: Document,
  ): void {
    if (!index.unique) return;
    for (const key of keys) {
      const holder = this.#store.get(key);
      if (holder !== undefined && !holder.equals(documentKey))
        throw duplicateKey(collection, index, document);
    }
  }

  #add(collection: Collection, index: Index, entries: IndexEntries, key: Uint8Array): void {
    if (markIndex(index, entries)) this.#catalog.save(collection);
    const value = Buffer.from(key);
    for (const entry of entries.keys) this.#store.put(entry, value);
  }
}

/** What an update does to an index. */
interface IndexChange {
  index: Index;
  /** Those that are new. */
  entries: IndexEntries;
  removed: Buffer[];
}

function checkUpdatedSize(bytes: Buffer): void {
  if (bytes.length <= LARGEST_DOCUMENT) return;
  throw new StoreError('Location17419', `Resulting document after update is larger than ${LARGEST_DOCUMENT}`);
}

function meets(reads: ReadonlySet<string>, changed: ReadonlySet<string>): boolean {
  for (const field of changed) if (reads.has(field)) return true;
  return false;
}

/** Notes what an index has not held before. @returns whether that is so */
function markIndex(index: Index, { multikey, truncated }: IndexEntries): boolean {
  let changed = truncated && !index.truncated;
  if (changed) index.truncated = true;
  for (const [field, isMultikey] of multikey.entries()) {
    if (isMultikey && index.multikey[field] !== true) {
      index.multikey[field] = true;
      changed = true;
    }
  }
  return changed;
}

function suffixOf(collection: Collection, key: Uint8Array): Uint8Array {
  return key.subarray(collection.prefix.length);
}

function beginsWithId(raw: Buffer): boolean {
  return raw.length > 9 && raw.toString('latin1', 5, 9) === '_id\0';
}

function withIdFirst(document: Document): Document {
  const { _id, ...fields } = document;
  return { _id: _id === undefined ? new ObjectId() : _id, ...fields };
}

/**
 * The key a document of this `_id` has.
 * @throws StoreError where the value cannot be an `_id`
 */
function documentKey(collection: Collection, id: Value): Buffer {
  if (Array.isArray(id) || id instanceof BSONRegExp || id === undefined) {
    const kind = Array.isArray(id) ? 'array' : id === undefined ? 'undefined' : 'regex';
    throw new StoreError('InvalidIdField', `The '_id' value cannot be of type ${kind}`);
  }
  const bad = isDocument(id) ? Object.keys(id).find((field) => field.startsWith('$')) : undefined;
  if (bad !== undefined) {
    throw new StoreError(
      'DollarPrefixedFieldName',
      `_id fields may not contain '$'-prefixed fields: ${bad} is not valid for storage.`,
    );
  }
  writer.begin(collection.prefix);
  writer.value(id, 1, LONGEST_KEY_VALUE);
  if (writer.truncated)
    throw badValue(`An _id of more than ${LONGEST_KEY_VALUE} bytes is not supported by the embedded store`);
  return writer.finish();
}

function duplicateKey(collection: Collection, index: Index, document: Document): StoreError {
  const keyValue: Document = {};
  for (const [field, parts] of index.parts.entries()) {
    const [first] = valuesAt(document, parts);
    keyValue[index.fields[field] ?? ''] = first === EMPTY_ARRAY || first === undefined ? null : first;
  }
  const message = `E11000 duplicate key error collection: ${collection.namespace} index: ${index.name} dup key: ${showDocument(keyValue)}`;
  return new StoreError('DuplicateKey', message, { keyPattern: index.key, keyValue });
}
