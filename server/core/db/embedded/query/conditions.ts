import { BSONRegExp } from 'bson';
import { compareValues, equalValues } from '../values/compare.ts';
import { type Document, isDocument, isOperatorDocument, type Value } from '../values/document.ts';
import { numberOf, Rank, rankOf } from '../values/rank.ts';
import { compileFilter } from './match.ts';

/** One end of a range of values. */
export interface Bound {
  value: Value;
  inclusive: boolean;
}

/** What a filter demands of one field, as far as an index can find it. */
export interface FieldDemand {
  /** The field has one of these values; sorted, each once. */
  points: Value[] | undefined;
  lower: Bound | undefined;
  upper: Bound | undefined;
  /** Whether one value lies between both ends, also where the field holds an array. */
  together: boolean;
}

/** One operator on one field; implicit equality counts as `$eq`. */
export interface Atom {
  path: string;
  operator: string;
  argument: Value;
  /** Whether the demand on the field says all of this. */
  demanded: boolean;
}

export interface Demands {
  fields: Map<string, FieldDemand>;
  atoms: Atom[];
}

const MOST_POINTS = 1_000;
const RANGE_RANKS: Rank[] = [Rank.number, Rank.string, Rank.date, Rank.objectId, Rank.boolean];

/**
 * What all documents that pass a filter have in common. Only conditions that stand together (`$and` and side by
 * side) count; the others are left to the test of each document.
 */
export function demandsOf(filter: Document): Demands {
  const demands: Demands = { fields: new Map(), atoms: [] };
  collect(filter, demands);
  return demands;
}

function collect(filter: Document, demands: Demands): void {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$comment') continue;
    if (path === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDocument(branch)) collect(branch, demands);
    } else if (path.startsWith('$')) {
      demands.atoms.push({ path, operator: path, argument: condition, demanded: false });
    } else if (isOperatorDocument(condition)) {
      for (const operator of Object.keys(condition)) addAtom(demands, path, operator, condition[operator]);
    } else if (condition instanceof BSONRegExp) {
      demands.atoms.push({ path, operator: '$regex', argument: condition, demanded: false });
    } else addAtom(demands, path, '$eq', condition);
  }
}

function addAtom(demands: Demands, path: string, operator: string, argument: Value): void {
  const demand: FieldDemand = demands.fields.get(path) ?? {
    points: undefined,
    lower: undefined,
    upper: undefined,
    together: false,
  };
  const demanded = addDemand(demand, operator, argument);
  if (demand.points !== undefined || demand.lower !== undefined || demand.upper !== undefined) {
    demands.fields.set(path, demand);
  }
  demands.atoms.push({ path, operator, argument, demanded });
}

/** Takes a condition into the demand, where there is none of its kind yet. @returns whether it is said in full */
function addDemand(demand: FieldDemand, operator: string, argument: Value): boolean {
  switch (operator) {
    case '$eq':
      return setPoints(demand, [argument]);
    case '$in':
      return Array.isArray(argument) && setPoints(demand, argument);
    case '$all':
      // The first of several values finds all documents that have them all, and some more.
      if (Array.isArray(argument) && argument.length > 0 && !isDocument(argument[0])) {
        setPoints(demand, argument.slice(0, 1));
      }
      return false;
    case '$gt':
    case '$gte':
      if (demand.lower !== undefined || !isRangeBound(argument)) return false;
      demand.lower = { value: argument, inclusive: operator === '$gte' };
      return true;
    case '$lt':
    case '$lte':
      if (demand.upper !== undefined || !isRangeBound(argument)) return false;
      demand.upper = { value: argument, inclusive: operator === '$lte' };
      return true;
    case '$elemMatch':
      setElementRange(demand, argument);
      return false;
    default:
      return false;
  }
}

function setPoints(demand: FieldDemand, values: Value[]): boolean {
  if (demand.points !== undefined || values.length > MOST_POINTS) return false;
  // An array equals itself and any array that holds it, a pattern matches texts: neither is a place in an index.
  if (values.some((value) => value === undefined || Array.isArray(value) || value instanceof BSONRegExp))
    return false;
  const sorted = [...values].sort(compareValues);
  demand.points = sorted.filter((value, index) => index === 0 || !equalValues(value, sorted[index - 1]));
  // An index has null where a field is missing, and null or nothing within arrays is told apart only by the test.
  return !values.includes(null);
}

/** Both ends of a range that one element lies in; the test of each document sees to all else. */
function setElementRange(demand: FieldDemand, condition: Value): void {
  if (demand.lower !== undefined || demand.upper !== undefined || !isDocument(condition)) return;
  const range: FieldDemand = { points: undefined, lower: undefined, upper: undefined, together: true };
  for (const [operator, argument] of Object.entries(condition)) {
    if (operator !== '$elemMatch') addDemand(range, operator, argument);
  }
  const { lower, upper } = range;
  if (lower !== undefined && upper !== undefined) Object.assign(demand, { lower, upper, together: true });
}

function isRangeBound(value: Value): boolean {
  const rank = rankOf(value);
  if (!RANGE_RANKS.includes(rank)) return false;
  return rank !== Rank.number || !Number.isNaN(numberOf(value));
}

/** Whether every document that passes the filter is in a partial index. */
export function impliesPartial(demands: Demands, partial: Document): boolean {
  return demandsOf(partial).atoms.every((atom) => impliesAtom(demands, atom));
}

function impliesAtom(demands: Demands, wanted: Atom): boolean {
  if (demands.atoms.some((atom) => sameAtom(atom, wanted))) return true;
  const demand = demands.fields.get(wanted.path);
  if (demand === undefined) return false;
  if (demand.points !== undefined) {
    const test = compileFilter({ value: { [wanted.operator]: wanted.argument } });
    return demand.points.every((value) => value !== null && test({ value }));
  }
  return impliedByRange(demand, wanted);
}

/** Whether an atom says the same as another one. */
export function sameAtom(one: Atom, other: Atom): boolean {
  return (
    one.path === other.path && one.operator === other.operator && equalValues(one.argument, other.argument)
  );
}

function impliedByRange({ lower, upper }: FieldDemand, { operator, argument }: Atom): boolean {
  switch (operator) {
    case '$exists':
      return lower !== undefined || upper !== undefined;
    case '$gt':
    case '$gte':
      return (
        lower !== undefined && isWithin(compareSameType(lower.value, argument), lower, operator === '$gte')
      );
    case '$lt':
    case '$lte':
      return (
        upper !== undefined && isWithin(compareSameType(argument, upper.value), upper, operator === '$lte')
      );
    default:
      return false;
  }
}

/** How far a value lies on the inner side of another; undefined where their types differ. */
function compareSameType(inner: Value, outer: Value): number | undefined {
  return rankOf(inner) === rankOf(outer) ? compareValues(inner, outer) : undefined;
}

function isWithin(distance: number | undefined, bound: Bound, wantedInclusive: boolean): boolean {
  if (distance === undefined) return false;
  return distance > 0 || (distance === 0 && (wantedInclusive || !bound.inclusive));
}
