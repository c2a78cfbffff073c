import { decodeDocument, encodeDocument } from '../values/codec.ts';
import type { Catalog } from './catalog.ts';
import type { Documents } from './documents.ts';
import type { KeyValueStore } from './key-value.ts';

/**
 * How documents, indexes and the catalog are written; counts up when an older program could no longer read them.
 * Since 2 the keys of a unique index end with the values.
 */
const FORMAT = 2;
const FORMAT_KEY = Buffer.from([0x00, 0x66]);

/**
 * Marks a new store with its format and checks that of an existing one.
 * @returns whether an older program has written it: `renewFormat` before anything else
 * @throws Error with what to do, where a newer program has written it
 */
export function checkFormat(store: KeyValueStore): { isOld: boolean } {
  const kept = store.get(FORMAT_KEY);
  if (kept === undefined) {
    store.transact(() => mark(store));
    return { isOld: false };
  }
  const { format } = decodeDocument(kept);
  if (typeof format === 'number' && format <= FORMAT) return { isOld: format < FORMAT };
  throw new Error(
    `The store was written by a newer Parley (format ${String(format)}, this one understands up to ${FORMAT}). ` +
      'Start that Parley again, or restore a backup made before the update. Nothing was changed.',
  );
}

/** Writes anew what an older program has written in another way: all of it, or nothing where this throws. */
export function renewFormat(store: KeyValueStore, catalog: Catalog, documents: Documents): void {
  store.transact(() => {
    for (const collection of catalog.all()) {
      for (const index of collection.indexes.filter(({ unique }) => unique)) {
        catalog.clear(index.prefix);
        documents.fill(collection, index);
      }
    }
    mark(store);
  });
}

function mark(store: KeyValueStore): void {
  store.put(FORMAT_KEY, encodeDocument({ format: FORMAT }));
}
