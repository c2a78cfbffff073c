type Parts = typeof import('../later.ts');

/** Fetches a part, and the words that it says. */
export function part<Name extends keyof Parts>(name: Name): () => Promise<Parts[Name]> {
  return async () => {
    const later = await import('../later.ts');
    await later.learnMore();
    return later[name];
  };
}
