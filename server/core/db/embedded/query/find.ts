import { StoreError } from '../errors.ts';
import type { Surroundings } from '../expression/scope.ts';
import type { Collection } from '../storage/catalog.ts';
import type { Entry, KeyValueStore } from '../storage/key-value.ts';
import type { StoreLog } from '../store-log.ts';
import { decodeDocument } from '../values/codec.ts';
import type { Document, Value } from '../values/document.ts';
import { decodeFields, fieldNames } from '../values/partial.ts';
import { compileFilter, type Matcher, topFields } from './match.ts';
import { choosePlan, type Plan } from './plan.ts';
import { shapeOf, shapeOfSort } from './shape.ts';
import { compileSortKey, type SortField } from './sort-order.ts';

/** What is looked for. */
export interface Query {
  filter: Document;
  sort: readonly SortField[];
  skip: number;
  /** Infinity for all. */
  limit: number;
  hint: Value;
  surroundings: Surroundings;
}

/** A stored document: its key and its bytes. */
export interface Hit {
  key: Uint8Array;
  raw: Buffer;
}

/** How much a query has read, for `explain`. */
export interface ScanCounts {
  keys: number;
  documents: number;
}

type Source = Pick<{ store: KeyValueStore; log: StoreLog }, 'store' | 'log'>;

/** A sort without an index holds at most so many bytes, as MongoDB's. */
const SORT_BYTES = 100 * 1024 * 1024;
/** A query that tests more documents than this without an index is worth a line in the log. */
const SCAN_WORTH_LOGGING = 1_000;

/**
 * The documents a query finds, in its order.
 * @param counts is counted up
 * @throws StoreError for filters and hints that are wrong
 */
export function findDocuments(
  source: Source,
  collection: Collection,
  query: Query,
  counts: ScanCounts = { keys: 0, documents: 0 },
): Generator<Hit, void> {
  const plan = choosePlan(collection, query.filter, query.sort, query.hint);
  return runPlan(source, collection, query, plan, counts);
}

/** As `findDocuments`, by a plan that was already chosen. */
export function runPlan(
  source: Source,
  collection: Collection,
  query: Query,
  plan: Plan,
  counts: ScanCounts,
): Generator<Hit, void> {
  const matches = plan.exact ? undefined : compileRaw(query.filter, query.surroundings);
  const expected = plan.exact && plan.sorted ? Math.min(query.skip + query.limit, 1024) : 64;
  const scanned = scan(source, plan, expected, counts);
  const found =
    matches === undefined ? scanned : test(source, collection, query, plan, scanned, matches, counts);
  return plan.sorted ? section(found, query) : sortHits(found, query);
}

/** A filter over bytes, which reads only the fields it needs. */
function compileRaw(filter: Document, surroundings: Surroundings): (raw: Buffer) => boolean {
  const matches: Matcher = compileFilter(filter, surroundings);
  const names = topFields(filter);
  if (names === undefined) return (raw) => matches(decodeDocument(raw));
  const wanted = fieldNames(names);
  return (raw) => matches(decodeFields(raw, wanted));
}

function* scan({ store }: Source, plan: Plan, expected: number, counts: ScanCounts): Generator<Hit, void> {
  if (plan.direct) {
    yield* getEach(store, plan, counts);
    return;
  }
  const isPrimary = plan.index.id === 0;
  const seen = plan.index.multikey.includes(true) ? new Set<string>() : undefined;
  for (const entry of plan.merged ? readMerged(store, plan, expected) : readInTurn(store, plan, expected)) {
    counts.keys++;
    if (isPrimary) {
      yield { key: entry.key, raw: entry.value };
      continue;
    }
    if (seen !== undefined) {
      const identity = entry.value.toString('latin1');
      if (seen.has(identity)) continue;
      seen.add(identity);
    }
    const raw = store.get(entry.value);
    if (raw !== undefined) yield { key: entry.value, raw };
  }
}

function* getEach(
  store: KeyValueStore,
  { ranges, descending }: Plan,
  counts: ScanCounts,
): Generator<Hit, void> {
  for (const { low: key } of descending ? [...ranges].reverse() : ranges) {
    counts.keys++;
    const raw = store.get(key);
    if (raw !== undefined) yield { key, raw };
  }
}

function* readInTurn(store: KeyValueStore, plan: Plan, expected: number): Generator<Entry, void> {
  const ranges = plan.descending ? [...plan.ranges].reverse() : plan.ranges;
  for (const range of ranges) yield* store.range(range, plan.descending, expected);
}

