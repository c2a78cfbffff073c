import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { EMOJI_FOLDER, emojiSource } from '../../scripts/emoji/emoji-source.ts';
import { findEmoji, readEmoji, shaded } from '../../shared/emoji/emoji.ts';
import { loadEmoji } from '../../shared/emoji/load-emoji.ts';
import { LANGUAGES, type Language } from '../../shared/languages.ts';

const ROOT = resolve(import.meta.dirname, '../..');

it.each(LANGUAGES)('the list of %s is the one that the packages give', (language) => {
  const kept = readFileSync(join(ROOT, EMOJI_FOLDER, `${language}.ts`), 'utf8');
  expect(kept === emojiSource(ROOT, language), 'run: npx tsx scripts/emoji.ts --write').toBe(true);
});

it.each<[Language, string, string, string]>([
  ['en', 'thank', '🙏', 'Germany'],
  ['pt-BR', 'coracao', '❤️', 'Alemanha'],
  ['ro', 'multumesc', '🙏', 'Germania'],
  ['es', 'corazón', '❤️', 'Alemania'],
  ['fr', 'etoile', '⭐', 'Allemagne'],
  ['de', 'daumen', '👍', 'Deutschland'],
])('emoji are named and found in %s', async (language, asked, emoji, germany) => {
  const { words, emoji: list } = await loadEmoji(language);
  const groups = readEmoji(list, language);
  expect(groups).toHaveLength(words.groups.length);
  expect(findEmoji(groups, asked).map((each) => each.emoji)).toContain(emoji);
  expect(findEmoji(groups, germany)[0]?.emoji).toBe('🇩🇪');
  expect(groups.flat().filter(({ name }) => name.trim() === '')).toEqual([]);
});

it('whoever is named so comes first, and every word has to be there', async () => {
  const groups = readEmoji((await loadEmoji('en')).emoji, 'en');
  expect(findEmoji(groups, 'RED  heart').map(({ emoji }) => emoji)[0]).toBe('❤️');
  expect(findEmoji(groups, 'pizza')[0]?.emoji).toBe('🍕');
  expect(findEmoji(groups, 'pizza heart')).toEqual([]);
});

it.each([
  ['👍', 3, '👍🏽'],
  ['✌️', 5, '✌🏿'],
  ['🧑‍⚕️', 1, '🧑🏻‍⚕️'],
  ['🍕', 3, '🍕'],
  ['👍', 0, '👍'],
  ['🧑‍🤝‍🧑', 3, '🧑‍🤝‍🧑'],
])('%s in shade %i is %s', (emoji, shade, expected) => {
  expect(shaded(emoji, shade)).toBe(expected);
});
