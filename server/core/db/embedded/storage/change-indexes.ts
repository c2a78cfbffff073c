import { StoreError } from '../errors.ts';
import { equalValues } from '../values/compare.ts';
import type { Value } from '../values/document.ts';
import { showValue } from '../values/show.ts';
import type { Collection } from './catalog.ts';
import { type Index, type IndexOptions, openIndex, sameOptions, sameShape } from './index-definition.ts';
import type { Storage } from './storage.ts';

/**
 * Adds an index and fills it; does nothing where it is there already. Within a transaction.
 * @throws StoreError where another index is in the way, or documents break its rule
 */
export function createIndex(
  { catalog, documents }: Storage,
  collection: Collection,
  options: IndexOptions,
): void {
  if (equalValues(options.key, { _id: 1 })) return;
  if (isThere(collection, options)) return;
  const index = openIndex({ ...options, id: catalog.nextId(), multikey: [], truncated: false });
  try {
    documents.fill(collection, index);
  } catch (error) {
    catalog.clear(index.prefix);
    throw error;
  }
  collection.indexes.push(index);
  catalog.save(collection);
}

function isThere({ indexes }: Collection, options: IndexOptions): boolean {
  const same = indexes.find((index) => sameShape(index, options));
  if (same !== undefined && same.name !== options.name) {
    throw new StoreError('IndexOptionsConflict', `Index already exists with a different name: ${same.name}`);
  }
  if (same !== undefined && !sameOptions(same, options)) {
    throw new StoreError(
      'IndexOptionsConflict',
      `An equivalent index already exists with the same name but different options: ${options.name}`,
    );
  }
  if (same === undefined && (options.name === '_id_' || indexes.some(({ name }) => name === options.name))) {
    const message = `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${options.name}`;
    throw new StoreError('IndexKeySpecsConflict', message);
  }
  return same !== undefined;
}

/**
 * Removes an index by name or key, several by a list of names, or all with `*`. Within a transaction.
 * @throws StoreError IndexNotFound; InvalidOptions for the index on `_id`
 */
export function dropIndex({ catalog }: Storage, collection: Collection, which: Value): void {
  const wanted = which === '*' ? [...collection.indexes] : indexesOf(collection, which);
  for (const index of wanted) {
    catalog.clear(index.prefix);
    collection.indexes.splice(collection.indexes.indexOf(index), 1);
  }
  catalog.save(collection);
}

function indexesOf({ indexes }: Collection, which: Value): Index[] {
  return (Array.isArray(which) ? which : [which]).map((one) => {
    if (one === '_id_' || equalValues(one, { _id: 1 }))
      throw new StoreError('InvalidOptions', 'cannot drop _id index');
    const found = indexes.find(({ name, key }) => name === one || equalValues(key, one));
    if (found !== undefined) return found;
    const asked = typeof one === 'string' ? `with name [${one}]` : `with key: ${showValue(one)}`;
    throw new StoreError('IndexNotFound', `index not found ${asked}`);
  });
}
