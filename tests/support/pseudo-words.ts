const ACCENTED: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'ï',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
};

/**
 * A language that nobody speaks, for tests: English with accents, between brackets and two fifths longer, so that it is
 * seen on a screen what is not translated, what is put together of pieces, and what has no room.
 *
 * @param words the English ones
 * @param direction `rtl` for one that is written from right to left
 */
export function pseudoWords<Words extends object>(words: Words, direction: 'ltr' | 'rtl'): Words {
  const letters = direction === 'rtl' ? '\u05d0\u05d1\u05d2' : 'xyz';
  const pseudo = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(pseudo);
    if (typeof value !== 'string') {
      return Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, pseudo(each)]));
    }
    const more = Math.ceil(value.length * 0.4);
    const filler = Array.from({ length: more }, (_, at) => (at % 6 === 5 ? ' ' : letters[at % 3]))
      .join('')
      .trim();
    const accented = value.replace(/{\w+}|[a-z]/g, (part) => ACCENTED[part] ?? part);
    return `[${accented} ${filler}]`;
  };
  return { ...(pseudo(words) as Words), direction };
}
