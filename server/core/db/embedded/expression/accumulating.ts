import { compareValues } from '../values/compare.ts';
import type { Value } from '../values/document.ts';
import { isNumber, numberOf } from '../values/rank.ts';
import type { Operator, Operators } from './operator.ts';
import { isNothing } from './truth.ts';

/** `$sum` and its like outside of `$group`: over the elements of one array, or over several expressions. */
function overValues(apply: (values: Value[]) => Value): Operator {
  return (argument, compile) => {
    if (Array.isArray(argument) && argument.length !== 1) {
      const items = argument.map((item) => compile(item));
      return (scope) => apply(items.map((item) => item(scope)));
    }
    const evaluate = compile(Array.isArray(argument) ? argument[0] : argument);
    return (scope) => {
      const value = evaluate(scope);
      return apply(Array.isArray(value) ? value : [value]);
    };
  };
}

function numbersAmong(values: Value[]): number[] {
  return values.filter(isNumber).map(numberOf);
}

function most(values: Value[], direction: 1 | -1): Value {
  const present = values.filter((value) => !isNothing(value));
  if (present.length === 0) return null;
  return present.reduce((best, value) => (compareValues(value, best) * direction > 0 ? value : best));
}

export const accumulating: Operators = {
  $sum: overValues((values) => numbersAmong(values).reduce((sum, value) => sum + value, 0)),
  $avg: overValues((values) => {
    const numbers = numbersAmong(values);
    return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  }),
  $min: overValues((values) => most(values, -1)),
  $max: overValues((values) => most(values, 1)),
};
