/** Bugs that can be planted, with the fault that brings each to light. */
export const BUG_FAULTS: Readonly<Record<string, string>> = {
  'acknowledge-before-write': 'kill-anytime',
  'drop-unique-index': 'none',
  'catch-up-off-by-one': 'one-way-loss',
  'publish-before-commit': 'none',
  'forget-public-seq': 'none',
};
