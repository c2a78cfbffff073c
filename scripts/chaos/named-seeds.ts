/** Runs that have failed once, and what it was: they run with every test from then on. */
export const NAMED_SEEDS: readonly { fault: string; seed: number; found: string }[] = [
  {
    fault: 'store-killed',
    seed: 1,
    found: 'the driver’s monitor asks over a socket that is gone, and the node never finds the store again',
  },
  {
    fault: 'clocks-wrong',
    seed: 8,
    found:
      'a node dies between the two writes of a visitor’s first message, and the visitor is turned away for ever',
  },
];
