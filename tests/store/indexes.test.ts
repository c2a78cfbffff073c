import type mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { connectToTestStore, isOtherServer, refusal } from './connection.ts';

type Document = mongoose.mongo.Document;
type Collection = mongoose.mongo.Collection<Document>;

const store = connectToTestStore();

describe('keeping', () => {
  test('indexes are made once, listed and dropped', async () => {
    const collection = store.collection();
    await collection.createIndexes([
      { key: { conversationId: 1, seq: 1 }, unique: true, name: 'conversation_seq' },
      { key: { at: 1 }, expireAfterSeconds: 60 },
      { key: { tags: 1 }, partialFilterExpression: { tags: { $exists: true } } },
      { key: { status: 1, updatedAt: -1 }, sparse: true },
    ]);
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    expect(await collection.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { conversationId: 1, seq: 1 }, name: 'conversation_seq', unique: true },
      { v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60 },
      { v: 2, key: { tags: 1 }, name: 'tags_1', partialFilterExpression: { tags: { $exists: true } } },
      { v: 2, key: { status: 1, updatedAt: -1 }, name: 'status_1_updatedAt_-1', sparse: true },
    ]);
    await collection.dropIndex('tags_1');
    await refusal(collection.dropIndex('tags_1'), 27);
    await collection.dropIndexes();
    expect(await collection.indexes()).toHaveLength(1);
  });

  test('one that contradicts another is refused', async () => {
    const collection = store.collection();
    await collection.createIndex({ a: 1 }, { name: 'one' });
    await refusal(collection.createIndex({ a: 1 }, { name: 'other' }), 85);
    await refusal(collection.createIndex({ a: 1 }, { name: 'one', unique: true }), 85);
    await refusal(collection.createIndex({ b: 1 }, { name: 'one' }), 86);
    await refusal(store.db().collection('never made').indexes(), 26);
  });

  test('a unique one is not made over documents that break it', async () => {
    const collection = store.collection();
    await collection.insertMany([{ a: 1 }, { a: 1 }]);
    await refusal(collection.createIndex({ a: 1 }, { unique: true }), 11000);
    expect(await collection.indexes()).toHaveLength(1);
    await collection.insertOne({ a: 1 });
  });
});

describe('uniqueness', () => {
  test('holds where the partial filter does', async () => {
    const collection = store.collection();
    await collection.createIndex(
      { visitor: 1 },
      { unique: true, partialFilterExpression: { status: 'open' } },
    );
    await collection.insertMany([
      { visitor: 1, status: 'closed' },
      { visitor: 1, status: 'closed' },
      { visitor: 1, status: 'open' },
    ]);
    await refusal(collection.insertOne({ visitor: 1, status: 'open' }), 11000);
    await refusal(collection.updateOne({ status: 'closed' }, { $set: { status: 'open' } }), 11000);
    await collection.updateOne({ status: 'open' }, { $set: { status: 'closed' } });
    await collection.insertOne({ visitor: 1, status: 'open' });
  });

  test('counts a missing field as null, unless the index is sparse or partial', async () => {
    const plain = store.collection();
    await plain.createIndex({ a: 1 }, { unique: true });
    await plain.insertOne({});
    await refusal(plain.insertOne({ a: null }), 11000);
    const sparse = store.collection();
    await sparse.createIndex({ a: 1 }, { unique: true, sparse: true });
    await sparse.insertMany([{}, {}, { a: 1 }]);
    await refusal(sparse.insertOne({ a: 1 }), 11000);
    const partial = store.collection();
    await partial.createIndex({ n: 1 }, { unique: true, partialFilterExpression: { n: { $exists: true } } });
    await partial.insertMany([{}, {}, { n: 1 }]);
    await refusal(partial.insertOne({ n: 1 }), 11000);
  });

  test('of arrays is between documents, not within one', async () => {
    const collection = store.collection();
    await collection.createIndex({ 'emails.address': 1 }, { unique: true });
    await collection.insertOne({ emails: [{ address: 'a' }, { address: 'a' }, { address: 'b' }] });
    await refusal(collection.insertOne({ emails: [{ address: 'c' }, { address: 'b' }] }), 11000);
  });

  test('of long texts is exact', async () => {
    const collection = store.collection();
    await collection.createIndex({ a: 1, b: 1 }, { unique: true });
    const long = 'x'.repeat(5_000);
    await collection.insertMany([
      { a: long, b: 1 },
      { a: `${long}y`, b: 1 },
      { a: long, b: 2 },
    ]);
    await refusal(collection.insertOne({ a: long, b: 1 }), 11000);
    expect(await collection.countDocuments({ a: `${long}y` })).toBe(1);
    expect(await collection.countDocuments({ a: { $gt: long } })).toBe(1);
    expect(
      await collection
        .find({ b: 1 })
        .sort({ a: -1 })
        .map(({ a }) => a.length)
        .toArray(),
    ).toEqual([5_001, 5_000]);
  });

  test('two arrays in one index are refused, one array with several fields is not', async () => {
    const collection = store.collection();
    await collection.createIndex({ a: 1, b: 1 });
    await refusal(collection.insertOne({ a: [1], b: [2] }), 171);
    const fields = store.collection();
    await fields.createIndex({ 'a.x': 1, 'a.y': 1, n: -1 });
    await fields.insertMany([
      {
        a: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
        n: 1,
      },
      { a: [{ x: 1, y: 4 }], n: 2 },
    ]);
    expect(await fields.countDocuments({ 'a.x': 1, 'a.y': 4 })).toBe(2);
    expect(await fields.countDocuments({ a: { $elemMatch: { x: 1, y: 4 } } })).toBe(1);
  });
});

