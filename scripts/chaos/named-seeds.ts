/** Runs that have failed once, and what it was: they run with every test from then on. */
export const NAMED_SEEDS: readonly { fault: string; seed: number; found: string }[] = [];
