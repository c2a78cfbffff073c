/** The tag the page gives if it is one; null where it is not. */
export function knownLanguage(tag: unknown): string | null {
  try {
    return Intl.getCanonicalLocales(String(tag))[0] ?? null;
  } catch {
    return null;
  }
}
