import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { connectToTestStore, isOtherServer, refusal } from './connection.ts';

const { ObjectId, Long, Binary } = mongoose.mongo;
type Document = mongoose.mongo.Document;

const store = connectToTestStore();
const [A, B] = [new ObjectId('64b000000000000000000001'), new ObjectId('64b000000000000000000002')];

/** Documents, a filter, and the places of those it finds. */
const FILTERS: [string, Document[], Document, number[]][] = [
  ['equal ids', [{ a: A }, { a: B }], { a: new ObjectId(A.toHexString()) }, [0]],
  ['greater ids', [{ a: A }, { a: B }], { a: { $gt: A } }, [1]],
  ['null is also missing', [{ a: null }, {}, { a: 0 }], { a: null }, [0, 1]],
  ['null in a list', [{ a: null }, {}, { a: 0 }, { a: 1 }], { a: { $in: [null, 0] } }, [0, 1, 2]],
  ['not null', [{ a: null }, {}, { a: 0 }], { a: { $ne: null } }, [2]],
  ['missing', [{ a: null }, {}], { a: { $exists: false } }, [1]],
  ['none of a list, of arrays', [{ a: [1, 2] }, { a: [3] }], { a: { $nin: [3] } }, [0]],
  [
    'null where an element lacks the field',
    [{ a: [{ b: 1 }, { c: 2 }] }, { a: [{ b: 3 }] }],
    { 'a.b': null },
    [0],
  ],
  ['no element equals', [{ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 3 }] }], { 'a.b': { $ne: 2 } }, [1]],
  ['each bound by another element', [{ a: [1, 10] }], { a: { $gt: 4, $lt: 6 } }, [0]],
  ['both bounds by one element', [{ a: [1, 10] }], { a: { $elemMatch: { $gt: 4, $lt: 6 } } }, []],
  [
    'one element with all fields',
    [
      {
        a: [
          { b: 1, c: 2 },
          { b: 2, c: 1 },
        ],
      },
      { a: [{ b: 1, c: 1 }] },
    ],
    { a: { $elemMatch: { b: 1, c: 1 } } },
    [1],
  ],
  ['a type', [{ a: A }, { a: 'x' }], { a: { $type: 'objectId' } }, [0]],
  ['the type of an element', [{ a: ['x'] }, { a: 1 }], { a: { $type: 'string' } }, [0]],
  ['a number by its code', [{ a: A }, { a: 'x' }], { a: { $type: 7 } }, [0]],
  ['a pattern', [{ a: 'Abc' }, { a: 'x' }], { a: /^ab/i }, [0]],
  ['a pattern with options', [{ a: 'x.Y' }, { a: 'xzy' }], { a: { $regex: 'X\\.y', $options: 'i' } }, [0]],
  ['a pattern in a list', [{ a: 'Abc' }, { a: 'x' }], { a: { $in: [/^ab/i] } }, [0]],
  ['not a pattern', [{ a: 'Abc' }, { a: 'x' }, {}], { a: { $not: /^ab/i } }, [1, 2]],
  [
    'only values of the same type compare',
    [{ a: 'x' }, { a: 5 }, { a: new Date(9) }],
    { a: { $gt: 1 } },
    [1],
  ],
  ['fields of documents in another order differ', [{ a: { x: 1, y: 2 } }], { a: { y: 2, x: 1 } }, []],
  ['documents are equal as a whole', [{ a: { x: 1, y: 2 } }, { a: { x: 1 } }], { a: { x: 1, y: 2 } }, [0]],
  ['bytes', [{ a: new Binary(Buffer.from([0xff])) }], { a: new Binary(Buffer.from([0xfd])) }, []],
  ['long and other numbers are one', [{ a: Long.fromNumber(5) }], { a: { $gte: 5, $lt: 5.5 } }, [0]],
  ['all of a single value', [{ a: 1 }, { a: [1, 2] }], { a: { $all: [1] } }, [0, 1]],
  ['all of several', [{ a: [1, 2] }, { a: [1] }], { a: { $all: [1, 2] } }, [0]],
  ['all of nothing', [{ a: [] }, { a: 1 }], { a: { $all: [] } }, []],
  [
    'an array as a whole or as an element',
    [{ a: [1, 2] }, { a: [[1, 2]] }, { a: [1, 2, 3] }],
    { a: [1, 2] },
    [0, 1],
  ],
  ['a size', [{ a: [] }, { a: [1] }], { a: { $size: 0 } }, [0]],
  ['a place in an array', [{ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 2 }] }], { 'a.1.b': 2 }, [0]],
  ['either', [{ a: 5 }, { a: 1 }, {}], { $or: [{ a: { $gte: 5 } }, { a: { $exists: false } }] }, [0, 2]],
  ['neither', [{ a: 5 }, { a: 1 }, {}], { $nor: [{ a: 5 }, { a: 1 }] }, [2]],
  ['an expression', [{ a: 2, b: 1 }, { a: 1, b: 2 }, { b: 1 }], { $expr: { $gt: ['$a', '$b'] } }, [0]],
  [
    'missing is below everything in expressions',
    [{ b: 1 }, { a: 2, b: 1 }],
    { $expr: { $lt: ['$a', '$b'] } },
    [0],
  ],
  [
    'not-a-number is in no range',
    [{ a: Number.NaN }, { a: -5 }, { a: Number.NEGATIVE_INFINITY }],
    { a: { $lt: 0 } },
    [1, 2],
  ],
  ['not-a-number equals itself', [{ a: Number.NaN }, { a: 1 }], { a: Number.NaN }, [0]],
  ['texts by their bytes', [{ a: 'Z' }, { a: 'a' }, { a: 'é' }], { a: { $gte: 'a' } }, [1, 2]],
  [
    'texts by their letters, also rare ones',
    [{ a: '\uff5e' }, { a: '\u{1f600}' }],
    { a: { $gt: '\uff5e' } },
    [1],
  ],
  ['a comment says nothing', [{ a: 1 }], { a: 1, $comment: 'why' }, [0]],
];