describe.skipIf(isOtherServer)('the plan', () => {
  async function filled(): Promise<Collection> {
    const collection = store.collection();
    await collection.createIndexes([
      { key: { conversationId: 1, seq: 1 }, unique: true, name: 'conversation_seq' },
      { key: { status: 1, updatedAt: -1 }, name: 'status_updated' },
      { key: { tags: 1, updatedAt: -1 }, name: 'tags_updated' },
      {
        key: { number: -1 },
        unique: true,
        partialFilterExpression: { number: { $exists: true } },
        name: 'number',
      },
    ]);
    await collection.insertMany(
      Array.from({ length: 300 }, (_, i) => ({
        conversationId: i % 3,
        seq: Math.floor(i / 3),
        tags: [`t${i % 5}`, 'all'],
        status: i % 2 ? 'open' : 'closed',
        updatedAt: new Date(i),
        ...(i % 10 === 0 ? { number: i } : {}),
      })),
    );
    return collection;
  }

  async function plan(
    collection: Collection,
    filter: Document,
    sort: Record<string, 1 | -1> = {},
    limit = 0,
  ) {
    const { queryPlanner, executionStats } = await collection
      .find(filter)
      .sort(sort)
      .limit(limit)
      .explain('executionStats');
    const { indexName, direction, sortedInMemory, exact, stage } = queryPlanner.winningPlan;
    return {
      indexName,
      direction,
      sortedInMemory,
      exact,
      stage,
      keys: executionStats.totalKeysExamined,
      found: executionStats.nReturned,
    };
  }

  test('reads a page backwards, and no more than the page', async () => {
    const collection = await filled();
    expect(await plan(collection, { conversationId: 1, seq: { $lt: 50 } }, { seq: -1 }, 10)).toMatchObject({
      indexName: 'conversation_seq',
      direction: 'backward',
      sortedInMemory: false,
      exact: true,
      keys: 10,
    });
    const page = collection
      .find({ conversationId: 1, seq: { $lt: 50 } })
      .sort({ seq: -1 })
      .limit(3);
    expect(await page.map(({ seq }) => seq).toArray()).toEqual([49, 48, 47]);
  });

  test('has the order of the index, also over several values', async () => {
    const collection = await filled();
    expect(await plan(collection, { status: 'open' }, { updatedAt: -1 }, 5)).toMatchObject({
      indexName: 'status_updated',
      direction: 'forward',
      keys: 5,
    });
    const both = await plan(collection, { status: { $in: ['open', 'closed'] } }, { updatedAt: -1 }, 5);
    expect(both).toMatchObject({ indexName: 'status_updated', sortedInMemory: false });
    expect(both.keys).toBeLessThanOrEqual(8);
    const newest = collection
      .find({ status: { $in: ['open', 'closed'] } })
      .sort({ updatedAt: -1 })
      .limit(4);
    expect(await newest.map(({ updatedAt }) => updatedAt.getTime()).toArray()).toEqual([299, 298, 297, 296]);
  });

  test('finds by an element of an array, in order', async () => {
    const collection = await filled();
    expect(await plan(collection, { tags: 't1' }, { updatedAt: -1 }, 5)).toMatchObject({
      indexName: 'tags_updated',
      sortedInMemory: false,
      keys: 5,
    });
    expect(await plan(collection, { tags: { $all: ['t1', 'all'] } })).toMatchObject({
      indexName: 'tags_updated',
      keys: 60,
      found: 60,
    });
    expect(await collection.countDocuments({ tags: { $in: ['t1', 'all'] } })).toBe(300);
  });

  test('finds by a range that one element lies in, and reads no more than that', async () => {
    const collection = await filled();
    expect(await plan(collection, { tags: { $elemMatch: { $gte: 't1', $lt: 't3' } } })).toMatchObject({
      indexName: 'tags_updated',
      keys: 120,
      found: 120,
    });
    // Each end by another element: all but the lower one is left to the test.
    expect(await plan(collection, { tags: { $gte: 't1', $lt: 'b' } })).toMatchObject({ found: 240 });
    // One that has its own end reads from there; both conditions hold, each for an element of its own.
    const both = { tags: { $lt: 'b', $elemMatch: { $gte: 't1', $lt: 't3' } } };
    expect(await plan(collection, both)).toMatchObject({ found: 120 });
    const first = collection.find({ tags: { $elemMatch: { $gte: 'a', $lt: 't2' } } }).hint('tags_updated');
    expect((await first.limit(300).toArray()).length).toBe(300);
  });

  test('uses a partial index only where it holds all that is asked for', async () => {
    const collection = await filled();
    expect(await plan(collection, { number: { $exists: true } }, { number: -1 }, 1)).toMatchObject({
      indexName: 'number',
      keys: 1,
    });
    expect(await plan(collection, { number: 30 })).toMatchObject({ indexName: 'number', keys: 1 });
    expect(await plan(collection, { number: null })).toMatchObject({ stage: 'COLLSCAN', found: 270 });
    expect(await plan(collection, {}, { number: -1 })).toMatchObject({ sortedInMemory: true, found: 300 });
  });

  test('counts by keys alone where they say everything', async () => {
    const collection = await filled();
    expect(await plan(collection, { status: 'open', updatedAt: { $gte: new Date(200) } })).toMatchObject({
      exact: true,
    });
    expect(await plan(collection, { conversationId: 1, seq: { $lt: 50 }, status: 'open' })).toMatchObject({
      exact: false,
    });
    expect(await collection.countDocuments({ status: 'open', updatedAt: { $gte: new Date(200) } })).toBe(50);
  });

  test('a hint is obeyed, and refused where there is no such index', async () => {
    const collection = await filled();
    const { queryPlanner } = await collection
      .find({ status: 'open' }, { hint: 'conversation_seq' })
      .explain();
    expect(queryPlanner.winningPlan.indexName).toBe('conversation_seq');
    await refusal(collection.find({}, { hint: 'nope' }).toArray(), 2);
  });

  test('an aggregation begins with what an index can do', async () => {
    const collection = await filled();
    const stages = [
      { $match: { conversationId: 2 } },
      { $sort: { seq: -1 } },
      { $limit: 5 },
      { $group: { _id: null, n: { $sum: 1 } } },
    ];
    const { queryPlanner, executionStats } = await collection.aggregate(stages).explain();
    expect(queryPlanner.winningPlan.indexName).toBe('conversation_seq');
    expect(executionStats.totalKeysExamined).toBe(5);
  });
});

test('every range gives the same by an index and without', async () => {
  const collection = store.collection();
  const values = [
    null,
    -1,
    0,
    0.5,
    1,
    'a',
    'b',
    true,
    false,
    new Date(0),
    new Date(5),
    [1, 'a'],
    [],
    { x: 1 },
  ];
  await collection.insertMany(values.map((a, n) => ({ n, a })));
  const ranges: Document[] = [];
  for (const operator of ['$gt', '$gte', '$lt', '$lte', '$eq']) {
    for (const value of values) if (!Array.isArray(value)) ranges.push({ [operator]: value });
  }
  const answers = () =>
    Promise.all(
      ranges.map((a) =>
        collection
          .find({ a })
          .sort({ n: 1 })
          .map(({ n }) => n)
          .toArray(),
      ),
    );
  const without = await answers();
  for (const direction of [1, -1] as const) {
    await collection.createIndex({ a: direction });
    expect(await answers()).toEqual(without);
    await collection.dropIndexes();
  }
});
