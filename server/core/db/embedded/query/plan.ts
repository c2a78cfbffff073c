import { badValue, StoreError } from '../errors.ts';
import type { Collection } from '../storage/catalog.ts';
import type { Index } from '../storage/index-definition.ts';
import { equalValues } from '../values/compare.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { rankOf } from '../values/rank.ts';
import { isCut, rangeOf, type ScanRange, type Span } from './bounds.ts';
import { type Demands, demandsOf, type FieldDemand, impliesPartial, sameAtom } from './conditions.ts';
import type { SortField } from './sort-order.ts';

/** How documents are found. */
export interface Plan {
  index: Index;
  ranges: ScanRange[];
  descending: boolean;
  /** Whether the documents come in the order asked for. */
  sorted: boolean;
  /** Whether the ranges are to be read side by side, to keep the order over all of them. */
  merged: boolean;
  /** Whether the ranges hold just what the filter asks for, each document once, so that no test is needed. */
  exact: boolean;
  /** Whether all of the index is read. */
  whole: boolean;
  /** Whether each range is the key of one document. */
  direct: boolean;
}

/** What an index can do for a query. */
interface Use {
  index: Index;
  /** Values of the first fields. */
  points: Value[][];
  span: Span | undefined;
  /** Paths whose demands the ranges express in full. */
  settled: Set<string>;
}

const MOST_RANGES = 1_000;
const MOST_MERGED = 64;

/**
 * Chooses an index by rules: as many fields fixed as possible, then a range, then the order.
 * @param hint an index's name or key; only that one is looked at then
 * @throws StoreError where the hint names no index
 */
export function choosePlan(
  collection: Collection,
  filter: Document,
  sort: readonly SortField[],
  hint: Value,
): Plan {
  const demands = demandsOf(filter);
  const one = hint === undefined ? useOf(collection.primary, demands, false) : undefined;
  // No other index can do better than the one document that has this `_id`.
  if (one?.points[0]?.length === 1) return planOf(one, demands, sort);
  const indexes = hintedIndexes(collection, hint);
  let best: { plan: Plan; score: number } | undefined;
  for (const index of indexes) {
    const use = useOf(index, demands, hint !== undefined);
    if (use === undefined) continue;
    const plan = planOf(use, demands, sort);
    const worthless = plan.whole && index !== collection.primary && !(plan.sorted && sort.length > 0);
    if (worthless && hint === undefined) continue;
    const score = scoreOf(use, plan, sort);
    if (best === undefined || score > best.score) best = { plan, score };
  }
  if (best !== undefined) return best.plan;
  throw new StoreError(
    'NoQueryExecutionPlans',
    'error processing query: No query solutions (the hinted partial index does not hold all that is asked for)',
  );
}

function hintedIndexes(collection: Collection, hint: Value): Index[] {
  const all = [collection.primary, ...collection.indexes];
  if (hint === undefined) return all;
  if (isDocument(hint) && '$natural' in hint) return [collection.primary];
  const hinted = all.filter(({ name, key }) =>
    typeof hint === 'string' ? name === hint : equalValues(key, hint),
  );
  if (hinted.length === 0) throw badValue('hint provided does not correspond to an existing index');
  return hinted;
}

/** How an index serves the demands; undefined where it lacks documents that may be asked for. */
function useOf(index: Index, demands: Demands, isHinted: boolean): Use | undefined {
  const { partialFilterExpression: partial } = index;
  if (partial !== undefined && !impliesPartial(demands, partial)) return undefined;
  const use: Use = { index, points: [], span: undefined, settled: new Set() };
  let usedArray = false;
  let combinations = 1;
  for (const [field, path] of index.fields.entries()) {
    const demand = demands.fields.get(path);
    const isArray = index.multikey[field] === true;
    // Of fields that meet arrays one may be used: two conditions may hold for different elements.
    if (demand === undefined || (isArray && usedArray)) break;
    usedArray ||= isArray;
    if (demand.points === undefined) {
      use.span = spanOf(demand, isArray);
      if (isSettledSpan(index, demand, use.span)) use.settled.add(path);
      break;
    }
    combinations *= demand.points.length;
    if (combinations > MOST_RANGES) break;
    use.points.push(demand.points);
    const alone = demand.lower === undefined && demand.upper === undefined;
    if (alone && !isArray && !isCut(index, demand.points)) use.settled.add(path);
  }
  return index.sparse && !isHinted && !demandsPresence(use) ? undefined : use;
}

