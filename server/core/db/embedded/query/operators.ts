import { BSONRegExp } from 'bson';
import { badValue, unsupported } from '../errors.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { type Document, isDocument, isOperatorDocument, type Value } from '../values/document.ts';
import { identityOf } from '../values/key.ts';
import { isNumber, numberOf, Rank, rankOf } from '../values/rank.ts';
import { compilePattern } from './pattern.ts';
import { compileTypeTest } from './type-test.ts';

export type ValueTest = (value: Value) => boolean;

/** A condition on what a path ends at; negated ones hold where no value passes the test. */
export interface Condition {
  test: ValueTest;
  negated: boolean;
}

type CompileElement = (condition: Document) => ValueTest;

const UNSUPPORTED = new Set([
  '$mod',
  '$bitsAllSet',
  '$bitsAnySet',
  '$bitsAllClear',
  '$bitsAnyClear',
  '$geoWithin',
  '$geoIntersects',
  '$near',
  '$nearSphere',
]);

/** All operators of a document such as `{$gte: 1, $lt: 5}`, each a condition of its own. */
export function compileOperators(operators: Document, compileElement: CompileElement): Condition[] {
  return Object.entries(operators).flatMap(([operator, argument]) =>
    operator === '$options' ? optionsOf(operators) : [compile(operator, argument, operators, compileElement)],
  );
}

function optionsOf(operators: Document): [] {
  if (!('$regex' in operators)) throw badValue('$options needs a $regex');
  return [];
}

function compile(
  operator: string,
  argument: Value,
  all: Document,
  compileElement: CompileElement,
): Condition {
  switch (operator) {
    case '$eq':
      return holds(matchesEqual(argument, 'value'));
    case '$ne':
      if (argument instanceof BSONRegExp) throw badValue("Can't have regex as arg to $ne.");
      return fails(matchesEqual(argument, 'value'));
    case '$gt':
      return holds(matchesOrder(argument, (order) => order > 0));
    case '$gte':
      return holds(matchesOrder(argument, (order) => order >= 0));
    case '$lt':
      return holds(matchesOrder(argument, (order) => order < 0));
    case '$lte':
      return holds(matchesOrder(argument, (order) => order <= 0));
    case '$in':
      return holds(matchesAny(operator, argument));
    case '$nin':
      return fails(matchesAny(operator, argument));
    case '$exists':
      return { test: (value) => value !== undefined, negated: isFalse(argument) };
    case '$type':
      return holds(orElement(compileTypeTest(argument)));
    case '$regex':
      return holds(orElement(compileRegex(argument, all.$options)));
    case '$size':
      return holds(matchesSize(argument));
    case '$elemMatch':
      return holds(matchesElement(argument, compileElement));
    case '$all':
      return holds(matchesAll(argument, compileElement));
    case '$not':
      return fails(matchesNot(argument, compileElement));
    default:
      throw UNSUPPORTED.has(operator) ? unsupported(operator) : badValue(`unknown operator: ${operator}`);
  }
}

const holds = (test: ValueTest): Condition => ({ test, negated: false });
const fails = (test: ValueTest): Condition => ({ test, negated: true });

/** The test on the value itself, or on an element where the value is an array. */
function orElement(test: ValueTest): ValueTest {
  return (value) => test(value) || (Array.isArray(value) && value.some(test));
}

/**
 * Equality as a filter means it.
 * @param regex what a regular expression stands for: a pattern for texts (`{a: /x/}`, `$in`) or itself (`$eq`)
 */
export function matchesEqual(wanted: Value, regex: 'pattern' | 'value'): ValueTest {
  return orElement(equalTo(wanted, regex));
}

function equalTo(wanted: Value, regex: 'pattern' | 'value'): ValueTest {
  if (wanted instanceof BSONRegExp && regex === 'pattern') {
    const matches = compileRegex(wanted, undefined);
    return (value) => matches(value) || (value instanceof BSONRegExp && equalValues(value, wanted));
  }
  if (wanted === null || wanted === undefined) return (value) => value === null || value === undefined;
  if (typeof wanted === 'string' || typeof wanted === 'boolean') return (value) => value === wanted;
  rankOf(wanted); // refuses what cannot be compared before a document is read
  return (value) => value !== undefined && value !== null && equalValues(value, wanted);
}

function matchesOrder(bound: Value, accepts: (order: number) => boolean): ValueTest {
  const rank = rankOf(bound);
  if (rank === Rank.regex) throw badValue("Can't have RegEx as arg to predicate over field");
  if (rank === Rank.minKey || rank === Rank.maxKey) throw unsupported('A range up to MinKey or MaxKey');
  // Not-a-number is neither less nor greater than any number.
  const isNaNumber = (value: Value) => rank === Rank.number && Number.isNaN(numberOf(value));
  return orElement((value) => {
    if (rankOf(value) !== rank) return false;
    if (isNaNumber(value) || isNaNumber(bound)) return accepts(0) && isNaNumber(value) && isNaNumber(bound);
    return accepts(compareValues(value, bound));
  });
}

function matchesAny(operator: string, choices: Value): ValueTest {
  if (!Array.isArray(choices)) throw badValue(`${operator} needs an array`);
  if (choices.some(isOperatorDocument)) throw badValue(`cannot nest $ under ${operator}`);
  const plain = new Set<string>();
  const others: ValueTest[] = [];
  for (const choice of choices) {
    if (choice === null || choice === undefined || choice instanceof BSONRegExp) {
      others.push(equalTo(choice, 'pattern'));
    } else plain.add(identityOf(choice));
  }
  return orElement(
    (value) =>
      (value !== undefined && plain.size > 0 && plain.has(identityOf(value))) ||
      others.some((test) => test(value)),
  );
}

function compileRegex(pattern: Value, options: Value): ValueTest {
  const expression = compilePattern(pattern, options);
  return (value) => typeof value === 'string' && expression.test(value);
}

function matchesSize(argument: Value): ValueTest {
  const size = isNumber(argument) ? numberOf(argument) : Number.NaN;
  if (!Number.isInteger(size)) throw badValue('Failed to parse $size. Expected an integer');
  if (size < 0) throw badValue('Failed to parse $size. Expected a non-negative number');
  return (value) => Array.isArray(value) && value.length === size;
}

function matchesElement(argument: Value, compileElement: CompileElement): ValueTest {
  if (!isDocument(argument)) throw badValue('$elemMatch needs an Object');
  const test = compileElement(argument);
  return (value) => Array.isArray(value) && value.some(test);
}

function matchesAll(argument: Value, compileElement: CompileElement): ValueTest {
  if (!Array.isArray(argument)) throw badValue('$all needs an array');
  const tests = argument.map((wanted) => {
    if (isDocument(wanted) && '$elemMatch' in wanted)
      return matchesElement(wanted.$elemMatch, compileElement);
    if (isOperatorDocument(wanted)) throw badValue('no $ expressions in $all');
    return matchesEqual(wanted, 'pattern');
  });
  return (value) => tests.length > 0 && tests.every((test) => test(value));
}

function matchesNot(argument: Value, compileElement: CompileElement): ValueTest {
  if (argument instanceof BSONRegExp) return matchesEqual(argument, 'pattern');
  if (!isDocument(argument)) throw badValue('$not needs a regex or a document');
  if (Object.keys(argument).length === 0) throw badValue('$not cannot be empty');
  const conditions = compileOperators(argument, compileElement);
  return (value) => conditions.every(({ test, negated }) => test(value) !== negated);
}

function isFalse(value: Value): boolean {
  return (
    value === false || value === null || value === undefined || (isNumber(value) && numberOf(value) === 0)
  );
}
