import { FACT_MAX_CHARACTERS, FACT_NAME, FACTS_MAX } from '../../shared/limits.ts';

type Fact = string | number | boolean;

/**
 * What a page says of what it shows, as far as the server would take it; other than plain values as JSON.
 *
 * @param explain is told what is left out, in words for the page's developer
 */
export function readContext(context: unknown, explain: (sentence: string) => void): Record<string, Fact> {
  const facts: Record<string, Fact> = {};
  for (const [name, value] of Object.entries(Object(context))) {
    const fact = factOf(value);
    if (fact === null) continue;
    if (fact === undefined || !FACT_NAME.test(name) || Object.keys(facts).length === FACTS_MAX) {
      explain(
        `setContext() takes up to ${FACTS_MAX} names of letters and digits, with plain values: ${name} is left out`,
      );
    } else facts[name] = fact;
  }
  return facts;
}

function factOf(value: unknown): Fact | null | undefined {
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return value as Fact | null;
  try {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text?.slice(0, FACT_MAX_CHARACTERS);
  } catch {
    return; // a circle, or a number too large for JSON
  }
}
