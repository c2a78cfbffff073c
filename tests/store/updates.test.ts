import type mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { connectToTestStore, isOtherServer, refusal } from './connection.ts';

type Document = mongoose.mongo.Document;
type Options = { arrayFilters?: Document[]; upsert?: boolean };

const store = connectToTestStore();

/** What becomes of a document. */
async function updated(
  document: Document,
  update: Document | Document[],
  options: Options = {},
  filter: Document = {},
) {
  const collection = store.collection();
  await collection.insertOne({ _id: 1, ...document } as Document);
  await collection.updateOne(filter, update, options);
  const { _id, ...fields } = (await collection.findOne()) ?? { _id: undefined };
  return fields as Document;
}

describe('operators on fields', () => {
  test.each<[string, Document, Document, Document]>([
    ['$set makes what is on the way', {}, { $set: { 'a.b': 1 } }, { a: { b: 1 } }],
    ['$set in an array', { a: [1, 2] }, { $set: { 'a.1': 9 } }, { a: [1, 9] }],
    ['$set behind an array', { a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
    ['new fields come by name', {}, { $set: { c: 1, a: 2 }, $inc: { b: 3 } }, { a: 2, b: 3, c: 1 }],
    ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '' } }, { b: { d: 2 } }],
    ['$unset of an element', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
    ['$inc', { n: 5 }, { $inc: { n: -2, 'a.b': 3 } }, { n: 3, a: { b: 3 } }],
    ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3, c: 7 }, $max: { b: 9 } }, { a: 3, b: 9, c: 7 }],
    ['$rename', { a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
    ['$setOnInsert says nothing here', { a: 1 }, { $setOnInsert: { a: 2 }, $set: { b: 1 } }, { a: 1, b: 1 }],
    [
      'names that every object has',
      {},
      { $set: { constructor: 1, toString: 2 } },
      { constructor: 1, toString: 2 },
    ],
  ])('%s', async (_what, document, update, expected) => {
    expect(await updated(document, update)).toEqual(expected);
  });

  test('$set of whole fields keeps the order, adds by name, moves the document in its indexes', async () => {
    const collection = store.collection();
    await collection.createIndex({ at: 1 });
    await collection.createIndex({ key: 1 }, { unique: true });
    await collection.insertMany([
      { _id: 1, at: 1, kept: { a: [1] }, key: 'one' },
      { _id: 2, at: 2, key: 'two' },
    ] as Document[]);
    const one = { _id: 1 } as Document;
    const set = { z: null, at: 5, b: { deep: ['x'] } };
    expect(await collection.updateOne({ ...one, at: { $lt: 5 } }, { $set: set })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 1,
    });
    expect(await collection.updateOne(one, { $set: set })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
    expect(await collection.updateOne({ ...one, at: { $lt: 5 } }, { $set: { at: 9 } })).toMatchObject({
      matchedCount: 0,
    });
    const [found] = await collection
      .find({ at: { $gte: 2 } })
      .sort({ at: -1 })
      .toArray();
    expect(found).toEqual({ _id: 1, at: 5, kept: { a: [1] }, key: 'one', b: { deep: ['x'] }, z: null });
    expect(Object.keys(found ?? {})).toEqual(['_id', 'at', 'kept', 'key', 'b', 'z']);
    expect(await collection.countDocuments({ at: 1 })).toBe(0);
    await refusal(collection.updateOne(one, { $set: { at: 7, key: 'two' } }), 11000);
    expect(await collection.countDocuments({ at: 5, key: 'one' })).toBe(1);
  });

  test('$currentDate is the clock of the store', async () => {
    const before = Date.now();
    const at = (await updated({}, { $currentDate: { at: true } })).at.getTime();
    expect(at).toBeGreaterThanOrEqual(before - 5);
    expect(at).toBeLessThanOrEqual(Date.now() + 5);
  });
});

