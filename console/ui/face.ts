const COLORS = ['blue', 'coral', 'green', 'plum', 'sand'] as const;

/** One of five colors for a person, always the same one for the same id. */
export function faceColor(id: string): (typeof COLORS)[number] {
  // FNV-1a: near ids fall far apart.
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return COLORS[hash % COLORS.length] ?? 'sand';
}

/** The first letters of the first and the last word; one letter for one word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '')].find((character) => /[\p{L}\p{N}]/u.test(character)) ?? '')
    .join('')
    .toUpperCase();
}
