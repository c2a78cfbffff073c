/** Times as people say them. Twenty-four hours, English names of months, the reader's own time zone. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY_AND_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const LONG_DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const LONG_DAY_AND_YEAR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' });

/** Such as `14:02`. */
export function clockTime(at: number): string {
  return CLOCK.format(at);
}

/** Date and time in full. */
export function fullTime(at: number): string {
  return FULL.format(at);
}

/** One name for all times of a day. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** Above the messages of a day: `Today`, `Yesterday`, `Monday 3 November`. */
export function dayLabel(at: number, now: number): string {
  const near = nearDay(at, now);
  if (near !== null) return near;
  return sameYear(at, now) ? LONG_DAY.format(at) : LONG_DAY_AND_YEAR.format(at);
}

/** In a list: the time today, `Yesterday`, then the date. */
export function listTime(at: number, now: number): string {
  return dayOf(at) === dayOf(now) ? clockTime(at) : shortDay(at, now);
}

/** How long ago today, such as `4 min`; `Yesterday`, then the date. */
export function agoTime(at: number, now: number): string {
  return dayOf(at) === dayOf(now) ? duration(now - at) : shortDay(at, now);
}

/** `Yesterday`, `3 Nov`, or with the year where it is another. */
export function shortDay(at: number, now: number): string {
  return nearDay(at, now) ?? (sameYear(at, now) ? DAY.format(at) : DAY_AND_YEAR.format(at));
}

/** The same within a sentence: `today`, `yesterday`, `3 Nov`. */
export function dayInSentence(at: number, now: number): string {
  return nearDay(at, now)?.toLowerCase() ?? shortDay(at, now);
}

/** A span in its largest unit: `now`, `6 min`, `2 h`, `3 d`. */
export function duration(ms: number): string {
  if (ms < MINUTE_MS) return 'now';
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
}

/** From here on somebody waits long, and too long. */
const LONG_WAIT_MS = 2 * MINUTE_MS;
const TOO_LONG_WAIT_MS = 5 * MINUTE_MS;

/** How a waiting time is colored. */
export function waitTone(ms: number): 'calm' | 'warm' | 'hot' {
  if (ms >= TOO_LONG_WAIT_MS) return 'hot';
  return ms >= LONG_WAIT_MS ? 'warm' : 'calm';
}

function nearDay(at: number, now: number): string | null {
  if (dayOf(at) === dayOf(now)) return 'Today';
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return dayOf(at) === dayOf(yesterday.getTime()) ? 'Yesterday' : null;
}

function sameYear(at: number, now: number): boolean {
  return new Date(at).getFullYear() === new Date(now).getFullYear();
}