describe('operators on arrays', () => {
  test.each<[string, Document, Document, Document]>([
    ['$push', { a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
    ['$push keeps the last', {}, { $push: { a: { $each: [1, 2, 3], $slice: -2 } } }, { a: [2, 3] }],
    ['$push keeps none', { a: [1] }, { $push: { a: { $each: [2], $slice: 0 } } }, { a: [] }],
    [
      '$push at a place',
      { a: [1, 4] },
      { $push: { a: { $each: [2, 3], $position: 1 } } },
      { a: [1, 2, 3, 4] },
    ],
    [
      '$push before the end',
      { a: [1, 4] },
      { $push: { a: { $each: [2], $position: -1 } } },
      { a: [1, 2, 4] },
    ],
    [
      '$push sorts by fields',
      { a: [{ x: 1, y: 1 }] },
      {
        $push: {
          a: {
            $each: [
              { x: 1, y: 0 },
              { x: 0, y: 5 },
            ],
            $sort: { x: 1, y: 1 },
            $slice: 2,
          },
        },
      },
      {
        a: [
          { x: 0, y: 5 },
          { x: 1, y: 0 },
        ],
      },
    ],
    ['$push sorts values', { a: [3] }, { $push: { a: { $each: [1, 2], $sort: -1 } } }, { a: [3, 2, 1] }],
    ['$addToSet', { a: [1, 1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 1, 2] }],
    ['$addToSet compares documents', { a: [{ x: 1 }] }, { $addToSet: { a: { x: 1 } } }, { a: [{ x: 1 }] }],
    ['$pull by fields', { a: [{ b: 1, c: 1 }, { b: 2 }] }, { $pull: { a: { b: 1 } } }, { a: [{ b: 2 }] }],
    ['$pull by a range', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    ['$pull of a list', { a: [1, 2, 3] }, { $pull: { a: { $in: [1, 3] } } }, { a: [2] }],
    ['$pull by a pattern', { a: ['ab', 'b'] }, { $pull: { a: /^a/ } }, { a: ['b'] }],
    ['$pullAll', { a: [1, 2, 1] }, { $pullAll: { a: [1] } }, { a: [2] }],
    ['$pop', { a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
    ['$pop of the first', { a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
    ['every element', { a: [{ v: 1 }, { v: 2 }] }, { $inc: { 'a.$[].v': 1 } }, { a: [{ v: 2 }, { v: 3 }] }],
  ])('%s', async (_what, document, update, expected) => {
    expect(await updated(document, update)).toEqual(expected);
  });

  test('the element that the filter matched', async () => {
    const document = {
      a: [
        { g: 1, v: 1 },
        { g: 2, v: 1 },
      ],
    };
    const expected = {
      a: [
        { g: 1, v: 1 },
        { g: 2, v: 9 },
      ],
    };
    const update = { $set: { 'a.$.v': 9 } };
    expect(await updated(document, update, {}, { 'a.g': 2 })).toEqual(expected);
    expect(await updated(document, update, {}, { a: { $elemMatch: { g: 2, v: 1 } } })).toEqual(expected);
  });

  test('the elements that array filters name', async () => {
    const document = {
      a: [
        { g: 1, v: 1 },
        { g: 2, v: 1 },
      ],
    };
    const update = { $set: { 'a.$[e].v': 9, 'a.$[e].n.m': 1 } };
    expect(await updated(document, update, { arrayFilters: [{ 'e.g': 2 }] })).toEqual({
      a: [
        { g: 1, v: 1 },
        { g: 2, v: 9, n: { m: 1 } },
      ],
    });
    const numbers = await updated(
      { a: [1, 5, 9] },
      { $inc: { 'a.$[e]': 1 } },
      { arrayFilters: [{ e: { $gt: 4 } }] },
    );
    expect(numbers).toEqual({ a: [1, 6, 10] });
  });
});

describe('what is refused changes nothing', () => {
  test.each<[string, Document, Document, number, Options?]>([
    ['a way through a number', { a: 5 }, { $set: { 'a.b': 1 } }, 28],
    ['a field of an array', { a: [{ b: 1 }] }, { $set: { 'a.b': 2 } }, 28],
    ['$inc of a text', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$inc of null', { a: null }, { $inc: { a: 1 } }, 14],
    ['$inc by a text', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['$push to a number', { a: 5 }, { $push: { a: 1 } }, 2],
    ['another _id', { a: 1 }, { $set: { _id: 999 } }, 66],
    ['one field twice', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a field and one within', { a: {} }, { $set: { a: 1, 'a.b': 1 } }, 40],
    ['an unknown operator', { a: 1 }, { $nope: { a: 1 } }, 9],
    ['an array filter nobody gave', { a: [1] }, { $set: { 'a.$[zz]': 1 } }, 2],
    ['an array filter nobody uses', { a: [1] }, { $set: { a: 1 } }, 9, { arrayFilters: [{ x: 1 }] }],
    ['a place without a match', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
    ['an empty name', { a: 1 }, { $set: { 'a..b': 1 } }, 56],
  ])('%s', async (_what, document, update, code, options) => {
    const collection = store.collection();
    await collection.insertOne({ _id: 1, ...document } as Document);
    await refusal(collection.updateOne({}, update, options), code);
    expect(await collection.findOne()).toEqual({ _id: 1, ...document });
  });
});

test.skipIf(isOtherServer)('an operator that is not supported is refused by name', async () => {
  const error = await refusal(store.collection().updateOne({}, { $mul: { a: 2 } }), 238);
  expect(error.message).toContain('$mul');
});

describe('pipelines as updates', () => {
  test('compute from the document', async () => {
    expect(await updated({ a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }, { $unset: 'a' }])).toEqual({
      b: 2,
    });
    expect(await updated({ a: { x: 1 } }, [{ $replaceWith: { $mergeObjects: ['$a', { y: 2 }] } }])).toEqual({
      x: 1,
      y: 2,
    });
    expect(await updated({ a: { x: 1 } }, [{ $set: { a: { y: 2 } } }])).toEqual({ a: { x: 1, y: 2 } });
  });

  test('a lease is taken by one at a time and counted by the clock of the store', async () => {
    const collection = store.collection();
    await collection.insertOne({ job: 1, leaseUntil: new Date(0), epoch: 0 });
    const take = (owner: number) =>
      collection.findOneAndUpdate(
        { job: 1, $expr: { $lt: ['$leaseUntil', '$$NOW'] } },
        [{ $set: { owner, leaseUntil: { $add: ['$$NOW', 60_000] }, epoch: { $add: ['$epoch', 1] } } }],
        { returnDocument: 'after' },
      );
    const taken = (await Promise.all(Array.from({ length: 20 }, (_, owner) => take(owner)))).filter(
      (one) => one !== null,
    );
    expect(taken).toHaveLength(1);
    const [lease] = taken;
    expect(lease?.epoch).toBe(1);
    expect(Math.abs(lease?.leaseUntil.getTime() - Date.now() - 60_000)).toBeLessThan(5_000);
  });
});
