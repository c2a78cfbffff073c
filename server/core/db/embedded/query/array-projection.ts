import { badValue, StoreError } from '../errors.ts';
import { type Document, isDocument, nest, type Value } from '../values/document.ts';
import { isNumber, numberOf } from '../values/rank.ts';
import { compileFilter } from './match.ts';

type Change = (value: Value) => Value;

/** `{list: {$slice: n}}` or `[skip, n]`; undefined where it is the expression of the same name. */
export function compileSlice(argument: Value): Change | undefined {
  const numbers = (Array.isArray(argument) ? argument : [argument]).map((value) =>
    isNumber(value) ? numberOf(value) : Number.NaN,
  );
  const [first = 0, second] = numbers;
  if (numbers.some(Number.isNaN)) return undefined;
  if (second !== undefined && second <= 0)
    throw new StoreError('Location28812', 'Third argument to $slice must be positive');
  return (value) => {
    if (!Array.isArray(value)) return value;
    if (second === undefined) return first < 0 ? value.slice(first) : value.slice(0, first);
    const start = first < 0 ? Math.max(0, value.length + first) : first;
    return value.slice(start, start + second);
  };
}

/** `{list: {$elemMatch: ...}}`: the first element that matches; the field is left out where none does. */
export function compileElementProjection(condition: Value): Change {
  if (!isDocument(condition)) throw badValue('elemMatch: Invalid argument, object required');
  const matches = compileFilter({ element: { $elemMatch: condition } });
  return (value) => {
    const found = Array.isArray(value) ? value.find((element) => matches({ element: [element] })) : undefined;
    return found === undefined ? undefined : [found];
  };
}

/** `{'list.$': 1}`: the first element that the filter's conditions on the array match. */
export function compilePositional(array: string, filter: Document): Change {
  const conditions = conditionsOn(array, filter);
  if (conditions.length === 0) {
    throw new StoreError(
      'Location51091',
      'positional projection cannot be used without the array in the query',
    );
  }
  const matches = compileFilter({ $and: conditions });
  return (value) => {
    if (!Array.isArray(value)) return value;
    return value.filter((element) => matches(nest(array, [element]))).slice(0, 1);
  };
}

/** The conditions of a filter, side by side or under `$and`, on an array or the fields of its elements. */
export function conditionsOn(array: string, filter: Document): Document[] {
  return Object.entries(filter).flatMap(([path, condition]) => {
    if (path === '$and' && Array.isArray(condition)) {
      return condition.filter(isDocument).flatMap((branch) => conditionsOn(array, branch));
    }
    return path === array || path.startsWith(`${array}.`) ? [{ [path]: condition }] : [];
  });
}
