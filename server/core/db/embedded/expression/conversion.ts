import { ObjectId } from 'bson';
import { StoreError, unsupported } from '../errors.ts';
import type { Value } from '../values/document.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';
import { type Operator, type Operators, withArguments } from './operator.ts';
import { isNothing, isTrue } from './truth.ts';

export const conversion: Operators = {
  $toString: converting(toText),
  $toInt: converting((value) => Math.trunc(toNumber(value))),
  $toLong: converting((value) => Math.trunc(toNumber(value))),
  $toDouble: converting(toNumber),
  $toBool: converting(isTrue),
  $toDate: converting(toDate),
  $toObjectId: converting((value) => {
    if (value instanceof ObjectId) return value;
    if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value);
    throw failure(value, 'objectId');
  }),
  $isNumber: withArguments(1, 1, ([value]) => isNumber(value)),
  $type: withArguments(1, 1, ([value]) => {
    if (isNumber(value)) throw unsupported("$type of a number (use '$isNumber')");
    return typeName(value);
  }),
};

function converting(convert: (value: Value) => Value): Operator {
  return withArguments(1, 1, ([value]) => (isNothing(value) ? null : convert(value)));
}

function failure(value: Value, wanted: string): StoreError {
  const message = `Unsupported conversion from ${typeName(value)} to ${wanted} in $convert with no onError value`;
  return new StoreError('ConversionFailure', message);
}

function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return String(numberOf(value));
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  throw failure(value, 'string');
}

function toNumber(value: Value): number {
  if (isNumber(value)) return numberOf(value);
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  const number =
    typeof value === 'string' && value.trim() === value && value !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw failure(value, 'double');
  return number;
}

/** Milliseconds, an ISO 8601 text, or the time within an ObjectId as a date. */
export function toDate(value: Value): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (isNumber(value)) return new Date(numberOf(value));
  if (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(value)
  ) {
    const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/.test(value) || !value.includes('T') ? value : `${value}Z`;
    const date = new Date(zoned);
    if (!Number.isNaN(date.getTime())) return date;
  }
  throw failure(value, 'date');
}