/** Whether the ranges ask for a value in some field, so that documents without any are not looked for. */
function demandsPresence({ points, span }: Use): boolean {
  return span !== undefined || points.some((values) => !values.includes(null));
}

function spanOf({ lower, upper, together }: FieldDemand, isArray: boolean): Span {
  if (lower === undefined || upper === undefined) return { lower, upper };
  // Each end may be kept by another element of an array; ends of different types hold for arrays only.
  return (isArray && !together) || rankOf(lower.value) !== rankOf(upper.value)
    ? { lower, upper: undefined }
    : { lower, upper };
}

function isSettledSpan(index: Index, demand: FieldDemand, span: Span): boolean {
  if (span.lower?.value !== demand.lower?.value || span.upper?.value !== demand.upper?.value) return false;
  return !isCut(
    index,
    [span.lower, span.upper].flatMap((bound) => (bound === undefined ? [] : [bound.value])),
  );
}

function planOf(use: Use, demands: Demands, sort: readonly SortField[]): Plan {
  const { index, points, span } = use;
  const order = orderOf(use, sort);
  const ranges = combine(points).map((values) => rangeOf(index, values, span));
  ranges.sort((left, right) => Buffer.compare(left.low, right.low));
  const needsOrder = order.sorted && order.fields > 0;
  const merged = needsOrder && ranges.length > 1;
  return {
    index,
    ranges,
    descending: needsOrder && order.descending,
    sorted: order.sorted && (!merged || ranges.length <= MOST_MERGED),
    merged: merged && ranges.length <= MOST_MERGED,
    exact: isExact(use, demands),
    whole: points.length === 0 && span === undefined,
    direct: index.id === 0 && points.length === 1,
  };
}

function combine(points: Value[][]): Value[][] {
  return points.reduce<Value[][]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}

function isExact({ index, settled }: Use, demands: Demands): boolean {
  if (index.multikey.includes(true)) return false;
  if (index.sparse && demands.atoms.length === 0) return false;
  const partial = index.partialFilterExpression;
  const held = partial === undefined ? [] : demandsOf(partial).atoms;
  return demands.atoms.every(
    (atom) => (atom.demanded && settled.has(atom.path)) || held.some((other) => sameAtom(atom, other)),
  );
}

interface Order {
  sorted: boolean;
  descending: boolean;
  /** How many fields of the sort the index has to provide. */
  fields: number;
}

/** Whether the keys behind the fixed fields are in the order asked for, forwards or backwards. */
function orderOf({ index, points }: Use, sort: readonly SortField[]): Order {
  // A field fixed to one value orders nothing; unless it is an array, which sorts by another of its elements.
  const open = sort.filter(({ path }) => {
    const field = index.fields.indexOf(path);
    return points[field]?.length !== 1 || index.multikey[field] === true;
  });
  let descending = false;
  for (const [place, { path, direction }] of open.entries()) {
    const field = points.length + place;
    const isUsable = index.fields[field] === path && index.multikey[field] !== true && !index.truncated;
    const turned = index.directions[field] !== direction;
    if (!isUsable || (place > 0 && turned !== descending))
      return { sorted: false, descending: false, fields: 0 };
    descending = turned;
  }
  return { sorted: true, descending, fields: open.length };
}

function scoreOf({ index, points, span }: Use, plan: Plan, sort: readonly SortField[]): number {
  const ends = span === undefined ? 0 : Number(span.lower !== undefined) + Number(span.upper !== undefined);
  const isOneDocument = index.unique && points.length === index.fields.length;
  return (
    points.length * 100 +
    (ends === 0 ? 0 : 45 + ends * 5) +
    (plan.sorted && sort.length > 0 ? 60 : 0) +
    (isOneDocument ? 200 : 0) +
    (plan.exact ? 5 : 0) -
    (plan.ranges.length > 1 ? 10 : 0)
  );
}
