import { describe, expect, it } from 'vitest';
import { Progress } from '../../server/core/progress.ts';

function progressOn(isTTY: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const progress = new Progress(1_000, { isTTY, write: (text) => written.push(text) }, () => clock.now);
  return { written, clock, progress };
}

describe('Progress', () => {
  it('draws a bar with percent, rate and time left on a terminal', () => {
    const { written, clock, progress } = progressOn(true);
    clock.now = 5_000;
    progress.update(250);
    expect(written.at(-1)).toMatch(/^\r█{7}░{21} 25 % {2}250 of 1000, 50\/s, 15 s left/);
  });

  it('writes a plain line now and then elsewhere, and always at the end', () => {
    const { written, clock, progress } = progressOn(false);
    for (const done of [100, 200, 300, 1_000]) {
      clock.now += 900;
      progress.update(done);
    }
    expect(written.map((line) => line.split(',')[0])).toEqual(['30 %  300 of 1000', '100 %  1000 of 1000']);
    expect(written.every((line) => line.endsWith('\n') && !line.includes('\r'))).toBe(true);
  });
});
