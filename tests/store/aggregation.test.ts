import mongoose from 'mongoose';
import { beforeAll, describe, expect, test } from 'vitest';
import { connectToTestStore, refusal } from './connection.ts';

const { ObjectId } = mongoose.mongo;
type Document = mongoose.mongo.Document;

const store = connectToTestStore();
const agent = new ObjectId();
let sales: mongoose.mongo.Collection<Document>;
let agents: mongoose.mongo.Collection<Document>;

beforeAll(async () => {
  sales = store.db().collection('sales');
  agents = store.db().collection('agents');
  await sales.insertMany([
    { _id: 1, k: 'a', v: 10, at: new Date('2024-03-05T23:30:00Z'), by: agent, tags: ['x', 'y'] },
    { _id: 2, k: 'a', v: 9, at: new Date('2024-03-06T10:00:00Z'), by: agent, tags: [] },
    { _id: 3, k: 'b', v: 100, at: new Date('2024-03-31T00:30:00Z'), by: null },
    { _id: 4, k: 'b', v: 1000, at: new Date('2024-07-05T22:30:00Z') },
    { _id: 5, k: 'c', v: 2, at: new Date('2024-12-31T23:59:59Z') },
  ] as Document[]);
  await agents.insertMany([
    { _id: agent, name: 'Ana', n: 1 },
    { _id: new ObjectId(), name: 'Bo', k: 'a', n: 2 },
    { _id: new ObjectId(), name: 'Cy', k: 'b', n: 3 },
  ]);
});

const run = (stages: Document[]) => sales.aggregate(stages).toArray();
const compute = async (expression: unknown, document: Document = {}) => {
  const collection = store.collection();
  await collection.insertOne({ ...document });
  const [found] = await collection.aggregate([{ $project: { _id: 0, x: expression } }]).toArray();
  return found?.x;
};

