import { getField, isDocument, type Value } from './document.ts';
import { EMPTY_ARRAY, type KeyPart } from './key.ts';

const POSITION = /^(?:0|[1-9]\d*)$/;

/** Whether a path's part may mean the place in an array. */
export function isPosition(part: string): boolean {
  return POSITION.test(part);
}

/**
 * All values that a dotted path reaches, arrays opened: what an index holds and a sort compares. A place where
 * nothing is found counts as `undefined`, an array without elements as EMPTY_ARRAY.
 */
export function valuesAt(value: Value, parts: readonly string[]): KeyPart[] {
  const found: KeyPart[] = [];
  collect(value, parts, 0, found);
  return found;
}

function collect(value: Value, parts: readonly string[], depth: number, found: KeyPart[]): void {
  const part = parts[depth];
  if (part === undefined) {
    if (!Array.isArray(value)) found.push(value);
    else if (value.length === 0) found.push(EMPTY_ARRAY);
    else found.push(...value);
  } else if (Array.isArray(value)) {
    collectFromArray(value, part, parts, depth, found);
  } else if (isDocument(value)) {
    collect(getField(value, part), parts, depth + 1, found);
  } else found.push(undefined);
}

function collectFromArray(
  values: Value[],
  part: string,
  parts: readonly string[],
  depth: number,
  found: KeyPart[],
): void {
  if (isPosition(part) && Number(part) < values.length) {
    collect(values[Number(part)], parts, depth + 1, found);
    return;
  }
  const before = found.length;
  for (const element of values) if (isDocument(element)) collect(element, parts, depth, found);
  if (found.length === before) found.push(undefined);
}

/**
 * Gives `test` every value that a path ends at, as a query sees them: arrays on the way are opened, an array at
 * the end is given whole. Ends with the first `true`.
 */
export function someAt(
  value: Value,
  parts: readonly string[],
  test: (value: Value) => boolean,
  depth = 0,
): boolean {
  const part = parts[depth];
  if (part === undefined) return test(value);
  if (Array.isArray(value)) {
    if (isPosition(part) && Number(part) < value.length) {
      if (someAt(value[Number(part)], parts, test, depth + 1)) return true;
    }
    return value.some((element) => isDocument(element) && someAt(element, parts, test, depth));
  }
  return someAt(isDocument(value) ? getField(value, part) : undefined, parts, test, depth + 1);
}
