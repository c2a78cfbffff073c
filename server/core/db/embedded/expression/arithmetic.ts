import { badValue, typeMismatch } from '../errors.ts';
import type { Value } from '../values/document.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';
import { type Operator, type Operators, withArguments } from './operator.ts';
import { isNothing } from './truth.ts';

const ANY_NUMBER = 1000;

export const arithmetic: Operators = {
  $add: withArguments(0, ANY_NUMBER, add),
  $subtract: withArguments(2, 2, ([left, right]) => subtract(left, right)),
  $multiply: withArguments(0, ANY_NUMBER, (values) =>
    values.some(isNothing)
      ? null
      : values.reduce<number>((product, value) => product * number(value, '$multiply'), 1),
  ),
  $divide: numeric('$divide', (left, right) => {
    if (right === 0) throw badValue("can't $divide by zero");
    return left / right;
  }),
  $mod: numeric('$mod', (left, right) => {
    if (right === 0) throw badValue("can't $mod by zero");
    return left % right;
  }),
  $abs: single('$abs', Math.abs),
  $ceil: single('$ceil', Math.ceil),
  $floor: single('$floor', Math.floor),
  $round: withArguments(1, 2, ([value, places]) => toPlaces(value, places, '$round', roundHalfToEven)),
  $trunc: withArguments(1, 2, ([value, places]) => toPlaces(value, places, '$trunc', Math.trunc)),
};

function number(value: Value, operator: string): number {
  if (isNumber(value)) return numberOf(value);
  throw typeMismatch(`${operator} only supports numeric types, not ${typeName(value)}`);
}

function single(operator: string, apply: (value: number) => number): Operator {
  return withArguments(1, 1, ([value]) => (isNothing(value) ? null : apply(number(value, operator))));
}

function numeric(operator: string, apply: (left: number, right: number) => number): Operator {
  return withArguments(2, 2, ([left, right]) =>
    isNothing(left) || isNothing(right) ? null : apply(number(left, operator), number(right, operator)),
  );
}

/** Numbers, and at most one date to which the numbers are milliseconds. */
function add(values: Value[]): Value {
  if (values.some(isNothing)) return null;
  const dates = values.filter((value) => value instanceof Date);
  if (dates.length > 1) throw badValue('only one date allowed in an $add expression');
  const sum = values.reduce<number>(
    (total, value) => total + (value instanceof Date ? value.getTime() : number(value, '$add')),
    0,
  );
  return dates.length === 1 ? new Date(sum) : sum;
}

/** Two dates give milliseconds, a date less milliseconds gives a date. */
function subtract(left: Value, right: Value): Value {
  if (isNothing(left) || isNothing(right)) return null;
  if (left instanceof Date) {
    if (right instanceof Date) return left.getTime() - right.getTime();
    return new Date(left.getTime() - number(right, '$subtract'));
  }
  return number(left, '$subtract') - number(right, '$subtract');
}

function toPlaces(value: Value, places: Value, operator: string, apply: (value: number) => number): Value {
  if (isNothing(value)) return null;
  const factor = 10 ** (isNothing(places) ? 0 : number(places, operator));
  return apply(number(value, operator) * factor) / factor;
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
