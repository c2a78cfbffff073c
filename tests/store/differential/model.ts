/**
 * What MongoDB answers, said once more and as plainly as possible: arrays of documents, every query a look at all
 * of them. Shares nothing with the store.
 */
export type Plain =
  | undefined
  | null
  | boolean
  | number
  | string
  | Date
  | Plain[]
  | { [field: string]: Plain };
export type PlainDocument = { [field: string]: Plain };
export type Filter = { [field: string]: unknown };
export type Sort = Record<string, 1 | -1>;

function isObject(value: unknown): value is PlainDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

const TYPES = ['nothing', 'number', 'string', 'object', 'array', 'boolean', 'date'];

function typeOf(value: Plain): number {
  if (value === null || value === undefined) return TYPES.indexOf('nothing');
  if (Array.isArray(value)) return TYPES.indexOf('array');
  if (value instanceof Date) return TYPES.indexOf('date');
  return TYPES.indexOf(typeof value);
}

/** BSON's order. */
export function compare(left: Plain, right: Plain): number {
  if (typeOf(left) !== typeOf(right)) return typeOf(left) - typeOf(right);
  if (left === null || left === undefined || right === null || right === undefined) return 0;
  if (Array.isArray(left) && Array.isArray(right)) return compareLists(left, right);
  if (isObject(left) && isObject(right)) {
    const flat = (object: PlainDocument) =>
      Object.entries(object).flatMap(([name, value]) => [typeOf(value), name, value]);
    return compareLists(flat(left), flat(right));
  }
  const [one, other] = [left.valueOf(), right.valueOf()];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function compareLists(left: Plain[], right: Plain[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = compare(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const equal = (left: Plain, right: Plain) => compare(left, right) === 0;

/** All that a path ends at: documents within arrays each count, other elements have no fields. */
function reach(value: Plain, path: string[]): Plain[] {
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  if (Array.isArray(value)) return value.filter(isObject).flatMap((element) => reach(element, path));
  return isObject(value) ? reach(value[first], rest) : [undefined];
}

export function matches(document: PlainDocument, filter: Filter): boolean {
  return Object.entries(filter).every(([field, condition]) => {
    if (field === '$and') return (condition as Filter[]).every((branch) => matches(document, branch));
    if (field === '$or') return (condition as Filter[]).some((branch) => matches(document, branch));
    if (field === '$nor') return !(condition as Filter[]).some((branch) => matches(document, branch));
    const ends = reach(document, field.split('.'));
    const operators = isObject(condition) && Object.keys(condition).some((name) => name.startsWith('$'));
    const all = operators ? Object.entries(condition as Filter) : [['$eq', condition] as const];
    return all.every(([operator, argument]) => holds(ends, operator, argument as Plain));
  });
}

function holds(ends: Plain[], operator: string, argument: Plain): boolean {
  const within = (test: (value: Plain) => boolean) =>
    ends.some((end) => test(end) || (Array.isArray(end) && end.some(test)));
  const inOrder = (accepts: (order: number) => boolean) =>
    within((value) => typeOf(value) === typeOf(argument) && accepts(compare(value, argument)));
  const list = argument as Plain[];
  switch (operator) {
    case '$eq':
      return within((value) => equal(value, argument));
    case '$ne':
      return !within((value) => equal(value, argument));
    case '$gt':
      return inOrder((order) => order > 0);
    case '$gte':
      return inOrder((order) => order >= 0);
    case '$lt':
      return inOrder((order) => order < 0);
    case '$lte':
      return inOrder((order) => order <= 0);
    case '$in':
      return list.some((one) => holds(ends, '$eq', one));
    case '$nin':
      return !list.some((one) => holds(ends, '$eq', one));
    case '$exists':
      return ends.some((end) => end !== undefined) === argument;
    case '$size':
      return ends.some((end) => Array.isArray(end) && end.length === argument);
    case '$all':
      return list.length > 0 && ends.some((end) => list.every((one) => holds([end], '$eq', one)));
    case '$elemMatch':
      return ends.some(
        (end) =>
          Array.isArray(end) &&
          end.some((element) =>
            Object.keys(argument as Filter).every((key) => key.startsWith('$'))
              ? Object.entries(argument as Filter).every(([inner, one]) =>
                  holds([element], inner, one as Plain),
                )
              : isObject(element) && matches(element, argument as Filter),
          ),
      );
    case '$not':
      return !Object.entries(argument as Filter).every(([inner, value]) =>
        holds(ends, inner, value as Plain),
      );
    default:
      throw new Error(operator);
  }
}

/** Sorts by the least element of arrays, descending by the greatest; an empty array comes before everything. */
export function sorted(documents: PlainDocument[], sort: Sort): PlainDocument[] {
  const EMPTY = Symbol('empty');
  const order = (left: Plain | typeof EMPTY, right: Plain | typeof EMPTY) => {
    if (left === EMPTY || right === EMPTY) return Number(left !== EMPTY) - Number(right !== EMPTY);
    return compare(left as Plain, right as Plain);
  };
  const keyOf = (document: PlainDocument, path: string, direction: number) => {
    const ends = reach(document, path.split('.')).flatMap((end): (Plain | typeof EMPTY)[] =>
      Array.isArray(end) ? (end.length === 0 ? [EMPTY] : end) : [end],
    );
    // Null for what is missing: JavaScript puts undefined last, whatever the order.
    return (ends.length === 0 ? [null] : ends.map((end) => end ?? null)).sort(
      (left, right) => order(left, right) * direction,
    )[0];
  };
  return [...documents].sort((left, right) => {
    for (const [path, direction] of Object.entries(sort)) {
      const difference = order(keyOf(left, path, direction), keyOf(right, path, direction)) * direction;
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

export interface ModelIndex {
  key: Sort;
  unique: boolean;
  partial?: Filter;
}

/** Whether some document could not stand beside the others under a unique index of one field. */
export function breaksUnique(
  documents: PlainDocument[],
  changed: PlainDocument,
  indexes: ModelIndex[],
): boolean {
  return indexes.some(({ key, unique, partial = {} }) => {
    if (!unique || !matches(changed, partial)) return false;
    const keysOf = (document: PlainDocument) =>
      Object.keys(key).map((path) => {
        const ends = reach(document, path.split('.')).flatMap((end) =>
          Array.isArray(end) && end.length > 0 ? end : [end],
        );
        return ends.length === 0 ? [undefined] : ends;
      });
    const mine = keysOf(changed);
    return documents.some(
      (other) =>
        other._id !== changed._id &&
        matches(other, partial) &&
        keysOf(other).every((values, field) =>
          values.some((value) => mine[field]?.some((one) => equal(one, value))),
        ),
    );
  });
}
