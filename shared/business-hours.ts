/**
 * Business hours: when a site is attended in a week, in the time zone of whoever attends it. Moments are milliseconds
 * since 1970. Without the schemas' library, because the console reads them too.
 */

/** As they follow one another in a week; the place in this list is the weekday's number. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const DAY_MS = 24 * 60 * 60_000;

/** From a time up to another one of the same day, such as `09:00` and `17:30`; the end of a day is `24:00`. */
export interface Span {
  from: string;
  to: string;
}

export interface BusinessHours {
  /** IANA name. */
  timezone: string;
  /** Of each weekday in their order; on one without any nobody attends. */
  spans: (Span & { day: Weekday })[];
}

/** A date on which a site is attended otherwise than in other weeks, such as a holiday. */
export interface SpecialDay {
  /** `2026-12-25`, in the time zone of the hours. */
  date: string;
  name?: string;
  /** In their order; without any nobody attends all day. */
  spans: Span[];
}

/**
 * When somebody attends again; null where somebody does at that moment, and where this machine does not know the time
 * zone, which another one has taken.
 */
export function nextOpening(
  { timezone, spans }: BusinessHours,
  specialDays: readonly SpecialDay[],
  at: number,
): number | null {
  if (!isKnown(timezone)) return null;
  const special = new Map(specialDays.map((day) => [day.date, day.spans]));
  const today = dayAt(timezone, at);
  // A week may lose its only hours to clocks that are changed, and each special day may close another week.
  const last = today + 2 * WEEKDAYS.length * (special.size + 1);
  let next = Number.POSITIVE_INFINITY;
  // What clocks leave out before midnight comes after it: a day reaches into the next one.
  for (let day = today - 1; day <= last; day++) {
    const isNextKnown = next < Number.POSITIVE_INFINITY;
    const hours = special.get(dateOf(day)) ?? spans.filter((span) => span.day === weekdayOf(day));
    for (const [from, to] of instantsOf(timezone, day, hours)) {
      if (from < to && at < to) next = Math.min(next, from);
    }
    if (next <= at) return null;
    if (isNextKnown) return next;
  }
  return null;
}

/** What day it is in a time zone, as `2026-12-25`; in one that this machine does not know, at Greenwich. */
export function todayIn(timezone: string, at: number): string {
  return dateOf(dayAt(isKnown(timezone) ? timezone : 'UTC', at));
}

function dayAt(timezone: string, at: number): number {
  return Math.floor((at + offsetAt(timezone, at)) / DAY_MS);
}

/** @param day days since 1970 */
function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** @param day days since 1970, whose first was a Thursday */
function weekdayOf(day: number): Weekday | undefined {
  return WEEKDAYS[(day + 3) % WEEKDAYS.length];
}

/**
 * When spans of a day begin and end, by a clock on the wall. A time that comes twice, as in autumn, is its first; one
 * that is left out, as in spring, is as long after the last time before it as it would have been.
 */
function instantsOf(timezone: string, day: number, spans: readonly Span[]): [number, number][] {
  if (spans.length === 0) return [];
  const before = offsetAt(timezone, (day - 1) * DAY_MS);
  const after = offsetAt(timezone, (day + 2) * DAY_MS);
  const instantOf = (time: string) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    const wall = day * DAY_MS + (hour * 60 + minute) * 60_000;
    if (before === after) return wall - before;
    const shows = (offset: number) => offsetAt(timezone, wall - offset) === offset;
    return wall - ([before, after].find(shows) ?? before);
  };
  return spans.map(({ from, to }) => [instantOf(from), instantOf(to)]);
}

/** How far the clocks of a time zone are before UTC, in milliseconds. */
function offsetAt(timezone: string, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of clockOf(timezone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Made once for each time zone: making one takes a hundred times as long as using it. */
function clockOf(timezone: string): Intl.DateTimeFormat {
  const known = clocks.get(timezone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const clock = new Intl.DateTimeFormat('en', {
    ...{ timeZone: timezone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
  });
  clocks.set(timezone, clock);
  return clock;
}

/** The same as {@link isTimeZone}, and quick where a clock has been made. */
function isKnown(timezone: string): boolean {
  return clocks.has(timezone) || isTimeZone(timezone);
}

/** Whether this machine knows a time zone. Nothing is kept of a name that is only asked about: each has many spellings. */
export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
