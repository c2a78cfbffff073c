import { decodeDocument, encodeDocument } from '../values/codec.ts';
import type { KeyValueStore } from './key-value.ts';

/** How documents, indexes and the catalog are written; counts up when an older program could no longer read them. */
const FORMAT = 1;
const FORMAT_KEY = Buffer.from([0x00, 0x66]);

/**
 * Marks a new store with its format and checks that of an existing one.
 * @throws Error with what to do, where a newer program has written it
 */
export function checkFormat(store: KeyValueStore): void {
  const kept = store.get(FORMAT_KEY);
  if (kept === undefined) {
    store.transact(() => store.put(FORMAT_KEY, encodeDocument({ format: FORMAT })));
    return;
  }
  const { format } = decodeDocument(kept);
  if (typeof format === 'number' && format <= FORMAT) return;
  throw new Error(
    `The store was written by a newer Parley (format ${String(format)}, this one understands up to ${FORMAT}). ` +
      'Start that Parley again, or restore a backup made before the update. Nothing was changed.',
  );
}
