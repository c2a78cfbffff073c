import type { Value } from '../values/document.ts';
import { isNumber, numberOf } from '../values/rank.ts';

/** Whether an expression's value counts as true: all but false, null, missing and zero. */
export function isTrue(value: Value): boolean {
  if (value === null || value === undefined || value === false) return false;
  return !(isNumber(value) && numberOf(value) === 0);
}

/** Whether a value is null or missing, which most operators answer with null. */
export function isNothing(value: Value): value is null | undefined {
  return value === null || value === undefined;
}
