import { StoreError } from '../errors.ts';
import type { Value } from '../values/document.ts';
import { isNumber, numberOf } from '../values/rank.ts';

/** How many documents `$limit` lets through. */
export function limitOf(spec: Value): number {
  const limit = isNumber(spec) ? numberOf(spec) : 0;
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new StoreError('Location15958', 'the limit must be positive');
}

/** How many documents `$skip` passes over. */
export function skipOf(spec: Value): number {
  const skip = isNumber(spec) ? numberOf(spec) : -1;
  if (Number.isInteger(skip) && skip >= 0) return skip;
  throw new StoreError('Location15956', 'the skip must be a whole number of zero or more');
}
