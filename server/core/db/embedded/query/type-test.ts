import { badValue, unsupported } from '../errors.ts';
import type { Value } from '../values/document.ts';
import { isNumber, numberOf, Rank, rankOf } from '../values/rank.ts';

const NAMES: Record<string, Rank> = {
  string: Rank.string,
  object: Rank.document,
  array: Rank.array,
  binData: Rank.binary,
  objectId: Rank.objectId,
  bool: Rank.boolean,
  date: Rank.date,
  null: Rank.null,
  regex: Rank.regex,
  timestamp: Rank.timestamp,
  number: Rank.number,
  minKey: Rank.minKey,
  maxKey: Rank.maxKey,
};

const CODES: Record<number, string> = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
};

/** `$type`: one or several type names or codes. The widths of numbers are refused, because they are not kept. */
export function compileTypeTest(argument: Value): (value: Value) => boolean {
  const wanted = (Array.isArray(argument) ? argument : [argument]).map(rankOfName);
  return (value) => value !== undefined && wanted.includes(rankOf(value));
}

function rankOfName(type: Value): Rank {
  const name = isNumber(type) ? CODES[numberOf(type)] : type;
  if (name === 'double' || name === 'int' || name === 'long' || name === 'decimal') {
    throw unsupported(`$type: '${name}' (use 'number')`);
  }
  const rank = typeof name === 'string' ? NAMES[name] : undefined;
  if (rank === undefined) throw badValue(`Unknown type name alias: ${String(type)}`);
  return rank;
}
