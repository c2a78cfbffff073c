import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

/** `npm run fuzz` makes as many as one likes, under any seed. */
const RUNS = 150;

it('nothing that comes in breaks anything or gets at what is not its own', async () => {
  const outcomes = await fuzz({ seed: 20_260_101, runs: RUNS });
  // Most is refused; what is taken shows that the rest of the way was tried as well.
  expect(outcomes.invalid_input).toBeGreaterThan(RUNS / 10);
  expect(outcomes.ok).toBeGreaterThan(RUNS / 50);
}, 240_000);
