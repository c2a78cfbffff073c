import type { Random } from './random.ts';

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const OPENS_HOUR = 9;
const CLOSES_HOUR = 18;
/** How much is written on each day, Sunday first. */
const DAY_WEIGHTS = [0.35, 1.3, 1.2, 1.1, 1.1, 1, 0.45];
/** How much is written in each hour of a day. */
const HOUR_WEIGHTS = [2, 1, 1, 1, 1, 2, 4, 9, 20, 32, 36, 34, 26, 28, 34, 33, 28, 22, 16, 13, 12, 10, 7, 4];
/** How much more is written at the end of the year than at its beginning: a company grows. */
const GROWTH = 0.8;

/** Whether agents are at work. Hours are UTC: the data is the same wherever it is made. */
export function isOpen(at: number): boolean {
  const date = new Date(at);
  const day = date.getUTCDay();
  const hour = date.getUTCHours();
  return day > 0 && day < 6 && hour >= OPENS_HOUR && hour < CLOSES_HOUR;
}

/** The next moment at which agents are at work: `at` itself, or shortly after the doors open. */
export function whenOpen(at: number, random: Random): number {
  if (isOpen(at)) return at;
  let opens = Math.floor(at / DAY_MS) * DAY_MS + OPENS_HOUR * HOUR_MS;
  while (opens < at || !isOpen(opens)) opens += DAY_MS;
  return opens + Math.round(random.wait(12 * MINUTE_MS));
}

/**
 * When people begin to write, over the year that ends at `now`: more on weekdays and in the day, and more of late.
 * @returns ascending, milliseconds since 1970
 */
export function openingTimes(count: number, now: number, random: Random): number[] {
  const days: [day: number, weight: number][] = [];
  const today = Math.floor(now / DAY_MS);
  for (let back = 365; back >= 0; back--) {
    const day = today - back;
    const weight = DAY_WEIGHTS[new Date(day * DAY_MS).getUTCDay()] ?? 1;
    days.push([day, weight * (1 + GROWTH * (1 - back / 365))]);
  }
  const hours = HOUR_WEIGHTS.map((weight, hour) => [hour, weight] as const);
  const times: number[] = [];
  while (times.length < count) {
    const at =
      random.weighted(days) * DAY_MS + random.weighted(hours) * HOUR_MS + random.integer(0, HOUR_MS - 1);
    if (at <= now && at > now - 365 * DAY_MS) times.push(at);
  }
  return times.sort((a, b) => a - b);
}
