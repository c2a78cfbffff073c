import type { Index } from '../storage/index-definition.ts';
import type { Value } from '../values/document.ts';
import { AFTER, KeyWriter } from '../values/key.ts';
import { Rank, rankOf } from '../values/rank.ts';
import type { Bound } from './conditions.ts';

/** A piece of an index. */
export interface ScanRange {
  low: Buffer;
  high: Buffer;
  /** How many bytes all its keys begin with alike. */
  shared: number;
}

/** The range on the field behind the points. */
export interface Span {
  lower: Bound | undefined;
  upper: Bound | undefined;
}

const HASH_BYTES = 32;
const writer = new KeyWriter();

/** The keys that begin with these values, in the index's order of fields, and lie in the span behind them. */
export function rangeOf(index: Index, points: readonly Value[], span: Span | undefined): ScanRange {
  writer.begin(index.prefix);
  for (const [field, point] of points.entries()) {
    writer.value(point, index.directions[field] ?? 1, index.longest);
  }
  const base = writer.finish();
  if (span === undefined) return { low: base, high: behind(base), shared: base.length };
  const direction = index.directions[points.length] ?? 1;
  const [first, last] = direction > 0 ? [span.lower, span.upper] : [span.upper, span.lower];
  const rank = rankOf((span.lower ?? span.upper)?.value);
  const bracket = direction > 0 ? ascendingBracket(rank) : descendingBracket(rank);
  return {
    low: first === undefined ? withBytes(base, bracket.low) : start(base, first, index, direction),
    high: last === undefined ? withBytes(base, bracket.high) : end(base, last, index, direction),
    shared: base.length,
  };
}

/** Where the values of one type begin and end. Not-a-number lies before all numbers and is in no range of them. */
function ascendingBracket(rank: Rank): { low: number[]; high: number[] } {
  return { low: rank === Rank.number ? [rank, 0x00, 0x01] : [rank], high: [rank + 1] };
}

function descendingBracket(rank: Rank): { low: number[]; high: number[] } {
  const turned = rank ^ 0xff;
  return { low: [turned], high: rank === Rank.number ? [turned, 0xff, 0xfe] : [turned + 1] };
}

/** Whether some point or bound is too long for a key: then a range finds more than was asked for. */
export function isCut(index: Index, values: readonly Value[]): boolean {
  return values.some((value) => {
    writer.begin(index.prefix);
    writer.value(value, 1, index.longest);
    return writer.truncated;
  });
}

function start(base: Buffer, bound: Bound, index: Index, direction: number): Buffer {
  const { key, cut } = boundKey(base, bound, index, direction);
  return bound.inclusive || cut ? key : behind(key);
}

function end(base: Buffer, bound: Bound, index: Index, direction: number): Buffer {
  const { key, cut } = boundKey(base, bound, index, direction);
  return bound.inclusive || cut ? behind(key) : key;
}

/** A bound's key; of one that was cut only what is in order, without the hash. */
function boundKey(
  base: Buffer,
  bound: Bound,
  index: Index,
  direction: number,
): { key: Buffer; cut: boolean } {
  writer.begin(base);
  writer.value(bound.value, direction, index.longest);
  const key = writer.finish();
  return writer.truncated
    ? { key: key.subarray(0, key.length - HASH_BYTES), cut: true }
    : { key, cut: false };
}

function behind(key: Buffer): Buffer {
  return withBytes(key, [AFTER]);
}

function withBytes(base: Buffer, bytes: number[]): Buffer {
  return Buffer.concat([base, Buffer.from(bytes)]);
}
