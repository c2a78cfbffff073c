/** A text of a catalog: where it is, and whether it is the form for a number. */
interface Text {
  text: string;
  form: boolean;
}

/**
 * What is wrong with a language beside English: values that it does not name, forms that its numbers need, and texts
 * that are not clean.
 */
export function catalogFaults(language: string, words: object, english: object): string[] {
  const measure = textsOf(english);
  return [
    ...[...textsOf(words)].flatMap(([path, own]) => {
      const wanted = measure.get(path) ?? measure.get(path.replace(/\.\w+$/, '.other'));
      return [...valueFaults(own, wanted), ...uncleanness(path, own)].map(
        (fault) => `${language}: ${path} ${fault}`,
      );
    }),
    ...missingForms(language, words),
  ];
}

function valueFaults({ text, form }: Text, measure: Text | undefined): string[] {
  const own = valuesIn(text);
  const wanted = valuesIn(measure?.text ?? '');
  const foreign = own.filter((name) => !wanted.includes(name));
  // “One” may be said without a number.
  const missing = form ? [] : wanted.filter((name) => !own.includes(name));
  return [...foreign.map((name) => `names ${name}`), ...missing.map((name) => `does not name ${name}`)];
}

function uncleanness(path: string, { text }: Text): string[] {
  if (text === '') return ['is empty'];
  const faults: string[] = [];
  if (text.trim() !== text && !/unread$|Now$/.test(path)) faults.push('begins or ends with a space');
  if (/ {2}|'/.test(text)) faults.push('has two spaces or a straight apostrophe');
  return faults;
}

function missingForms(language: string, words: object): string[] {
  const rules = new Intl.PluralRules(language);
  const needed = [...new Set(Array.from({ length: 10_000 }, (_none, number) => rules.select(number)))];
  return formsIn(words).flatMap(([path, forms]) =>
    needed.filter((form) => !(form in forms)).map((form) => `${language}: ${path} has no form for “${form}”`),
  );
}

function formsIn(words: object, path = ''): [string, object][] {
  return Object.entries(words).flatMap(([key, value]): [string, object][] => {
    if (typeof value !== 'object') return [];
    return 'other' in value ? [[`${path}${key}`, value]] : formsIn(value, `${path}${key}.`);
  });
}

function textsOf(words: object, path = ''): Map<string, Text> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${path}${key}`, { text: value, form: 'other' in words }]]
        : [...textsOf(value, `${path}${key}.`)],
    ),
  );
}

function valuesIn(text: string): string[] {
  return [...new Set(text.match(/{\w+}/g))];
}
