import mongoose from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Numbers of any width as JavaScript's. */
function simple(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('_bsontype' in value)) return value;
  return ['Long', 'Int32', 'Double'].includes(String(value._bsontype)) ? Number(value) : value;
}

/**
 * Whether a result is as expected. At the root it may have more fields than are named; within it may not.
 */
export function matches(expected: unknown, got: unknown, isRoot = true): boolean {
  const wanted = simple(expected);
  const value = simple(got);
  if (Array.isArray(wanted)) {
    if (!Array.isArray(value) || value.length !== wanted.length) return false;
    return wanted.every((item, index) => matches(item, value[index], isRoot));
  }
  if (!isPlain(wanted)) {
    return typeof wanted === 'object' ? EJSON.stringify(wanted) === EJSON.stringify(value) : wanted === value;
  }
  const [operator] = Object.keys(wanted);
  if (operator?.startsWith('$$')) return matchesSpecial(operator, wanted[operator], value, isRoot);
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (
    Object.keys(wanted).every((field) => matches(wanted[field], fields[field], false)) &&
    (isRoot || Object.keys(fields).every((field) => fields[field] === undefined || field in wanted))
  );
}

function matchesSpecial(operator: string, argument: unknown, value: unknown, isRoot: boolean): boolean {
  switch (operator) {
    case '$$unsetOrMatches':
      return value === undefined || value === null || matches(argument, value, isRoot);
    case '$$exists':
      return (value !== undefined) === argument;
    case '$$type':
      return value !== undefined;
    case '$$matchAsRoot':
      return matches(argument, value, true);
    default:
      throw new Error(`${operator} is not known to the runner`);
  }
}
