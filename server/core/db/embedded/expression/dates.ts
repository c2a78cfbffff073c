import { ObjectId } from 'bson';
import { badValue, typeMismatch, unsupported } from '../errors.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';
import {
  addToDate,
  dayOfYear,
  fromWallClock,
  isoWeek,
  sundayWeek,
  toWallClock,
  truncateDate,
  unitsBetween,
  zoneOffset,
} from './calendar.ts';
import { toDate } from './conversion.ts';
import { type Operator, type Operators, withFields } from './operator.ts';
import { isNothing } from './truth.ts';

export const dates: Operators = {
  $year: part((wall) => wall.getUTCFullYear()),
  $month: part((wall) => wall.getUTCMonth() + 1),
  $dayOfMonth: part((wall) => wall.getUTCDate()),
  $dayOfYear: part(dayOfYear),
  $dayOfWeek: part((wall) => wall.getUTCDay() + 1),
  $isoDayOfWeek: part((wall) => wall.getUTCDay() || 7),
  $week: part(sundayWeek),
  $isoWeek: part((wall) => isoWeek(wall).week),
  $isoWeekYear: part((wall) => isoWeek(wall).year),
  $hour: part((wall) => wall.getUTCHours()),
  $minute: part((wall) => wall.getUTCMinutes()),
  $second: part((wall) => wall.getUTCSeconds()),
  $millisecond: part((wall) => wall.getUTCMilliseconds()),
  $dateTrunc: withFields(['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], truncate),
  $dateAdd: withFields(['startDate', 'unit', 'amount'], ['timezone'], (fields) => move(fields, 1)),
  $dateSubtract: withFields(['startDate', 'unit', 'amount'], ['timezone'], (fields) => move(fields, -1)),
  $dateDiff: withFields(['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], difference),
  $dateToString: withFields(['date'], ['format', 'timezone', 'onNull'], formatDate),
  $dateFromString: withFields(['dateString'], ['timezone', 'onNull', 'onError', 'format'], readDate),
  $dateFromParts: withFields(
    ['year'],
    ['month', 'day', 'hour', 'minute', 'second', 'millisecond', 'timezone'],
    joinParts,
  ),
};

function momentOf(value: Value, operator: string): number {
  if (value instanceof Date) return value.getTime();
  if (value instanceof ObjectId) return value.getTimestamp().getTime();
  throw typeMismatch(`${operator} requires a date, found: ${typeName(value)}`);
}

function text(value: Value, name: string): string {
  if (typeof value === 'string') return value;
  throw badValue(`${name} requires a text, found: ${typeName(value)}`);
}

function zoneOf(value: Value): string | undefined {
  return value === undefined ? undefined : text(value, 'timezone');
}

function integer(value: Value, name: string): number {
  const number = isNumber(value) ? numberOf(value) : Number.NaN;
  if (Number.isInteger(number)) return number;
  throw badValue(`${name} requires a whole number, found: ${typeName(value)}`);
}

/** An operator that reads one part of a date, given alone or as `{date, timezone}`. */
function part(read: (wall: Date) => number): Operator {
  return (argument, compile, name) => {
    const list = Array.isArray(argument) && argument.length === 1 ? argument[0] : argument;
    const fields: Document = isDocument(list) && 'date' in list ? list : { date: list };
    const date = compile(fields.date);
    const zone = compile(fields.timezone ?? 'UTC');
    return (scope) => {
      const [value, timezone] = [date(scope), zone(scope)];
      if (isNothing(value) || isNothing(timezone)) return null;
      return read(toWallClock(momentOf(value, name), zoneOf(timezone)));
    };
  };
}

function truncate({ date, unit, binSize, timezone, startOfWeek }: Document): Value {
  if (isNothing(date) || isNothing(unit) || timezone === null) return null;
  const bin = binSize === undefined ? 1 : integer(binSize, 'binSize');
  if (bin < 1) throw badValue('$dateTrunc requires a binSize above zero');
  const week = startOfWeek === undefined ? 'sunday' : text(startOfWeek, 'startOfWeek');
  const moment = momentOf(date, '$dateTrunc');
  return new Date(truncateDate(moment, text(unit, 'unit'), bin, zoneOf(timezone), week));
}

function move({ startDate, unit, amount, timezone }: Document, direction: number): Value {
  if (isNothing(startDate) || isNothing(unit) || isNothing(amount) || timezone === null) return null;
  const by = integer(amount, 'amount') * direction;
  return new Date(addToDate(momentOf(startDate, '$dateAdd'), text(unit, 'unit'), by, zoneOf(timezone)));
}

function difference({ startDate, endDate, unit, timezone, startOfWeek }: Document): Value {
  if (isNothing(startDate) || isNothing(endDate) || isNothing(unit) || timezone === null) return null;
  const week = startOfWeek === undefined ? 'sunday' : text(startOfWeek, 'startOfWeek');
  const start = momentOf(startDate, '$dateDiff');
  const end = momentOf(endDate, '$dateDiff');
  return unitsBetween(start, end, text(unit, 'unit'), zoneOf(timezone), week);
}

function formatDate({ date, format, timezone, onNull }: Document): Value {
  if (isNothing(date)) return onNull ?? null;
  if (timezone === null) return null;
  const zone = zoneOf(timezone);
  const moment = momentOf(date, '$dateToString');
  const pattern =
    format === undefined ? `%Y-%m-%dT%H:%M:%S.%L${zone === undefined ? 'Z' : ''}` : text(format, 'format');
  const wall = toWallClock(moment, zone);
  return pattern.replace(/%(.?)/g, (_, letter: string) =>
    formatPart(letter, wall, zoneOffset(moment, zone) / 60_000),
  );
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function formatPart(letter: string, wall: Date, offsetMinutes: number): string {
  switch (letter) {
    case 'Y':
      return padded(wall.getUTCFullYear(), 4);
    case 'm':
      return padded(wall.getUTCMonth() + 1, 2);
    case 'd':
      return padded(wall.getUTCDate(), 2);
    case 'H':
      return padded(wall.getUTCHours(), 2);
    case 'M':
      return padded(wall.getUTCMinutes(), 2);
    case 'S':
      return padded(wall.getUTCSeconds(), 2);
    case 'L':
      return padded(wall.getUTCMilliseconds(), 3);
    case 'j':
      return padded(dayOfYear(wall), 3);
    case 'u':
      return String(wall.getUTCDay() || 7);
    case 'w':
      return String(wall.getUTCDay() + 1);
    case 'G':
      return padded(isoWeek(wall).year, 4);
    case 'V':
      return padded(isoWeek(wall).week, 2);
    case 'U':
      return padded(sundayWeek(wall), 2);
    case 'Z':
      return String(offsetMinutes);
    case 'z':
      return formatOffset(offsetMinutes);
    case '%':
      return '%';
    default:
      throw badValue(`Invalid format character '%${letter}' in format string`);
  }
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}${padded(size % 60, 2)}`;
}

function readDate({ dateString, timezone, onNull, onError, format }: Document): Value {
  if (format !== undefined) throw unsupported("$dateFromString's format");
  if (isNothing(dateString)) return onNull ?? null;
  try {
    const date = toDate(text(dateString, 'dateString'));
    const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text(dateString, 'dateString'));
    return zoned || isNothing(timezone) ? date : new Date(fromWallClock(date.getTime(), zoneOf(timezone)));
  } catch (error) {
    if (onError !== undefined) return onError;
    throw error;
  }
}

function joinParts(fields: Document): Value {
  if (Object.values(fields).some((value) => value === null)) return null;
  const read = (name: string, otherwise: number) =>
    fields[name] === undefined ? otherwise : integer(fields[name], name);
  const wall = Date.UTC(
    read('year', 0),
    read('month', 1) - 1,
    read('day', 1),
    read('hour', 0),
    read('minute', 0),
    read('second', 0),
    read('millisecond', 0),
  );
  return new Date(fromWallClock(wall, zoneOf(fields.timezone)));
}
