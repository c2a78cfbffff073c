/** MongoDB's code for a write under a unique key that something else has. */
export const DUPLICATE_KEY = 11_000;

/** Whether that is why a write has failed. */
export function isDuplicateKey(error: unknown): boolean {
  return (error as { code?: number }).code === DUPLICATE_KEY;
}