/** Several ranges at once, always the next in order behind what each range has in common. */
function* readMerged(store: KeyValueStore, plan: Plan, expected: number): Generator<Entry, void> {
  const heads = plan.ranges.flatMap((range) => {
    const entries = store.range(range, plan.descending, expected);
    const first = entries.next();
    return first.done ? [] : [{ entries, entry: first.value, shared: range.shared }];
  });
  const direction = plan.descending ? -1 : 1;
  type Head = (typeof heads)[number];
  const order = (one: Head, other: Head) =>
    direction * Buffer.compare(one.entry.key.subarray(one.shared), other.entry.key.subarray(other.shared));
  while (heads.length > 0) {
    const next = heads.reduce((best, head) => (order(head, best) < 0 ? head : best));
    yield next.entry;
    const following = next.entries.next();
    if (following.done) heads.splice(heads.indexOf(next), 1);
    else next.entry = following.value;
  }
}

function* test(
  { log }: Source,
  collection: Collection,
  query: Query,
  plan: Plan,
  hits: Iterable<Hit>,
  matches: (raw: Buffer) => boolean,
  counts: ScanCounts,
): Generator<Hit, void> {
  let tested = 0;
  for (const hit of hits) {
    counts.documents++;
    tested++;
    if (tested === SCAN_WORTH_LOGGING + 1 && plan.whole) {
      const shape = {
        collection: collection.namespace,
        filter: shapeOf(query.filter),
        sort: shapeOfSort(query.sort),
      };
      log.warn(shape, `A query reads more than ${SCAN_WORTH_LOGGING} documents without an index.`);
    }
    if (matches(hit.raw)) yield hit;
  }
}

function* section(hits: Iterable<Hit>, { skip, limit }: Query): Generator<Hit, void> {
  let left = limit;
  let toSkip = skip;
  if (left <= 0) return;
  for (const hit of hits) {
    if (toSkip > 0) {
      toSkip--;
      continue;
    }
    yield hit;
    if (--left <= 0) return;
  }
}

function* sortHits(hits: Iterable<Hit>, { sort, skip, limit }: Query): Generator<Hit, void> {
  const keyOf = compileSortKey(sort);
  const wanted = fieldNames(new Set(sort.map(({ path }) => path.split('.')[0] ?? path)));
  const keyed = function* () {
    for (const hit of hits)
      yield { item: hit, key: keyOf(decodeFields(hit.raw, wanted)), bytes: hit.raw.length };
  };
  for (const hit of sortInMemory(keyed(), skip + limit).slice(skip)) yield hit;
}

/** Something to be sorted by a key; `bytes` is about what it takes in memory. */
export interface Keyed<T> {
  item: T;
  key: Buffer;
  bytes: number;
}

/**
 * Sorts in memory, keeping only the first `most`. Equal keys keep their order.
 * @throws StoreError QueryExceededMemoryLimitNoDiskUseAllowed above 100 MB
 */
export function sortInMemory<T>(items: Iterable<Keyed<T>>, most: number): T[] {
  let rows: Keyed<T>[] = [];
  let bytes = 0;
  let worst: Buffer | undefined;
  const trim = () => {
    rows.sort((left, right) => Buffer.compare(left.key, right.key));
    rows = rows.slice(0, most);
    worst = rows.length === most ? rows.at(-1)?.key : undefined;
    bytes = rows.reduce((sum, row) => sum + row.bytes + row.key.length, 0);
  };
  for (const row of items) {
    if (worst !== undefined && Buffer.compare(row.key, worst) >= 0) continue;
    rows.push(row);
    bytes += row.bytes + row.key.length;
    if (rows.length >= 2 * most + 100 || bytes > SORT_BYTES) trim();
    if (bytes > SORT_BYTES) throw tooMuchToSort();
  }
  trim();
  return rows.map(({ item }) => item);
}

function tooMuchToSort(): StoreError {
  const message = `Sort exceeded memory limit of ${SORT_BYTES} bytes; an index in this order is needed (sorting on disk is not supported by the embedded store)`;
  return new StoreError('QueryExceededMemoryLimitNoDiskUseAllowed', message);
}

/** How many documents pass a filter. */
export function countDocuments(source: Source, collection: Collection, query: Query): number {
  const plan = choosePlan(collection, query.filter, [], query.hint);
  if (!plan.exact) {
    let found = 0;
    for (const _ of runPlan(source, collection, { ...query, sort: [] }, plan, { keys: 0, documents: 0 }))
      found++;
    return found;
  }
  const all = plan.whole && plan.index.id === 0 ? sizeOf(source, collection) : countKeys(source, plan);
  return Math.min(Math.max(0, all - query.skip), query.limit);
}

function countKeys({ store }: Source, plan: Plan): number {
  return plan.ranges.reduce((sum, range) => sum + store.count(range), 0);
}

/** How many documents a collection holds; counted once, then kept up to date by those who write. */
function sizeOf({ store }: Source, collection: Collection): number {
  const [range] = choosePlan(collection, {}, [], '_id_').ranges;
  if (range !== undefined) collection.size ??= store.count(range);
  return collection.size ?? 0;
}
