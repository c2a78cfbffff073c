import fc from 'fast-check';
import type { Filter, ModelIndex, Plain, PlainDocument, Sort } from './model.ts';

/** One step of a random history. */
export type Step =
  | { do: 'insert'; document: PlainDocument }
  | { do: 'insertMany'; documents: PlainDocument[] }
  | { do: 'update'; filter: Filter; update: Update; many: boolean }
  | { do: 'replace'; id: number; document: PlainDocument }
  | { do: 'delete'; filter: Filter }
  | { do: 'find'; filter: Filter; sort: Sort; skip: number; limit: number }
  | { do: 'index'; index: ModelIndex }
  | { do: 'dropIndexes' };

export type Update =
  | { $set: PlainDocument }
  | { $unset: Record<string, ''> }
  | { $inc: Record<string, number> }
  | { $addToSet: Record<string, Plain> }
  | { $pull: Record<string, Plain> };

const scalar: fc.Arbitrary<Plain> = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom<Plain>(
    null,
    true,
    false,
    0.5,
    'a',
    'ab',
    'b',
    '',
    'é',
    'a'.repeat(300),
    `${'a'.repeat(300)}b`,
  ),
  fc.constantFrom<Plain>(new Date(0), new Date(86_400_000), new Date(-5)),
);
const inner: fc.Arbitrary<Plain> = fc.record({ b: scalar, c: scalar }, { requiredKeys: [] });
const list: fc.Arbitrary<Plain> = fc.oneof(
  fc.array(scalar, { maxLength: 3 }),
  fc.array(inner, { maxLength: 3 }),
  fc.array(fc.oneof(scalar, inner), { maxLength: 2 }),
);
const value: fc.Arbitrary<Plain> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: inner },
  { weight: 2, arbitrary: list },
);
const fields = fc.record(
  { a: value, n: scalar, t: list },
  { requiredKeys: [] },
) as fc.Arbitrary<PlainDocument>;
const id = fc.integer({ min: 0, max: 30 });
const document = fc.tuple(id, fields).map(([_id, rest]): PlainDocument => ({ _id, ...rest }));

const path = fc.constantFrom('a', 'n', 't', 'a.b', 'a.c', 't.b', '_id');
const comparison = fc.constantFrom('$gt', '$gte', '$lt', '$lte');
const condition: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: value },
  { weight: 4, arbitrary: fc.tuple(comparison, scalar).map(([operator, bound]) => ({ [operator]: bound })) },
  { weight: 2, arbitrary: fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })) },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 4 }).map((values) => ({ $in: values })) },
  fc.array(scalar, { maxLength: 2 }).map((values) => ({ $nin: values })),
  value.map((one) => ({ $ne: one })),
  fc.boolean().map((one) => ({ $exists: one })),
  fc.integer({ min: 0, max: 2 }).map((one) => ({ $size: one })),
  fc.array(scalar, { maxLength: 2 }).map((values) => ({ $all: values })),
  scalar.map((one) => ({ $elemMatch: { b: one } })),
  fc.tuple(comparison, scalar).map(([operator, bound]) => ({ $not: { [operator]: bound } })),
);
const simpleFilter: fc.Arbitrary<Filter> = fc.dictionary(path, condition, { maxKeys: 3 });
const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 6, arbitrary: simpleFilter },
  fc.array(simpleFilter, { minLength: 1, maxLength: 3 }).map((branches) => ({ $or: branches })),
  fc.array(simpleFilter, { minLength: 1, maxLength: 3 }).map((branches) => ({ $and: branches })),
  fc.tuple(simpleFilter, simpleFilter).map(([one, other]) => ({ ...one, $nor: [other] })),
);
const direction = fc.constantFrom<1 | -1>(1, -1);
const sort: fc.Arbitrary<Sort> = fc.dictionary(path, direction, { maxKeys: 2 });

const update: fc.Arbitrary<Update> = fc.oneof(
  fc.record({ a: value, n: scalar }, { requiredKeys: [] }).map(($set) => ({ $set: $set as PlainDocument })),
  fc.constantFrom('a', 'n', 't').map((field) => ({ $unset: { [field]: '' as const } })),
  fc.integer({ min: -3, max: 3 }).map((by) => ({ $inc: { n: by } })),
  scalar.map((one) => ({ $addToSet: { t: one } })),
  scalar.map((one) => ({ $pull: { t: one } })),
);

const index: fc.Arbitrary<ModelIndex> = fc.oneof(
  fc.dictionary(path, direction, { minKeys: 1, maxKeys: 3 }).map((key) => ({ key, unique: false })),
  fc
    .tuple(fc.constantFrom('n', 'a', 'a.b', 't'), direction)
    .map(([field, way]) => ({ key: { [field]: way }, unique: true, partial: { n: { $gt: 1 } } })),
  fc
    .tuple(path, fc.constantFrom<Filter>({ n: { $gte: 0 } }, { a: { $exists: true } }, { n: 'a' }), direction)
    .map(([field, partial, way]) => ({ key: { [field]: way }, unique: false, partial })),
);

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: document.map((one): Step => ({ do: 'insert', document: one })) },
  {
    weight: 2,
    arbitrary: fc
      .array(document, { minLength: 1, maxLength: 8 })
      .map((documents): Step => ({ do: 'insertMany', documents })),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('update' as const), filter, update, many: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const), id, document: fields }) },
  { weight: 1, arbitrary: filter.map((one): Step => ({ do: 'delete', filter: one })) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('find' as const),
      filter,
      sort,
      skip: fc.integer({ min: 0, max: 2 }),
      limit: fc.integer({ min: 0, max: 5 }),
    }),
  },
  { weight: 4, arbitrary: index.map((one): Step => ({ do: 'index', index: one })) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'dropIndexes' }) },
);
