/**
 * The oldest browsers that the chat and the console are made for: the first ones with constructed style
 * sheets in shadow roots, and what came with them.
 */
export const PAGE_TARGETS = ['es2022', 'chrome111', 'firefox115', 'safari16.4'];

/** The loader runs in whatever browser the customer's page runs in. */
export const LOADER_TARGETS = ['es2020'];
