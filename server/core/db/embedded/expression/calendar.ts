import { badValue, StoreError } from '../errors.ts';

/** Milliseconds of the units that always last equally long. */
const LENGTHS: Record<string, number> = {
  millisecond: 1,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MS = 86_400_000;
/** Bins of several units are counted from here, as MongoDB does. It was a Saturday. */
const REFERENCE = Date.UTC(2000, 0, 1);
const REFERENCE_WEEKDAY = 6;
/** An offset holds for at least so long: no zone changes within a quarter of an hour. */
const OFFSET_SLOT_MS = 900_000;
const OFFSETS_KEPT = 20_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/**
 * How many milliseconds a time zone is ahead of UTC at a moment.
 * @param zone an Olson name, `+hh:mm`, or undefined for UTC
 * @throws StoreError for zones that do not exist
 */
export function zoneOffset(moment: number, zone: string | undefined): number {
  if (zone === undefined || zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const fixed = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    return (fixed[1] === '-' ? -1 : 1) * minutes * 60_000;
  }
  let known = offsets.get(zone);
  if (known === undefined || known.size > OFFSETS_KEPT) {
    known = new Map();
    offsets.set(zone, known);
  }
  const slot = Math.floor(moment / OFFSET_SLOT_MS);
  const kept = known.get(slot);
  if (kept !== undefined) return kept;
  const offset = readOffset(slot * OFFSET_SLOT_MS, zone);
  known.set(slot, offset);
  return offset;
}

function readOffset(moment: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - moment;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const numeric = 'numeric' as const;
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    formats.set(zone, format);
    return format;
  } catch {
    throw new StoreError('Location40485', `unrecognized time zone identifier: "${zone}"`);
  }
}

/** A moment whose UTC parts read as the clock on the wall does in the zone. */
export function toWallClock(moment: number, zone: string | undefined): Date {
  return new Date(moment + zoneOffset(moment, zone));
}

/** The moment at which the clock on the wall of a zone shows this. */
export function fromWallClock(wall: number, zone: string | undefined): number {
  const guess = wall - zoneOffset(wall, zone);
  return wall - zoneOffset(guess, zone);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function unknownUnit(unit: string): StoreError {
  return badValue(`unknown time unit value: ${unit}`);
}

/**
 * The beginning of the unit (or of the bin of several units) a moment lies in.
 * @param startOfWeek an English weekday; counts for weeks only
 */
export function truncateDate(
  moment: number,
  unit: string,
  bin: number,
  zone: string | undefined,
  startOfWeek: string,
): number {
  const wall = moment + zoneOffset(moment, zone);
  const length = LENGTHS[unit];
  if (length === undefined) return fromWallClock(truncateMonths(wall, unit, bin), zone);
  const reference = unit === 'week' ? REFERENCE + weekShift(startOfWeek) * DAY_MS : REFERENCE;
  const rest = modulo(wall - reference, length * bin);
  return length < DAY_MS ? moment - rest : fromWallClock(wall - rest, zone);
}

function weekShift(startOfWeek: string): number {
  const weekday = WEEKDAYS.indexOf(startOfWeek.toLowerCase().slice(0, 3));
  if (weekday < 0) throw badValue(`unknown day of week value: ${startOfWeek}`);
  return modulo(weekday - REFERENCE_WEEKDAY, 7);
}

function truncateMonths(wall: number, unit: string, bin: number): number {
  const size = MONTHS[unit];
  if (size === undefined) throw unknownUnit(unit);
  const date = new Date(wall);
  const months = (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth();
  return Date.UTC(2000, months - modulo(months, size * bin), 1);
}

/** A moment moved by units; a day that the new month does not have becomes its last one. */
export function addToDate(moment: number, unit: string, amount: number, zone: string | undefined): number {
  const length = LENGTHS[unit];
  if (length !== undefined && length < DAY_MS) return moment + amount * length;
  const wall = moment + zoneOffset(moment, zone);
  if (length !== undefined) return fromWallClock(wall + amount * length, zone);
  const months = MONTHS[unit];
  if (months === undefined) throw unknownUnit(unit);
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount * months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return fromWallClock(date.getTime(), zone);
}

/** How many beginnings of the unit lie between two moments. */
export function unitsBetween(
  start: number,
  end: number,
  unit: string,
  zone: string | undefined,
  startOfWeek: string,
): number {
  const wallStart = toWallClock(start, zone);
  const wallEnd = toWallClock(end, zone);
  const months = MONTHS[unit];
  if (months !== undefined) {
    const count = (date: Date) => Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months);
    return count(wallEnd) - count(wallStart);
  }
  const length = LENGTHS[unit];
  if (length === undefined) throw unknownUnit(unit);
  if (length < DAY_MS) return Math.floor(end / length) - Math.floor(start / length);
  const from = truncateDate(wallStart.getTime(), unit, 1, undefined, startOfWeek);
  return Math.round((truncateDate(wallEnd.getTime(), unit, 1, undefined, startOfWeek) - from) / length);
}

export function dayOfYear(wall: Date): number {
  const start = Date.UTC(wall.getUTCFullYear(), 0, 1);
  return Math.floor((wall.getTime() - start) / DAY_MS) + 1;
}

/** The week by ISO 8601 and the year it belongs to. */
export function isoWeek(wall: Date): { week: number; year: number } {
  const thursday = new Date(wall.getTime() + (3 - modulo(wall.getUTCDay() - 1, 7)) * DAY_MS);
  return { week: Math.ceil(dayOfYear(thursday) / 7), year: thursday.getUTCFullYear() };
}

/** The week counted from the year's first Sunday; days before it are in week 0. */
export function sundayWeek(wall: Date): number {
  return Math.floor((dayOfYear(wall) + 6 - wall.getUTCDay()) / 7);
}
