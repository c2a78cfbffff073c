import { PASSWORD_MIN_CHARACTERS } from '../../shared/limits.ts';
import { fill } from '../../shared/wording.ts';
import { counted, words } from '../words/words.ts';

export interface PasswordStrength {
  level: 'none' | 'short' | 'fair' | 'good' | 'strong';
  /** How much of the meter is filled, 0 to 100. */
  percent: number;
  /** What is shown under the field. */
  says: string;
}

/**
 * Rates a password by its length and by how many different characters it has: a long sentence is good without
 * any signs in it, a long row of one letter is not.
 */
export function passwordStrength(password: string): PasswordStrength {
  const characters = [...password];
  const least = counted(words.general.atLeastCharacters, PASSWORD_MIN_CHARACTERS);
  if (characters.length === 0) {
    return { level: 'none', percent: 0, says: least };
  }
  const count = counted(words.general.characters, characters.length);
  const says = (text: string) => fill(text, { characters: count, least });
  const { strength } = words.general;
  if (characters.length < PASSWORD_MIN_CHARACTERS) {
    const percent = Math.round((characters.length / PASSWORD_MIN_CHARACTERS) * 25);
    return { level: 'short', percent, says: says(strength.short) };
  }
  const worth = Math.min(characters.length, new Set(characters).size * 2 + kindsOf(password));
  if (worth < 14) return { level: 'fair', percent: 50, says: says(strength.fair) };
  if (worth < 22) return { level: 'good', percent: 75, says: says(strength.good) };
  return { level: 'strong', percent: 100, says: says(strength.strong) };
}

function kindsOf(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
}
