import { StoreError } from '../errors.ts';
import { createIndex, dropIndex } from '../storage/change-indexes.ts';
import { optionsOf, parseIndex } from '../storage/index-definition.ts';
import { encodeDocument } from '../values/codec.ts';
import type { Document } from '../values/document.ts';
import { answer, type Command, collectionOf, namespaceOf } from './request.ts';

const createIndexes: Command = {
  options: ['indexes', 'commitQuorum'],
  async run(request, context) {
    const namespace = namespaceOf(request);
    const { indexes } = request.body;
    if (!Array.isArray(indexes) || indexes.length === 0) {
      throw new StoreError('BadValue', 'Must specify at least one index to create');
    }
    const parsed = indexes.map(parseIndex);
    const result = await context.writes.run(() => {
      const createdCollectionAutomatically = context.catalog.get(namespace) === undefined;
      const collection = context.catalog.open(namespace);
      const numIndexesBefore = collection.indexes.length + 1;
      for (const options of parsed) createIndex(context, collection, options);
      return {
        numIndexesBefore,
        numIndexesAfter: collection.indexes.length + 1,
        createdCollectionAutomatically,
      };
    });
    return answer(result);
  },
};

const dropIndexes: Command = {
  options: ['index'],
  async run(request, context) {
    const nIndexesWas = await context.writes.run(() => {
      const collection = collectionOf(request, context);
      if (collection === undefined)
        throw new StoreError('NamespaceNotFound', `ns not found ${namespaceOf(request)}`);
      const before = collection.indexes.length + 1;
      dropIndex(context, collection, request.body.index);
      return before;
    });
    return answer({ nIndexesWas });
  },
};

const listIndexes: Command = {
  options: ['cursor'],
  run(request, context) {
    const collection = collectionOf(request, context);
    const namespace = namespaceOf(request);
    if (collection === undefined)
      throw new StoreError('NamespaceNotFound', `ns does not exist: ${namespace}`);
    const listed = [{ v: 2, key: { _id: 1 }, name: '_id_' }, ...collection.indexes.map(describe)];
    const batch = context.cursors.open(namespace, listed.map(encodeDocument).values(), Infinity);
    return { kind: 'batch', field: 'firstBatch', batch };
  },
};

function describe(index: Parameters<typeof optionsOf>[0]): Document {
  const { name, key, unique, sparse, ...others } = optionsOf(index);
  return { v: 2, key, name, ...(unique ? { unique } : {}), ...(sparse ? { sparse } : {}), ...others };
}

export const indexCommands: Record<string, Command> = { createIndexes, dropIndexes, listIndexes };
