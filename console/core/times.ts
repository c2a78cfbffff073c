/** Times as the agent's language and region say them, in the reader's own time zone. */
import * as wording from '../../shared/wording.ts';
import { language, words } from '../words/words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Such as `14:02`. */
export function clockTime(at: number): string {
  return wording.timeOf(language(), at);
}

/** Date and time in full. */
export function fullTime(at: number): string {
  return wording.dateFormat(language(), { dateStyle: 'long', timeStyle: 'short' }).format(at);
}

/** One name for all times of a day. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** Above the messages of a day: `Today`, `Yesterday`, `Monday 3 November`. */
export function dayLabel(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  if (!sameYear || isNear(at, now)) return wording.dayOf(language(), at, now);
  return wording.dateFormat(language(), { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
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
  return wording.dayOf(language(), at, now, 'short');
}

/** The same within a sentence: `today`, `yesterday`, `3 Nov`. */
export function dayInSentence(at: number, now: number): string {
  const day = shortDay(at, now);
  return isNear(at, now) ? day.charAt(0).toLocaleLowerCase(language()) + day.slice(1) : day;
}

/** How long ago within a sentence: `4 min ago`, `yesterday`, `3 Nov`. */
export function agoInSentence(at: number, now: number): string {
  if (dayOf(at) !== dayOf(now)) return dayInSentence(at, now);
  const [count, unit] = inLargestUnit(now - at);
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' }).format(-count, unit);
}

/** A span in its largest unit: `now`, `6 min`, `2 hr`, `3 days`. */
export function duration(ms: number): string {
  const [count, unit] = inLargestUnit(ms);
  return unit === 'second' ? words.general.now : spanFormat(language(), unit).format(count);
}

const spans: Record<string, Intl.NumberFormat> = {};

/** Made once for each unit: every row of a list says one. */
function spanFormat(tag: string, unit: string): Intl.NumberFormat {
  spans[tag + unit] ??= new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short' });
  return spans[tag + unit] as Intl.NumberFormat;
}

function inLargestUnit(ms: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  if (ms < MINUTE_MS) return [0, 'second'];
  if (ms < HOUR_MS) return [Math.floor(ms / MINUTE_MS), 'minute'];
  if (ms < DAY_MS) return [Math.floor(ms / HOUR_MS), 'hour'];
  return [Math.floor(ms / DAY_MS), 'day'];
}

/** From here on somebody waits long, and too long. */
const LONG_WAIT_MS = 2 * MINUTE_MS;
const TOO_LONG_WAIT_MS = 5 * MINUTE_MS;

/** How a waiting time is colored. */
export function waitTone(ms: number): 'calm' | 'warm' | 'hot' {
  if (ms >= TOO_LONG_WAIT_MS) return 'hot';
  return ms >= LONG_WAIT_MS ? 'warm' : 'calm';
}

/** Whether it has a name of its own: today or yesterday. */
function isNear(at: number, now: number): boolean {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return dayOf(at) === dayOf(now) || dayOf(at) === dayOf(yesterday.getTime());
}
