import type { Collection } from './storage/catalog.ts';
import { deleteDocuments } from './storage/change-documents.ts';
import type { Index } from './storage/index-definition.ts';
import type { Storage } from './storage/storage.ts';

const SWEEP_EVERY_MS = 60_000;
/** So many documents are deleted in one transaction, so that others get their turn. */
const MOST_AT_ONCE = 1_000;

/**
 * Deletes documents whose time has come by a TTL index, every minute.
 * @returns ends it
 */
export function startExpiry(storage: Storage): () => void {
  let isSweeping = false;
  return storage.clock.every(SWEEP_EVERY_MS, () => {
    if (isSweeping) return;
    isSweeping = true;
    sweep(storage)
      .catch((error: unknown) => storage.log.warn({ err: error }, 'Expired documents could not be deleted.'))
      .finally(() => {
        isSweeping = false;
      });
  });
}

async function sweep(storage: Storage): Promise<void> {
  for (const { namespace } of storage.catalog.all()) {
    let isMore = true;
    while (isMore)
      isMore = hasExpiry(storage, namespace) && (await storage.writes.run(() => expire(storage, namespace)));
  }
}

function expiring(collection: Collection | undefined): Index[] {
  return collection?.indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined) ?? [];
}

function hasExpiry({ catalog }: Storage, namespace: string): boolean {
  return expiring(catalog.get(namespace)).length > 0;
}

/** @returns whether more may be left */
function expire(storage: Storage, namespace: string): boolean {
  const collection = storage.catalog.get(namespace);
  if (collection === undefined) return false;
  const now = new Date(storage.clock.now());
  return expiring(collection)
    .map(({ name, fields: [field = ''], expireAfterSeconds = 0, partialFilterExpression = {} }) => {
      const latest = new Date(now.getTime() - expireAfterSeconds * 1000);
      const { deleted } = deleteDocuments(storage, collection, {
        filter: { $and: [partialFilterExpression, { [field]: { $lte: latest } }] },
        sort: [],
        skip: 0,
        limit: MOST_AT_ONCE,
        hint: name,
        surroundings: { now, variables: new Map() },
      });
      return deleted === MOST_AT_ONCE;
    })
    .includes(true);
}
