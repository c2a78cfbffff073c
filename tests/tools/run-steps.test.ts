import { expect, test } from 'vitest';
import { runSteps, type Step } from '../../scripts/check/run-steps.ts';

test('every step runs, some at a time; failures come in the order of the steps', async () => {
  let running = 0;
  let most = 0;
  const step = (name: string, fails: boolean): Step => ({
    name,
    run: async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      if (fails) throw new Error(`${name} threw`);
      return { kind: 'passed', note: `note of ${name}` };
    },
  });
  const lines: string[] = [];
  const steps = [step('a', true), step('b', false), step('c', true), step('d', false), step('e', false)];
  const failures = await runSteps(steps, 2, (line) => lines.push(line));
  expect(most).toBe(2);
  expect(failures.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(failures[0]?.report).toContain('a threw');
  expect(lines.filter((line) => line.startsWith('ok')).length).toBe(3);
  expect(lines.filter((line) => line.startsWith('FAILED')).length).toBe(2);
  expect(lines).toContain('note of e');
});
