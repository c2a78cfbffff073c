import type { ReplyWithin } from '../../shared/sites.ts';

/** How the beginning of a conversation counts. */
interface FirstWait {
  openedAt: number;
  repliedAt: number | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What can be told, the shortest first. What takes longer is not told: nobody is drawn in by it. */
const TOLD: readonly ReplyWithin[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => ({ count, unit: 'minute' as const })),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => ({ count, unit: 'hour' as const })),
  { count: 1, unit: 'day' },
];

/** Fewer conversations than this say nothing. */
const SAMPLES_MIN = 10;
/** "Usually": in so many of all cases. */
const USUALLY = 0.75;

/**
 * The shortest time that can be promised: within it, three of four conversations were answered. Who still waits counts
 * against every time that has passed already, and not yet against longer ones.
 *
 * @param now milliseconds since 1970
 * @returns null where too little is known, or where it takes longer than a day
 */
export function replyWithin(waits: readonly FirstWait[], now: number): ReplyWithin | null {
  return (
    TOLD.find(({ count, unit }) => {
      const limit = count * { minute: MINUTE_MS, hour: HOUR_MS, day: 24 * HOUR_MS }[unit];
      const known = waits.filter(({ openedAt, repliedAt }) => repliedAt !== null || now - openedAt > limit);
      const kept = known.filter(
        ({ openedAt, repliedAt }) => repliedAt !== null && repliedAt - openedAt <= limit,
      );
      return known.length >= SAMPLES_MIN && kept.length >= USUALLY * known.length;
    }) ?? null
  );
}
