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
interface Span {
  day: Weekday;
  from: string;
  to: string;
}

export interface BusinessHours {
  /** IANA name. */
  timezone: string;
  /** At most one for each weekday; on the others nobody attends. */
  spans: Span[];
}

/**
 * When somebody attends again; null where somebody does at that moment, and where this machine does not know the time
 * zone, which another one has taken.
 */
export function nextOpening({ timezone, spans }: BusinessHours, at: number): number | null {
  if (!clocks.has(timezone) && !isTimeZone(timezone)) return null;
  const today = Math.floor((at + offsetAt(timezone, at)) / DAY_MS);
  // A week may lose its only hours to clocks that are changed.
  for (let day = today; day <= today + 2 * WEEKDAYS.length; day++) {
    const span = spans.find((each) => each.day === weekdayOf(day));
    if (!span) continue;
    const from = instantOf(timezone, day, span.from);
    const to = instantOf(timezone, day, span.to);
    if (from < to && at < to) return from <= at ? null : from;
  }
  return null;
}

/** @param day days since 1970, whose first was a Thursday */
function weekdayOf(day: number): Weekday | undefined {
  return WEEKDAYS[(day + 3) % WEEKDAYS.length];
}

/**
 * When a clock on the wall shows a time of a day. A time that comes twice, as in autumn, is its first; one that is left
 * out, as in spring, is as long after the last time before it as it would have been.
 */
function instantOf(timezone: string, day: number, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wall = day * DAY_MS + (hour * 60 + minute) * 60_000;
  const [before, after] = [wall - DAY_MS, wall + DAY_MS].map((near) => wall - offsetAt(timezone, near));
  const shows = (at: number | undefined): at is number =>
    at !== undefined && at + offsetAt(timezone, at) === wall;
  return [before, after].find(shows) ?? before ?? wall;
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

/** Whether this machine knows a time zone. Nothing is kept of a name that is only asked about: each has many spellings. */
export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
