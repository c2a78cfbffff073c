import { describe, expect, it } from 'vitest';
import { TURN_SILENCE_MS, Turn } from '../../shared/turn.ts';
import { createLine } from '../support/line.ts';
import { TurnedClock } from '../support/turned-clock.ts';

function setUp() {
  const clock = new TurnedClock();
  const told: string[] = [];
  const line = createLine();
  const tab = (name: string) =>
    new Turn(line, (delayMs, task) => clock.after(delayMs, task), {
      onTaken: () => void told.push(`${name} taken`),
      onLost: () => void told.push(`${name} lost`),
    });
  return { clock, told, tab };
}

describe('a turn', () => {
  it('is had by one tab at a time, in the order of asking', () => {
    const { told, tab } = setUp();
    const [one, two] = [tab('one'), tab('two')];
    one.want();
    one.want();
    two.want();
    expect([one.mine, two.mine]).toEqual([true, false]);
    one.giveBack();
    expect([one.mine, two.mine]).toEqual([false, true]);
    expect(told).toEqual(['one taken', 'two taken']);
  });

  it('is not given to a tab that no longer wants it', () => {
    const { told, tab } = setUp();
    const [one, two] = [tab('one'), tab('two')];
    one.want();
    two.want();
    two.giveBack();
    one.giveBack();
    expect(two.mine).toBe(false);
    expect(told).toEqual(['one taken']);
  });

  it('is taken from a tab that says nothing for too long, and not from one that speaks', () => {
    const { clock, told, tab } = setUp();
    const [one, two] = [tab('one'), tab('two')];
    one.want();
    two.want();
    clock.turn(TURN_SILENCE_MS - 1);
    two.heard();
    clock.turn(TURN_SILENCE_MS - 1);
    expect(two.mine).toBe(false);
    clock.turn(1);
    expect([one.mine, two.mine]).toEqual([false, true]);
    expect(told).toEqual(['one taken', 'one lost', 'two taken']);
    one.want();
    expect(one.mine).toBe(false);
    two.giveBack();
    expect(one.mine).toBe(true);
  });
});
