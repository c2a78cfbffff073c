import { StoreError, unsupported } from '../errors.ts';
import { compileFilter } from '../query/match.ts';
import type { Collection } from '../storage/catalog.ts';
import { encodeDocument } from '../values/codec.ts';
import type { Document } from '../values/document.ts';
import { answer, type Command, collectionOf, documentOption, namespaceOf } from './request.ts';

const create: Command = {
  options: [
    'autoIndexId',
    'idIndex',
    'capped',
    'size',
    'max',
    'viewOn',
    'timeseries',
    'validator',
    'expireAfterSeconds',
  ],
  async run(request, { catalog, writes }) {
    const namespace = namespaceOf(request);
    for (const option of ['capped', 'viewOn', 'timeseries', 'validator', 'expireAfterSeconds']) {
      const value = request.body[option];
      if (value !== undefined && value !== false) throw unsupported(`The collection option ${option}`);
    }
    await writes.run(() => {
      if (catalog.get(namespace) !== undefined) {
        throw new StoreError('NamespaceExists', `Collection ${namespace} already exists.`);
      }
      catalog.open(namespace);
    });
    return answer();
  },
};

const drop: Command = {
  options: [],
  async run(request, context) {
    const indexes = await context.writes.run(() => {
      const collection = collectionOf(request, context);
      if (collection === undefined) return undefined;
      context.catalog.drop(collection);
      return collection.indexes.length + 1;
    });
    return answer(indexes === undefined ? {} : { nIndexesWas: indexes, ns: namespaceOf(request) });
  },
};

const dropDatabase: Command = {
  options: [],
  async run({ database }, { catalog, writes }) {
    await writes.run(() => {
      for (const collection of catalog.ofDatabase(database)) catalog.drop(collection);
    });
    return answer({ dropped: database });
  },
};

const listCollections: Command = {
  options: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run({ database, body }, { catalog, cursors }) {
    const matches = compileFilter(documentOption(body, 'filter'));
    const found = catalog
      .ofDatabase(database)
      .map(describe)
      .filter(matches)
      .map((description) =>
        body.nameOnly === true ? { name: description.name, type: description.type } : description,
      );
    const batch = cursors.open(
      `${database}.$cmd.listCollections`,
      found.map(encodeDocument).values(),
      Infinity,
    );
    return { kind: 'batch', field: 'firstBatch', batch };
  },
};

function describe({ name, uuid }: Collection): Document {
  return {
    name,
    type: 'collection',
    options: {},
    info: { readOnly: false, uuid },
    idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
  };
}

/** Commands about whole collections and databases. */
export const collections: Record<string, Command> = { create, drop, dropDatabase, listCollections };
