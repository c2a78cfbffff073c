import fc from 'fast-check';
import type { Filter, ModelIndex, Plain, PlainDocument, Sort } from './model.ts';

/** Longer than what a key of an index holds. */
const LONG = 'a'.repeat(300);

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

const number = fc.integer({ min: 0, max: 4 });
const scalar: fc.Arbitrary<Plain> = fc.oneof(
  { weight: 6, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom<Plain>(-1, 0.5, 1.5) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Plain>(
      null,
      true,
      false,
      'a',
      'ab',
      'b',
      '',
      'é',
      LONG,
      `${LONG}b`,
      `${LONG}c`,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<Plain>(new Date(0), new Date(86_400_000), new Date(-5)) },
);
const inner: fc.Arbitrary<Plain> = fc.record({ b: scalar, c: scalar }, { requiredKeys: [] });
const list: fc.Arbitrary<Plain> = fc.oneof(
  { weight: 4, arbitrary: fc.array(number, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 3, arbitrary: fc.array(inner, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(scalar, inner), { maxLength: 2 }) },
);
const value: fc.Arbitrary<Plain> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: inner },
  { weight: 3, arbitrary: list },
);
const id = fc.integer({ min: 0, max: 30 });

const path = fc.constantFrom('a', 'a', 'a', 't', 't', 't', 'n', 'n', 'a.b', 'a.b', 'a.c', 't.b', '_id');
const comparison = fc.constantFrom('$gt', '$gte', '$lt', '$lte');
const condition: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: value },
  { weight: 4, arbitrary: fc.tuple(comparison, scalar).map(([operator, bound]) => ({ [operator]: bound })) },
  { weight: 4, arbitrary: fc.tuple(number, number).map(([low, high]) => ({ $gte: low, $lt: high })) },
  { weight: 3, arbitrary: fc.array(scalar, { maxLength: 4 }).map((values) => ({ $in: values })) },
  fc.array(scalar, { maxLength: 2 }).map((values) => ({ $nin: values })),
  value.map((one) => ({ $ne: one })),
  fc.boolean().map((one) => ({ $exists: one })),
  fc.integer({ min: 0, max: 2 }).map((one) => ({ $size: one })),
  fc.array(scalar, { maxLength: 2 }).map((values) => ({ $all: values })),
  scalar.map((one) => ({ $elemMatch: { b: one } })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $elemMatch: { $gte: low, $lt: high } })),
  fc.tuple(comparison, scalar).map(([operator, bound]) => ({ $not: { [operator]: bound } })),
);
const simpleFilter: fc.Arbitrary<Filter> = fc.dictionary(path, condition, { maxKeys: 2 });
const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 6, arbitrary: simpleFilter },
  fc.array(simpleFilter, { minLength: 1, maxLength: 3 }).map((branches) => ({ $or: branches })),
  fc.array(simpleFilter, { minLength: 1, maxLength: 3 }).map((branches) => ({ $and: branches })),
  fc.tuple(simpleFilter, simpleFilter).map(([one, other]) => ({ ...one, $nor: [other] })),
);
const direction = fc.constantFrom<1 | -1>(1, -1);
const sort: fc.Arbitrary<Sort> = fc.dictionary(path, direction, { maxKeys: 2 });

const index: fc.Arbitrary<ModelIndex> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.tuple(path, direction).map(([field, way]) => ({ key: { [field]: way }, unique: false })),
  },
  {
    weight: 3,
    arbitrary: fc
      .dictionary(path, direction, { minKeys: 2, maxKeys: 3 })
      .map((key) => ({ key, unique: false })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('n', 'a', 'a.b', 't'), direction)
      .map(([field, way]) => ({ key: { [field]: way }, unique: true, partial: { n: { $gt: 1 } } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        path,
        fc.constantFrom<Filter>({ n: { $gte: 0 } }, { a: { $exists: true } }, { n: 'a' }),
        direction,
      )
      .map(([field, partial, way]) => ({ key: { [field]: way }, unique: false, partial })),
  },
);

/** Steps over documents whose fields have such values. Without arrays indexes can do more, so both are tried. */
function stepOver(values: fc.Arbitrary<Plain>): fc.Arbitrary<Step> {
  const fields = fc.record(
    { a: values, n: scalar, t: values },
    { requiredKeys: ['n'] },
  ) as fc.Arbitrary<PlainDocument>;
  const document = fc.tuple(id, fields).map(([_id, rest]): PlainDocument => ({ _id, ...rest }));
  const update: fc.Arbitrary<Update> = fc.oneof(
    fc
      .record({ a: values, n: scalar }, { requiredKeys: [] })
      .map(($set) => ({ $set: $set as PlainDocument })),
    fc.constantFrom('a', 'n', 't').map((field) => ({ $unset: { [field]: '' as const } })),
    fc.integer({ min: -3, max: 3 }).map((by) => ({ $inc: { n: by } })),
    scalar.map((one) => ({ $addToSet: { t: one } })),
    scalar.map((one) => ({ $pull: { t: one } })),
  );
  return fc.oneof(
    { weight: 4, arbitrary: document.map((one): Step => ({ do: 'insert', document: one })) },
    {
      weight: 4,
      arbitrary: fc
        .array(document, { minLength: 1, maxLength: 12 })
        .map((documents): Step => ({ do: 'insertMany', documents })),
    },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('update' as const), filter, update, many: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const), id, document: fields }) },
    { weight: 2, arbitrary: filter.map((one): Step => ({ do: 'delete', filter: one })) },
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
    {
      weight: 6,
      arbitrary: fc
        .tuple(path, condition, direction, fc.integer({ min: 0, max: 5 }))
        .map(([field, one, way, limit]): Step => {
          return { do: 'find', filter: { [field]: one }, sort: { [field]: way }, skip: 0, limit };
        }),
    },
    { weight: 4, arbitrary: index.map((one): Step => ({ do: 'index', index: one })) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'dropIndexes' }) },
  );
}

export const history: fc.Arbitrary<Step[]> = fc.oneof(
  fc.array(stepOver(scalar), { minLength: 20, maxLength: 60, size: 'max' }),
  fc.array(stepOver(value), { minLength: 20, maxLength: 60, size: 'max' }),
);