describe('stages', () => {
  test('$group with its accumulators', async () => {
    const group = {
      _id: '$k',
      sum: { $sum: '$v' },
      n: { $sum: 1 },
      count: { $count: {} },
      average: { $avg: '$v' },
      least: { $min: '$v' },
      most: { $max: '$v' },
      first: { $first: '$_id' },
      last: { $last: '$_id' },
      all: { $push: '$by' },
      set: { $addToSet: '$by' },
    };
    expect(
      await run([{ $sort: { _id: 1 } }, { $group: group }, { $sort: { _id: 1 } }, { $limit: 2 }]),
    ).toEqual([
      {
        _id: 'a',
        sum: 19,
        n: 2,
        count: 2,
        average: 9.5,
        least: 9,
        most: 10,
        first: 1,
        last: 2,
        all: [agent, agent],
        set: [agent],
      },
      {
        _id: 'b',
        sum: 1100,
        n: 2,
        count: 2,
        average: 550,
        least: 100,
        most: 1000,
        first: 3,
        last: 4,
        all: [null],
        set: [null],
      },
    ]);
  });

  test('$group by several fields, and all in one', async () => {
    const byDay = { _id: { k: '$k', none: '$none' }, n: { $sum: 1 } };
    expect(await run([{ $group: byDay }, { $sort: { _id: 1 } }])).toEqual([
      { _id: { k: 'a' }, n: 2 },
      { _id: { k: 'b' }, n: 2 },
      { _id: { k: 'c' }, n: 1 },
    ]);
    const all = {
      _id: null,
      p: { $percentile: { input: '$v', p: [0.5, 0.9], method: 'approximate' } },
      m: { $median: { input: '$v', method: 'approximate' } },
      none: { $max: '$none' },
    };
    expect(await run([{ $group: all }])).toEqual([{ _id: null, p: [10, 1000], m: 10, none: null }]);
  });

  test('$lookup by equality, also with a pipeline', async () => {
    const by = { from: 'agents', localField: 'by', foreignField: '_id', as: 'who' };
    expect(
      await run([{ $sort: { _id: 1 } }, { $limit: 3 }, { $lookup: by }, { $project: { name: '$who.name' } }]),
    ).toEqual([
      { _id: 1, name: ['Ana'] },
      { _id: 2, name: ['Ana'] },
      { _id: 3, name: [] },
    ]);
    const byKey = {
      from: 'agents',
      localField: 'k',
      foreignField: 'k',
      pipeline: [{ $project: { _id: 0, n: 1 } }],
      as: 'x',
    };
    expect(
      await run([{ $match: { _id: { $in: [1, 3, 5] } } }, { $lookup: byKey }, { $project: { x: 1 } }]),
    ).toEqual([
      { _id: 1, x: [{ n: 2 }] },
      { _id: 3, x: [{ n: 3 }] },
      { _id: 5, x: [] },
    ]);
  });

  test('$lookup with variables', async () => {
    const lookup = {
      from: 'agents',
      let: { key: '$k' },
      pipeline: [{ $match: { $expr: { $eq: ['$k', '$$key'] } } }, { $count: 'n' }],
      as: 'x',
    };
    const counted = [{ _id: 3, x: [{ n: 1 }] }];
    expect(await run([{ $match: { _id: 3 } }, { $lookup: lookup }, { $project: { x: 1 } }])).toEqual(counted);
    await agents.createIndex({ k: 1 });
    expect(await run([{ $match: { _id: 3 } }, { $lookup: lookup }, { $project: { x: 1 } }])).toEqual(counted);
    await agents.dropIndexes();
  });

  test('$unwind, $facet, $sortByCount and $count', async () => {
    expect(await run([{ $unwind: '$tags' }, { $project: { tags: 1 } }])).toEqual([
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
    ]);
    const unwind = { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' };
    expect(await run([{ $unwind: unwind }, { $project: { tags: 1, i: 1 } }, { $limit: 4 }])).toEqual([
      { _id: 1, tags: 'x', i: 0 },
      { _id: 1, tags: 'y', i: 1 },
      { _id: 2, i: null },
      { _id: 3, i: null },
    ]);
    const facet = {
      most: [{ $sortByCount: '$k' }, { $limit: 1 }],
      total: [{ $count: 'n' }],
      none: [{ $match: { k: 'z' } }, { $count: 'n' }],
    };
    expect(await run([{ $facet: facet }])).toEqual([
      { most: [{ _id: 'a', count: 2 }], total: [{ n: 5 }], none: [] },
    ]);
    expect(await run([{ $match: { k: 'z' } }, { $count: 'n' }])).toEqual([]);
    expect(await run([{ $match: { k: 'a' } }, { $count: 'n' }])).toEqual([{ n: 2 }]);
  });

  test('$set, $unset and $replaceRoot', async () => {
    const stages = [
      { $match: { _id: 1 } },
      { $set: { 'deep.x': { $add: ['$v', 1] }, tags: '$$REMOVE' } },
      { $unset: ['by', 'at'] },
    ];
    expect(await run(stages)).toEqual([{ _id: 1, k: 'a', v: 10, deep: { x: 11 } }]);
    expect(await run([...stages, { $replaceRoot: { newRoot: '$deep' } }])).toEqual([{ x: 11 }]);
    await refusal(run([{ $replaceWith: '$k' }]), 40228);
  });

  test('are checked before anything is read', async () => {
    await refusal(run([{ $nope: 1 }]), 40324);
    await refusal(run([{ $match: { k: 'none' } }, { $group: { n: 1 } }]), 15955);
    await refusal(run([{ $project: { a: '$$nobody' } }]), 17276);
    await refusal(run([{ $limit: 0 }]), 15958);
    await refusal(run([{ $match: {}, $limit: 1 }]), 40323);
  });

  test('variables of the command are known', async () => {
    const found = await sales
      .aggregate([{ $match: { $expr: { $eq: ['$k', '$$wanted'] } } }], { let: { wanted: 'c' } })
      .toArray();
    expect(found.map(({ _id }) => _id)).toEqual([5]);
  });
});

describe('expressions', () => {
  const at = new Date('2024-03-05T23:30:00Z');

  test.each<[string, unknown, Document, unknown]>([
    ['null is not missing', { $eq: ['$a', null] }, {}, false],
    ['missing is below null', { $lt: ['$a', null] }, {}, true],
    ['ids', { $eq: ['$a', '$b'] }, { a: agent, b: new ObjectId(agent.toHexString()) }, true],
    ['a choice', { $cond: [{ $gt: ['$v', 5] }, 'much', 'little'] }, { v: 6 }, 'much'],
    // biome-ignore lint/suspicious/noThenProperty: MongoDB's own name
    ['a choice by name', { $cond: { if: '$v', then: 1, else: 2 } }, { v: 0 }, 2],
    ['a way out', { $ifNull: ['$a', '$b', 'c'] }, { a: null }, 'c'],
    [
      'several cases',
      // biome-ignore lint/suspicious/noThenProperty: MongoDB's own name
      { $switch: { branches: [{ case: { $eq: ['$v', 1] }, then: 'one' }], default: 'many' } },
      { v: 2 },
      'many',
    ],
    ['a sum with nothing is nothing', { $add: ['$v', '$none'] }, { v: 1 }, null],
    ['dates and milliseconds', { $subtract: [{ $add: ['$at', 1500] }, '$at'] }, { at }, 1500],
    [
      'rounding to even',
      [{ $round: 2.5 }, { $round: 3.5 }, { $round: [2.71234, 2] }, { $trunc: -1.7 }],
      {},
      [2, 4, 2.71, -1],
    ],
    ['a rest', { $mod: [-7, 3] }, {}, -1],
    ['sums of arrays', { $sum: '$a' }, { a: [1, 2, 'x'] }, 3],
    ['the greatest of several', { $max: ['$a', 7, null] }, { a: 9 }, 9],
    ['fields of elements', '$a.b', { a: [{ b: 1 }, {}, { b: 2 }, 5] }, [1, 2]],
    ['a missing one in a list', ['$none', 1], {}, [null, 1]],
    ['elements', [{ $arrayElemAt: ['$a', -1] }, { $first: '$a' }, { $size: '$a' }], { a: [1, 2] }, [2, 1, 2]],
    ['filtered', { $filter: { input: '$a', as: 'i', cond: { $gt: ['$$i', 1] } } }, { a: [1, 2, 3] }, [2, 3]],
    ['mapped', { $map: { input: '$a', in: { $multiply: ['$$this', 2] } } }, { a: [1, 2] }, [2, 4]],
    [
      'reduced',
      { $reduce: { input: '$a', initialValue: 0, in: { $add: ['$$value', '$$this'] } } },
      { a: [1, 2] },
      3,
    ],
    ['within', { $in: [agent, '$a'] }, { a: [new ObjectId(agent.toHexString())] }, true],
    ['joined lists', { $concatArrays: ['$a', [3]] }, { a: [1] }, [1, 3]],
    ['sliced', { $slice: ['$a', 1, 2] }, { a: [1, 2, 3, 4] }, [2, 3]],
    ['sets', { $setUnion: ['$a', [2, 1]] }, { a: [3, 3] }, [1, 2, 3]],
    ['merged', { $mergeObjects: ['$a', { y: 2 }, null] }, { a: { x: 1 } }, { x: 1, y: 2 }],
    ['pairs', { $objectToArray: '$a' }, { a: { x: 1 } }, [{ k: 'x', v: 1 }]],
    [
      'an object of pairs',
      { $arrayToObject: '$a' },
      {
        a: [
          ['x', 1],
          ['y', 2],
        ],
      },
      { x: 1, y: 2 },
    ],
    ['a text for what it is', { $literal: '$a' }, {}, '$a'],
    [
      'texts',
      { $concat: [{ $toUpper: '$a' }, '-', { $toLower: null }, { $substrCP: ['žabka', 1, 2] }] },
      { a: 'x' },
      'X-ab',
    ],
    ['trimmed', [{ $trim: { input: ' a ' } }, { $rtrim: { input: 'abb', chars: 'b' } }], {}, ['a', 'a']],
    ['split', { $split: ['a-b', '-'] }, {}, ['a', 'b']],
    ['a pattern', { $regexMatch: { input: 'Hello', regex: '^he', options: 'i' } }, {}, true],
    [
      'as texts',
      [{ $toString: agent }, { $toString: 5 }, { $toString: at }],
      {},
      [agent.toHexString(), '5', at.toISOString()],
    ],
    ['as numbers', [{ $toInt: '7' }, { $toDouble: '1.5' }, { $toLong: at }], {}, [7, 1.5, at.getTime()]],
    ['as an id', { $toObjectId: agent.toHexString() }, {}, agent],
    ['variables', { $let: { vars: { x: '$a' }, in: { $add: ['$$x', 1] } } }, { a: 1 }, 2],
    [
      'parts of a date',
      [{ $year: '$at' }, { $month: '$at' }, { $dayOfMonth: '$at' }, { $dayOfWeek: '$at' }],
      { at },
      [2024, 3, 5, 3],
    ],
    [
      'the hour somewhere',
      { $hour: { date: new Date('2024-07-05T23:30:00Z'), timezone: 'America/New_York' } },
      {},
      19,
    ],
    [
      'the week by ISO',
      [{ $isoWeek: new Date('2021-01-03') }, { $isoWeekYear: new Date('2021-01-03') }],
      {},
      [53, 2020],
    ],
    [
      'a day somewhere',
      { $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M', timezone: 'Europe/Berlin' } },
      { at },
      '2024-03-06 00:30',
    ],
    ['a date as a text', { $dateToString: { date: '$at' } }, { at }, at.toISOString()],
    [
      'days between',
      { $dateDiff: { startDate: '$at', endDate: new Date('2024-03-07T00:00:00Z'), unit: 'day' } },
      { at },
      2,
    ],
    [
      'a date of a text',
      { $dateFromString: { dateString: '2024-01-01T00:00:00Z' } },
      {},
      new Date('2024-01-01'),
    ],
  ])('%s', async (_what, expression, document, expected) => {
    expect(await compute(expression, document)).toEqual(expected);
  });

  test.each<[string, Document, string]>([
    ['a day', { unit: 'day' }, '2024-03-05T00:00:00Z'],
    [
      'a day in summer time',
      { unit: 'day', timezone: 'Europe/Berlin', date: new Date('2024-07-05T22:30:00Z') },
      '2024-07-05T22:00:00Z',
    ],
    ['a day by an offset', { unit: 'day', timezone: '+02:00' }, '2024-03-05T22:00:00Z'],
    ['a week from Monday', { unit: 'week', startOfWeek: 'monday' }, '2024-03-04T00:00:00Z'],
    ['a month', { unit: 'month' }, '2024-03-01T00:00:00Z'],
    ['a quarter', { unit: 'quarter' }, '2024-01-01T00:00:00Z'],
    ['a quarter of an hour', { unit: 'minute', binSize: 15 }, '2024-03-05T23:30:00Z'],
    ['an hour at half', { unit: 'hour', timezone: '+05:30' }, '2024-03-05T23:30:00Z'],
  ])('the beginning of %s', async (_what, spec, expected) => {
    expect(await compute({ $dateTrunc: { date: at, ...spec } })).toEqual(new Date(expected));
  });

  test('a month later is within the month', async () => {
    const add = { $dateAdd: { startDate: new Date('2024-01-31T10:00:00Z'), unit: 'month', amount: 1 } };
    expect(await compute(add)).toEqual(new Date('2024-02-29T10:00:00Z'));
  });

  test('days group as they are in a time zone', async () => {
    const day = { $dateTrunc: { date: '$at', unit: 'day', timezone: 'Europe/Berlin' } };
    const days = await run([{ $group: { _id: day } }, { $sort: { _id: 1 } }]);
    expect(days.map(({ _id }) => _id.toISOString().slice(5, 13))).toEqual([
      '03-05T23',
      '03-30T23',
      '07-05T22',
      '12-31T23',
    ]);
  });

  test('dividing by zero is refused', async () => {
    await refusal(compute({ $divide: [1, '$a'] }, { a: 0 }), 2);
  });
});
