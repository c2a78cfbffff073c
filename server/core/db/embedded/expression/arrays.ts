import { badValue, StoreError, typeMismatch } from '../errors.ts';
import { compareDocumentsBy } from '../query/sort-order.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { isDocument, type Value } from '../values/document.ts';
import { identityOf } from '../values/key.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';
import { type Compile, fieldsOf, type Operators, withArguments, withFields } from './operator.ts';
import { type Evaluate, withVariables } from './scope.ts';
import { isNothing, isTrue } from './truth.ts';

const ANY_NUMBER = 1000;

export const arrays: Operators = {
  $isArray: withArguments(1, 1, ([value]) => Array.isArray(value)),
  $size: withArguments(1, 1, ([value]) => array(value, '$size').length),
  $arrayElemAt: withArguments(2, 2, ([value, index]) =>
    isNothing(value) || isNothing(index)
      ? null
      : array(value, '$arrayElemAt').at(integer(index, '$arrayElemAt')),
  ),
  $first: withArguments(1, 1, ([value]) => (isNothing(value) ? null : array(value, '$first')[0])),
  $last: withArguments(1, 1, ([value]) => (isNothing(value) ? null : array(value, '$last').at(-1))),
  $in: withArguments(2, 2, ([value, list]) => array(list, '$in').some((item) => equalValues(item, value))),
  $indexOfArray: withArguments(2, 2, ([list, value]) =>
    isNothing(list) ? null : array(list, '$indexOfArray').findIndex((item) => equalValues(item, value)),
  ),
  $concatArrays: withArguments(0, ANY_NUMBER, (lists) =>
    lists.some(isNothing) ? null : lists.flatMap((list) => array(list, '$concatArrays')),
  ),
  $reverseArray: withArguments(1, 1, ([list]) =>
    isNothing(list) ? null : [...array(list, '$reverseArray')].reverse(),
  ),
  $slice: withArguments(2, 3, ([list, first, second]) => {
    if (isNothing(list) || isNothing(first)) return null;
    return sliceOf(array(list, '$slice'), first, second);
  }),
  $range: withArguments(2, 3, ([start, end, step]) =>
    rangeOf(
      integer(start, '$range'),
      integer(end, '$range'),
      step === undefined ? 1 : integer(step, '$range'),
    ),
  ),
  $setUnion: withArguments(0, ANY_NUMBER, (lists) =>
    lists.some(isNothing) ? null : distinct(lists.flatMap((list) => array(list, '$setUnion'))),
  ),
  $setIntersection: withArguments(0, ANY_NUMBER, (lists) => {
    if (lists.some(isNothing)) return null;
    const [first = [], ...others] = lists.map((list) => array(list, '$setIntersection'));
    return distinct(first).filter((value) =>
      others.every((list) => list.some((item) => equalValues(item, value))),
    );
  }),
  $setDifference: withArguments(2, 2, ([left, right]) => {
    if (isNothing(left) || isNothing(right)) return null;
    const without = array(right, '$setDifference');
    return distinct(array(left, '$setDifference')).filter(
      (value) => !without.some((item) => equalValues(item, value)),
    );
  }),
  $setIsSubset: withArguments(2, 2, ([left, right]) => {
    const whole = array(right, '$setIsSubset');
    return array(left, '$setIsSubset').every((value) => whole.some((item) => equalValues(item, value)));
  }),
  $anyElementTrue: withArguments(1, 1, ([list]) => array(list, '$anyElementTrue').some(isTrue)),
  $allElementsTrue: withArguments(1, 1, ([list]) => array(list, '$allElementsTrue').every(isTrue)),
  $sortArray: withFields(['input', 'sortBy'], [], ({ input, sortBy }) =>
    isNothing(input) ? null : sorted(array(input, '$sortArray'), sortBy),
  ),
  $filter: compileFilterArray,
  $map: compileMap,
  $reduce: (argument, compile, name) => {
    const fields = fieldsOf(argument, name, ['input', 'initialValue', 'in'], []);
    const [input, initial] = [compile(fields.input), compile(fields.initialValue)];
    const body = compile(fields.in, ['value', 'this']);
    return (scope) => {
      const list = input(scope);
      if (isNothing(list)) return null;
      return array(list, name).reduce<Value>(
        (value, item) =>
          body(
            withVariables(scope, [
              ['value', value],
              ['this', item],
            ]),
          ),
        initial(scope),
      );
    };
  },
};

function array(value: Value, operator: string): Value[] {
  if (Array.isArray(value)) return value;
  throw typeMismatch(`The argument to ${operator} must be an array, but was of type: ${typeName(value)}`);
}

function integer(value: Value, operator: string): number {
  const number = isNumber(value) ? numberOf(value) : Number.NaN;
  if (Number.isInteger(number)) return number;
  throw badValue(`${operator} needs a whole number, found ${typeName(value)}`);
}

function sliceOf(list: Value[], first: Value, second: Value): Value {
  const from = integer(first, '$slice');
  if (second === undefined) return from < 0 ? list.slice(from) : list.slice(0, from);
  if (isNothing(second)) return null;
  const length = integer(second, '$slice');
  if (length <= 0) throw new StoreError('BadValue', 'Third argument to $slice must be positive');
  const start = from < 0 ? Math.max(0, list.length + from) : from;
  return list.slice(start, start + length);
}

function rangeOf(start: number, end: number, step: number): number[] {
  if (step === 0) throw badValue('$range requires a non-zero step value');
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (length > 1_000_000) throw badValue('$range would make more than 1,000,000 numbers');
  return Array.from({ length }, (_, index) => start + index * step);
}

/** Each value once, in their order. */
function distinct(values: Value[]): Value[] {
  const seen = new Map(values.map((value) => [identityOf(value), value]));
  return [...seen.values()].sort(compareValues);
}

function sorted(list: Value[], order: Value): Value[] {
  if (isDocument(order)) return [...list].sort(compareDocumentsBy(order));
  const direction = integer(order, '$sortArray');
  return [...list].sort((left, right) => compareValues(left, right) * direction);
}

function compileFilterArray(argument: Value, compile: Compile, name: string): Evaluate {
  const fields = fieldsOf(argument, name, ['input', 'cond'], ['as', 'limit']);
  const variable = typeof fields.as === 'string' ? fields.as : 'this';
  const [input, condition] = [compile(fields.input), compile(fields.cond, [variable])];
  const limit = compile(fields.limit ?? null);
  return (scope) => {
    const list = input(scope);
    if (isNothing(list)) return null;
    const kept = array(list, name).filter((item) =>
      isTrue(condition(withVariables(scope, [[variable, item]]))),
    );
    const most = limit(scope);
    return isNothing(most) ? kept : kept.slice(0, integer(most, name));
  };
}

function compileMap(argument: Value, compile: Compile, name: string): Evaluate {
  const fields = fieldsOf(argument, name, ['input', 'in'], ['as']);
  const variable = typeof fields.as === 'string' ? fields.as : 'this';
  const [input, body] = [compile(fields.input), compile(fields.in, [variable])];
  return (scope) => {
    const list = input(scope);
    if (isNothing(list)) return null;
    return array(list, name).map((item) => body(withVariables(scope, [[variable, item]])) ?? null);
  };
}
