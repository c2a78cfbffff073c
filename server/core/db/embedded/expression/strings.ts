import { badValue, typeMismatch } from '../errors.ts';
import { compilePattern } from '../query/pattern.ts';
import { compareStrings } from '../values/compare.ts';
import type { Document, Value } from '../values/document.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';
import { type Operators, withArguments, withFields } from './operator.ts';
import { isNothing } from './truth.ts';

const ANY_NUMBER = 1000;

export const strings: Operators = {
  $concat: withArguments(0, ANY_NUMBER, (values) =>
    values.some(isNothing) ? null : values.map((value) => text(value, '$concat')).join(''),
  ),
  // Only the letters of ASCII, as MongoDB does.
  $toLower: withArguments(1, 1, ([value]) =>
    orEmpty(value, '$toLower').replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  ),
  $toUpper: withArguments(1, 1, ([value]) =>
    orEmpty(value, '$toUpper').replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  ),
  $strLenCP: withArguments(1, 1, ([value]) => [...text(value, '$strLenCP')].length),
  $substrCP: withArguments(3, 3, ([value, start, length]) =>
    [...orEmpty(value, '$substrCP')].slice(count(start), count(start) + count(length)).join(''),
  ),
  $strcasecmp: withArguments(2, 2, ([left, right]) => {
    const [one, other] = [orEmpty(left, '$strcasecmp'), orEmpty(right, '$strcasecmp')];
    return Math.sign(compareStrings(one.toUpperCase(), other.toUpperCase()));
  }),
  $split: withArguments(2, 2, ([value, separator]) => {
    if (isNothing(value) || isNothing(separator)) return null;
    if (separator === '') throw badValue('$split requires a non-empty separator');
    return text(value, '$split').split(text(separator, '$split'));
  }),
  $trim: withFields(['input'], ['chars'], (fields) => trim(fields, '$trim', true, true)),
  $ltrim: withFields(['input'], ['chars'], (fields) => trim(fields, '$ltrim', true, false)),
  $rtrim: withFields(['input'], ['chars'], (fields) => trim(fields, '$rtrim', false, true)),
  $replaceOne: withFields(['input', 'find', 'replacement'], [], (fields) =>
    replace(fields, (input, find, by) => input.replace(find, () => by)),
  ),
  $replaceAll: withFields(['input', 'find', 'replacement'], [], (fields) =>
    replace(fields, (input, find, by) => input.replaceAll(find, () => by)),
  ),
  $regexMatch: withFields(['input', 'regex'], ['options'], ({ input, regex, options }) => {
    if (isNothing(input) || isNothing(regex)) return false;
    return compilePattern(regex, options).test(text(input, '$regexMatch'));
  }),
};

function text(value: Value, operator: string): string {
  if (typeof value === 'string') return value;
  throw typeMismatch(`${operator} only supports strings, not ${typeName(value)}`);
}

/** The text of a value where null and missing count as empty and numbers and dates are written out. */
function orEmpty(value: Value, operator: string): string {
  if (isNothing(value)) return '';
  if (isNumber(value)) return String(numberOf(value));
  return value instanceof Date ? value.toISOString() : text(value, operator);
}

function count(value: Value): number {
  const number = isNumber(value) ? numberOf(value) : Number.NaN;
  if (Number.isInteger(number) && number >= 0) return number;
  throw badValue('$substrCP needs a start and a length that are whole numbers of zero or more');
}

function trim({ input, chars }: Document, operator: string, atStart: boolean, atEnd: boolean): Value {
  if (isNothing(input)) return null;
  const letters = [...text(input, operator)];
  const cut = isNothing(chars) ? undefined : new Set(text(chars, operator));
  const isCut = (letter: string | undefined) =>
    letter !== undefined && (cut === undefined ? /[\s\0]/.test(letter) : cut.has(letter));
  let start = 0;
  let end = letters.length;
  while (atStart && start < end && isCut(letters[start])) start++;
  while (atEnd && end > start && isCut(letters[end - 1])) end--;
  return letters.slice(start, end).join('');
}

function replace(
  { input, find, replacement }: Document,
  apply: (input: string, find: string, by: string) => string,
): Value {
  if (isNothing(input) || isNothing(find) || isNothing(replacement)) return null;
  return apply(text(input, '$replace'), text(find, '$replace'), text(replacement, '$replace'));
}