describe.each([
  ['without an index', []],
  ['with an index', ['a', 'a.b']],
  ['with a falling index', ['-a', '-a.b']],
])('filters %s', (_name, indexes) => {
  test.each(FILTERS)('%s', async (_what, documents, filter, places) => {
    const collection = store.collection();
    for (const index of indexes) {
      await collection.createIndex({ [index.replace('-', '')]: index.startsWith('-') ? -1 : 1 });
    }
    await collection.insertMany(documents.map((document, _id) => ({ _id, ...document })) as Document[]);
    const found = await collection.find(filter).sort({ _id: 1 }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(places);
    expect(await collection.countDocuments(filter)).toBe(places.length);
  });
});

describe('sorting', () => {
  const values: unknown[] = [
    null,
    Number.NaN,
    -5.5,
    3,
    3_000_000_000,
    1e300,
    '',
    'a',
    'ab',
    'é',
    '\uff5e',
    '\u{1f600}',
    { x: 1 },
    { x: 2 },
  ];
  const more: unknown[] = [
    new Binary(Buffer.from('zz')),
    new ObjectId(),
    false,
    true,
    new Date(-1e10),
    new Date(0),
    new Date(1e12),
  ];
  const ordered = [...values, ...more];

  test.each([1, -1] as const)('is the same by an index and in memory (%i)', async (direction) => {
    const collection = store.collection();
    const shuffled = ordered
      .map((a, _id) => ({ _id, a }))
      .sort((one, other) => ((one._id * 7) % 11) - ((other._id * 7) % 11));
    await collection.insertMany(shuffled as Document[]);
    const expected = ordered.map((_, place) => (direction > 0 ? place : ordered.length - 1 - place));
    const order = async () =>
      (await collection.find().sort({ a: direction }).toArray()).map(({ _id }) => _id);
    expect(await order()).toEqual(expected);
    await collection.createIndex({ a: 1 });
    expect(await order()).toEqual(expected);
  });

  test('takes the least element of an array, falling the greatest', async () => {
    const collection = store.collection();
    await collection.insertMany([
      { _id: 1, a: [5, 1] },
      { _id: 2, a: 3 },
      { _id: 3, a: [] },
    ] as Document[]);
    const ids = async (direction: 1 | -1) =>
      (await collection.find().sort({ a: direction }).toArray()).map(({ _id }) => _id);
    expect(await ids(1)).toEqual([3, 1, 2]);
    expect(await ids(-1)).toEqual([1, 2, 3]);
  });

  test.each([[{ a: { $gte: 2 } }], [{ a: 3 }]])(
    'of arrays found by %j is by all their elements',
    async (filter) => {
      const collection = store.collection();
      await collection.insertMany([
        { _id: 1, a: [0, 3] },
        { _id: 2, a: [3] },
        { _id: 3, a: [1, 3, 9] },
      ] as Document[]);
      const ids = async (direction: 1 | -1) =>
        (await collection.find(filter).sort({ a: direction }).toArray()).map(({ _id }) => _id);
      const before = [await ids(1), (await ids(-1))[0]];
      expect(before).toEqual([[1, 3, 2], 3]);
      await collection.createIndex({ a: 1 });
      expect([await ids(1), (await ids(-1))[0]]).toEqual(before);
    },
  );

  test.skipIf(isOtherServer)('in memory is bounded', async () => {
    const collection = store.collection();
    const text = 'x'.repeat(1 << 20);
    for (let i = 0; i < 7; i++)
      await collection.insertMany(Array.from({ length: 15 }, (_, n) => ({ n: i * 15 + n, text })));
    await refusal(collection.find().sort({ n: -1 }).toArray(), 292);
    expect(await collection.find().sort({ n: -1 }).limit(3).project({ n: 1, _id: 0 }).toArray()).toEqual([
      { n: 104 },
      { n: 103 },
      { n: 102 },
    ]);
  });
});

describe('projections', () => {
  test.each<[string, Document, Document, Document]>([
    ['fields in the order of the document', { b: 1, a: 2, c: 3 }, { a: 1, b: 1 }, { _id: 1, b: 1, a: 2 }],
    [
      'fields within arrays',
      { a: [{ b: 1, c: 2 }, { c: 2 }, 5] },
      { 'a.b': 1 },
      { _id: 1, a: [{ b: 1 }, {}] },
    ],
    ['nested projections', { a: { b: 1, c: 2 }, d: 1 }, { a: { b: 1 } }, { _id: 1, a: { b: 1 } }],
    ['fields left out within arrays', { a: [{ b: 1, c: 2 }] }, { 'a.b': 0 }, { _id: 1, a: [{ c: 2 }] }],
    ['without _id', { a: 1, b: 2 }, { a: 1, _id: 0 }, { a: 1 }],
    ['all but _id', { a: 1, b: 2 }, { _id: 0 }, { a: 1, b: 2 }],
    ['only _id', { a: 1, b: 2 }, { _id: 1 }, { _id: 1 }],
    ['the end of an array', { a: [1, 2, 3], b: 2 }, { a: { $slice: -2 } }, { _id: 1, a: [2, 3], b: 2 }],
    ['the middle of an array', { a: [1, 2, 3], b: 2 }, { a: { $slice: [1, 1] } }, { _id: 1, a: [2], b: 2 }],
    [
      'an element',
      { a: [{ b: 1 }, { b: 2 }], z: 1 },
      { a: { $elemMatch: { b: 2 } } },
      { _id: 1, a: [{ b: 2 }] },
    ],
    ['something computed', { a: 'x', b: 'y' }, { full: { $concat: ['$a', '$b'] } }, { _id: 1, full: 'xy' }],
    ['a field renamed', { a: 'x' }, { z: '$a', _id: 0 }, { z: 'x' }],
  ])('%s', async (_what, document, projection, expected) => {
    const collection = store.collection();
    await collection.insertOne({ _id: 1, ...document } as Document);
    const [found] = await collection.find().project(projection).toArray();
    expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
  });

  test('the element that the filter matched', async () => {
    const collection = store.collection();
    await collection.insertOne({ a: [{ b: 1 }, { b: 2 }], z: 1 });
    const found = await collection.findOne({ 'a.b': 2 }, { projection: { 'a.$': 1, _id: 0 } });
    expect(found).toEqual({ a: [{ b: 2 }] });
  });

  test('taking and leaving out do not mix', async () => {
    await refusal(store.collection().find().project({ a: 1, b: 0 }).toArray(), 31254);
    await refusal(store.collection().find().project({ a: 0, b: 1 }).toArray(), 31253);
    await refusal(store.collection().find().project({ a: 1, 'a.b': 1 }).toArray(), 31249);
  });
});
