import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { connectToTestStore, isOtherServer, refusal } from './connection.ts';

const { ObjectId, Long, Binary, UUID, MongoBulkWriteError } = mongoose.mongo;
type Document = mongoose.mongo.Document;

const store = connectToTestStore();

describe('reading and writing', () => {
  test('documents come back as they were stored, in several batches', async () => {
    const collection = store.collection();
    const documents = Array.from({ length: 500 }, (_, i) => ({
      _id: i,
      k: i % 7,
      s: `v${i}`,
      d: new Date(i),
      n: { a: i },
    }));
    expect((await collection.insertMany(documents as Document[])).insertedCount).toBe(500);
    expect(await collection.find().toArray()).toEqual(documents);
    expect(await collection.find({}, { batchSize: 7 }).sort({ 'n.a': -1 }).limit(20).toArray()).toEqual(
      documents.slice(-20).reverse(),
    );
    expect(
      await collection.find({ k: 3 }).sort({ _id: -1 }).skip(1).limit(2).project({ s: 1 }).toArray(),
    ).toEqual([
      { _id: 486, s: 'v486' },
      { _id: 479, s: 'v479' },
    ]);
  });

  test('every type that Parley stores keeps its value', async () => {
    const collection = store.collection();
    const document = {
      _id: new ObjectId(),
      text: 'žluťoučký \u{1f600}',
      zero: 'a\0b',
      big: 3_000_000_000,
      half: -1.5,
      none: null,
      yes: true,
      at: new Date(-5),
      list: [1, [2, 3], { x: [] }],
      bytes: new Binary(Buffer.from([1, 2, 255])),
      uuid: new UUID(),
      pattern: /^x/i,
      long: Long.fromString('9007199254740993'),
      nested: { a: { b: { c: 1 } } },
    };
    await collection.insertOne(document);
    expect(await collection.findOne({ _id: document._id })).toEqual(document);
    await collection.updateOne({ _id: document._id }, { $set: { another: 1 } });
    expect(await collection.findOne({ text: document.text })).toEqual({ ...document, another: 1 });
  });

  test('updates say what they matched and what they changed', async () => {
    const collection = store.collection();
    await collection.insertMany(Array.from({ length: 30 }, (_, i) => ({ _id: i, k: i % 3 })) as Document[]);
    expect(await collection.updateMany({ k: 1 }, { $set: { z: 1 } })).toMatchObject({
      matchedCount: 10,
      modifiedCount: 10,
    });
    expect(await collection.updateOne({ k: 1 }, { $set: { z: 1 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
    expect(await collection.replaceOne({ k: 0 }, { q: 1 })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 1,
    });
    expect(await collection.deleteOne({ k: 2 })).toMatchObject({ deletedCount: 1 });
    expect(await collection.deleteMany({ k: 2 })).toMatchObject({ deletedCount: 9 });
    expect(await collection.countDocuments()).toBe(20);
    expect(await collection.estimatedDocumentCount()).toBe(20);
    expect(await collection.countDocuments({ k: 1 }, { skip: 3, limit: 5 })).toBe(5);
    expect(await collection.distinct('k')).toEqual([0, 1]);
  });

  test('an upsert takes over what its filter says', async () => {
    const collection = store.collection();
    const filter = { a: 1, 'b.c': 2, d: { $gt: 5 }, e: { $in: [7] } };
    const update = { $set: { x: 1 }, $setOnInsert: { y: 2 }, $inc: { n: 1 } };
    const { upsertedId } = await collection.updateOne(filter, update, { upsert: true });
    expect(await collection.findOne()).toEqual({
      _id: upsertedId,
      a: 1,
      b: { c: 2 },
      e: 7,
      n: 1,
      x: 1,
      y: 2,
    });
    expect(await collection.updateOne({ a: 1 }, { $setOnInsert: { y: 9 } }, { upsert: true })).toMatchObject({
      upsertedCount: 0,
    });
    expect((await collection.findOne({ a: 1 }))?.y).toBe(2);
  });

  test('findAndModify gives the document of before or of after', async () => {
    const collection = store.collection();
    const filter = { _id: 'k' as unknown as mongoose.mongo.ObjectId };
    const after = { upsert: true, returnDocument: 'after' } as const;
    expect(await collection.findOneAndUpdate(filter, { $inc: { seq: 1 } }, after)).toEqual({
      _id: 'k',
      seq: 1,
    });
    const before = { returnDocument: 'before', projection: { seq: 1, _id: 0 } } as const;
    expect(await collection.findOneAndUpdate(filter, { $inc: { seq: 1 } }, before)).toEqual({ seq: 1 });
    expect(await collection.findOneAndUpdate({ a: 'none' }, { $set: { a: 1 } })).toBeNull();
    expect(await collection.findOneAndReplace(filter, { v: 1 }, { returnDocument: 'after' })).toEqual({
      _id: 'k',
      v: 1,
    });
    expect(await collection.findOneAndDelete(filter)).toEqual({ _id: 'k', v: 1 });
    expect(await collection.countDocuments()).toBe(0);
  });

  test('results above 15 MB come in several batches, a single document may have 16 MB', async () => {
    const collection = store.collection();
    const big = 'x'.repeat(1 << 20);
    await collection.insertMany(Array.from({ length: 40 }, (_, i) => ({ big, i })));
    expect(await collection.find({ i: { $gte: 0 } }).toArray()).toHaveLength(40);
    await refusal(collection.insertOne({ big: big.repeat(16) }), 10334);
  });

  test('a cursor that was closed, or never was, is not found', async () => {
    const collection = store.collection();
    await collection.insertMany(Array.from({ length: 10 }, (_, i) => ({ i })));
    const { cursor } = await store.db().command({ find: collection.collectionName, batchSize: 2 });
    expect(cursor.firstBatch).toHaveLength(2);
    expect(
      await store.db().command({ killCursors: collection.collectionName, cursors: [cursor.id] }),
    ).toMatchObject({
      cursorsKilled: [cursor.id],
    });
    await refusal(store.db().command({ getMore: cursor.id, collection: collection.collectionName }), 43);
  });
});

describe('duplicate keys', () => {
  test('are refused as MongoDB words it', async () => {
    const collection = store.collection();
    await collection.createIndex({ email: 1 }, { unique: true });
    await collection.insertOne({ email: 'a@x' });
    const error = await refusal(collection.insertOne({ email: 'a@x' }), 11000);
    expect(error.message).toContain(`index: email_1 dup key: { email: "a@x" }`);
    expect(error).toMatchObject({ keyPattern: { email: 1 }, keyValue: { email: 'a@x' } });
    await refusal(collection.updateOne({ n: 1 }, { $set: { email: 'a@x' } }, { upsert: true }), 11000);
    await refusal(collection.findOneAndUpdate({ n: 1 }, { $set: { email: 'a@x' } }, { upsert: true }), 11000);
    expect(await collection.countDocuments()).toBe(1);
  });

  test('an ordered insert ends with the first, an unordered one goes on', async () => {
    const collection = store.collection();
    await collection.createIndex({ n: 1 }, { unique: true });
    const insert = async (ordered: boolean) => {
      await collection.deleteMany({});
      const error: unknown = await collection
        .insertMany([{ n: 1 }, { n: 1 }, { n: 2 }], { ordered })
        .catch((reason) => reason);
      expect(error).toBeInstanceOf(MongoBulkWriteError);
      const bulk = error as InstanceType<typeof MongoBulkWriteError>;
      return [bulk.insertedCount, [bulk.writeErrors].flat().map(({ index, code }) => [index, code])];
    };
    expect(await insert(true)).toEqual([1, [[1, 11000]]]);
    expect(await insert(false)).toEqual([2, [[1, 11000]]]);
  });

  test('a bulk write does all its kinds', async () => {
    const collection = store.collection();
    await collection.insertMany([{ n: 10 }, { n: 12 }]);
    const result = await collection.bulkWrite([
      { insertOne: { document: { n: 20 } } },
      { updateOne: { filter: { n: 20 }, update: { $set: { v: 1 } } } },
      { updateOne: { filter: { n: 30 }, update: { $set: { v: 2 } }, upsert: true } },
      { deleteOne: { filter: { n: 10 } } },
      { replaceOne: { filter: { n: 12 }, replacement: { n: 13 } } },
    ]);
    const { insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount } = result;
    expect([insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount]).toEqual([
      1, 2, 2, 1, 1,
    ]);
    expect(await collection.distinct('n')).toEqual([13, 20, 30]);
  });

  test('of many at once exactly one wins, and counters miss nothing', async () => {
    const collection = store.collection();
    await collection.createIndex({ k: 1 }, { unique: true });
    const inserts = await Promise.allSettled(
      Array.from({ length: 50 }, () => collection.insertOne({ k: 'same' })),
    );
    expect(inserts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const numbers = await Promise.all(
      Array.from({ length: 64 }, () =>
        collection.findOneAndUpdate(
          { k: 'counter' },
          { $inc: { seq: 1 } },
          { upsert: true, returnDocument: 'after' },
        ),
      ),
    );
    const counted = numbers.map((document) => Number(document?.seq)).sort((one, other) => one - other);
    expect(counted).toEqual(Array.from({ length: 64 }, (_, i) => i + 1));
  });
});

describe('collections', () => {
  test('are made, listed and dropped', async () => {
    const { collectionName } = store.collection();
    await store.db().createCollection(collectionName);
    await refusal(store.db().createCollection(collectionName), 48);
    expect(await store.db().listCollections({ name: collectionName }, { nameOnly: true }).toArray()).toEqual([
      { name: collectionName, type: 'collection' },
    ]);
    expect(await store.db().dropCollection(collectionName)).toBe(true);
    expect(await store.db().listCollections({ name: collectionName }).toArray()).toEqual([]);
  });

  test('a dropped database is empty', async () => {
    const other = store.client().db('another');
    await other.collection('a').insertOne({ a: 1 });
    await other.dropDatabase();
    expect(await other.listCollections().toArray()).toEqual([]);
    expect(await other.collection('a').countDocuments()).toBe(0);
  });
});

describe.skipIf(isOtherServer)('what is not supported', () => {
  test.each([
    ['a command', { mapReduce: 'x' }, 59, "no such command: 'mapReduce'"],
    ['an option', { find: 'x', tailable: true }, 238, 'tailable'],
    ['an unknown option', { find: 'x', nonsense: true }, 40415, 'find.nonsense'],
    ['a query operator', { find: 'x', filter: { a: { $mod: [2, 0] } } }, 238, '$mod'],
    ['code in a query', { find: 'x', filter: { $where: 'true' } }, 238, '$where'],
    ['an unknown operator', { find: 'x', filter: { a: { $nope: 1 } } }, 2, '$nope'],
    ['a collation', { find: 'x', collation: { locale: 'en' } }, 238, 'collation'],
    ['a stage', { aggregate: 'x', pipeline: [{ $out: 'y' }], cursor: {} }, 40324, '$out'],
    [
      'an expression',
      { aggregate: 'x', pipeline: [{ $set: { a: { $rand: {} } } }], cursor: {} },
      238,
      '$rand',
    ],
    [
      'an accumulator',
      { aggregate: 'x', pipeline: [{ $group: { _id: 1, n: { $bottom: 1 } } }], cursor: {} },
      238,
      '$bottom',
    ],
    [
      'a change stream',
      { aggregate: 'x', pipeline: [{ $changeStream: {} }], cursor: {} },
      40573,
      'replica sets',
    ],
    ['a kind of index', { createIndexes: 'x', indexes: [{ key: { a: 'text' }, name: 'a' }] }, 67, 'text'],
    [
      'an option of an index',
      { createIndexes: 'x', indexes: [{ key: { a: 1 }, name: 'a', hidden: true }] },
      238,
      'hidden',
    ],
    ['a capped collection', { create: 'capped', capped: true, size: 1000 }, 238, 'capped'],
    ['a snapshot', { find: 'x', readConcern: { level: 'snapshot' } }, 246, 'snapshot'],
    ['widths of numbers', { find: 'x', filter: { a: { $type: 'double' } } }, 238, 'double'],
  ])('%s is refused by name', async (_what, command, code, name) => {
    expect((await refusal(store.db().command(command), code)).message).toContain(name);
  });

  test('transactions are refused as by a standalone server', async () => {
    const session = store.client().startSession();
    const collection = store.collection();
    const attempt = session.withTransaction(() => collection.insertOne({ a: 1 }, { session }));
    await expect(attempt).rejects.toThrow(/does not support retryable writes/);
    await session.endSession();
    expect(await collection.countDocuments()).toBe(0);
  });
});
