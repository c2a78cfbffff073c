import { describe, expect, it } from 'vitest';
import { replyWithin } from '../../server/promises/reply-within.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;

/** Conversations whose first answer took so many minutes; a negative number has waited so long already. */
const waits = (minutes: number[]) =>
  minutes.map((each) => ({
    openedAt: NOW - (each < 0 ? -each : 24 * 60 + each) * MINUTE,
    repliedAt: each < 0 ? null : NOW - 24 * 60 * MINUTE,
  }));

const tenOf = (minutes: number) => Array.from({ length: 10 }, () => minutes);

describe('the time within which somebody usually answers', () => {
  for (const [what, minutes, expected] of [
    ['is not told after fewer than ten conversations', Array.from({ length: 9 }, () => 1), null],
    ['is the shortest that three of four keep', [...tenOf(4), 90, 90, 90], '5 minute'],
    ['is longer where too many do not keep it', [...tenOf(4), 90, 90, 90, 90], '2 hour'],
    ['holds exactly at its end', tenOf(5), '5 minute'],
    ['is not shorter than the next that is told', tenOf(5.1), '10 minute'],
    ['counts who still waits against what has passed', [...tenOf(1), -20, -20, -20, -20], '30 minute'],
    ['is not told where too many have waited for a day', [...tenOf(1), ...Array(4).fill(-1_500)], null],
    ['does not count who has only just begun to wait', [...tenOf(1), -0.5, -0.5, -0.5, -0.5], '1 minute'],
    ['is not told where it takes longer than a day', tenOf(25 * 60), null],
    ['may be a day', tenOf(20 * 60), '1 day'],
    ['is not told where nobody has written', [], null],
  ] as const) {
    it(what, () => {
      const within = replyWithin(waits([...minutes]), NOW);
      expect(within && `${within.count} ${within.unit}`).toBe(expected);
    });
  }
});
