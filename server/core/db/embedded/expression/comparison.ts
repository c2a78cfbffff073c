import { compareValues } from '../values/compare.ts';
import type { Value } from '../values/document.ts';
import { type Operators, withArguments } from './operator.ts';

/** In expressions all values compare with each other, by type first; a missing one is below everything. */
function compare(left: Value, right: Value): number {
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined);
  return compareValues(left, right);
}

function compares(accepts: (order: number) => boolean) {
  return withArguments(2, 2, ([left, right]) => accepts(compare(left, right)));
}

export const comparison: Operators = {
  $eq: compares((order) => order === 0),
  $ne: compares((order) => order !== 0),
  $gt: compares((order) => order > 0),
  $gte: compares((order) => order >= 0),
  $lt: compares((order) => order < 0),
  $lte: compares((order) => order <= 0),
  $cmp: withArguments(2, 2, ([left, right]) => Math.sign(compare(left, right))),
};
