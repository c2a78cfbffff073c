import { StoreError } from '../errors.ts';
import { findDocuments, type Query } from '../query/find.ts';
import type { Update } from '../update/compile.ts';
import { applyRawSet, type RawSet } from '../update/raw-set.ts';
import { decodeDocument } from '../values/codec.ts';
import type { Document, Value } from '../values/document.ts';
import type { Collection } from './catalog.ts';
import type { Storage } from './storage.ts';

/** What an update has done. */
export interface UpdateOutcome {
  matched: number;
  modified: number;
  /** The `_id` of the document an upsert made. */
  upserted: { id: Value } | undefined;
  /** The last document it met, before and after. */
  before: Document | undefined;
  after: Document | undefined;
}

/**
 * Updates the documents a query finds, or stores a new one where it finds none and `isUpsert`. Within a transaction.
 * @throws StoreError where a document cannot be updated; those before it stay updated
 */
export function updateDocuments(
  storage: Storage,
  namespace: string,
  query: Query,
  update: Update,
  isUpsert: boolean,
): UpdateOutcome {
  if (query.limit > 1 && update.isReplacement) {
    throw new StoreError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  const outcome: UpdateOutcome = {
    matched: 0,
    modified: 0,
    upserted: undefined,
    before: undefined,
    after: undefined,
  };
  const collection = storage.catalog.get(namespace);
  for (const { key, raw } of collection === undefined ? [] : foundIn(storage, collection, query)) {
    const before = decodeDocument(raw);
    const after = update.apply(before);
    if (collection !== undefined && storage.documents.replace(collection, key, raw, before, after))
      outcome.modified++;
    outcome.matched++;
    outcome.before = before;
    outcome.after = after;
  }
  if (outcome.matched > 0 || !isUpsert) return outcome;
  const made = update.insert();
  const id = storage.documents.insert(storage.catalog.open(namespace), made);
  return { ...outcome, upserted: { id }, after: { ...made, _id: id } };
}

/** Sets whole fields of the first document a query finds, in bytes. Within a transaction. */
export function setFields(
  storage: Storage,
  namespace: string,
  query: Query,
  set: RawSet,
): Pick<UpdateOutcome, 'matched' | 'modified'> {
  const collection = storage.catalog.get(namespace);
  if (collection === undefined) return { matched: 0, modified: 0 };
  for (const { key, raw } of findDocuments(storage, collection, { ...query, limit: 1 })) {
    const changed = applyRawSet(set, raw);
    if (changed === undefined) return { matched: 1, modified: 0 };
    storage.documents.replaceRaw(collection, key, raw, changed.bytes, changed.fields);
    return { matched: 1, modified: 1 };
  }
  return { matched: 0, modified: 0 };
}

/** Deletes the documents a query finds. Within a transaction. */
export function deleteDocuments(
  storage: Storage,
  collection: Collection,
  query: Query,
): { deleted: number; last: Document | undefined } {
  let deleted = 0;
  let last: Document | undefined;
  for (const { key, raw } of foundIn(storage, collection, query)) {
    last = decodeDocument(raw);
    storage.documents.remove(collection, key, last);
    deleted++;
  }
  return { deleted, last };
}

/**
 * What a query finds, found in full before the first is changed: a change could move a document ahead of the scan.
 * Only the keys are held for it.
 */
function* foundIn(storage: Storage, collection: Collection, query: Query) {
  const keys = [];
  for (const { key } of findDocuments(storage, collection, query)) keys.push(key);
  for (const key of keys) {
    const raw = storage.store.get(key);
    if (raw !== undefined) yield { key, raw };
  }
}
