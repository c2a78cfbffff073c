import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';

test('waits until assertions hold', async () => {
  let tries = 0;
  await eventually(
    () => {
      tries += 1;
      expect(tries).toBe(3);
    },
    { intervalMs: 1 },
  );
  expect(tries).toBe(3);
});

test('waits for something truthy and gives it', async () => {
  const answers = [null, false, 0, '', 'here'];
  expect(await eventually(async () => answers.shift() ?? null, { intervalMs: 1 })).toBe('here');
});

test('says why the last attempt failed', async () => {
  const attempt = (): never => {
    throw new Error('the door is closed');
  };
  await expect(eventually(attempt, { timeoutMs: 5, intervalMs: 1 })).rejects.toThrow(
    'did not come about within 5 ms: the door is closed',
  );
  await expect(eventually(() => false, { timeoutMs: 5, intervalMs: 1 })).rejects.toThrow('it gave false');
});
