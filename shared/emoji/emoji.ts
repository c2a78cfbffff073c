/** The emoji that somebody can choose from: read from a language's list, found by words, in a shade of skin. Pure. */

/** What a panel of emoji says in one language, and the list itself as scripts/emoji.ts makes it. */
export interface EmojiCatalog {
  words: {
    emoji: string;
    search: string;
    nothing: string;
    recent: string;
    /** Names of the shades of skin: none, then from light to dark. */
    skin: string;
    skins: readonly [string, string, string, string, string, string];
    /** Of Unicode's groups, in their order. */
    groups: readonly string[];
  };
  emoji: string;
}

export interface Emoji {
  emoji: string;
  name: string;
  /** Name and what else it is found by, as words are compared. */
  found: string;
}

/** More than this nobody looks through. */
const FOUND_MAX = 72;
const MARKS = /\p{Mn}/gu;
const PAINTED = '\uFE0F';
const SHADES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'];
/** Letters of country flags: the first of them stands for A. */
const FIRST_FLAG_LETTER = 0x1f1e6;

/**
 * Reads a list: the groups in their order.
 *
 * @param language BCP 47 tag of the list, in which countries are named
 */
export function readEmoji(list: string, language: string): Emoji[][] {
  const countries = new Intl.DisplayNames(language, { type: 'region' });
  return list.split('\n').map((line) =>
    line.split(';').map((item) => {
      const end = item.indexOf(' ');
      if (end < 0) {
        const name = countries.of(countryOf(item)) ?? item;
        return { emoji: item, name, found: comparable(name) };
      }
      const [name = ''] = item.slice(end + 1).split('|');
      return { emoji: item.slice(0, end), name, found: comparable(item.slice(end)) };
    }),
  );
}

/** Those in which a word begins with what is asked for, each of its words; named so first. */
export function findEmoji(groups: readonly (readonly Emoji[])[], asked: string): Emoji[] {
  const parts = comparable(asked)
    .split(' ')
    .filter((part) => part !== '');
  const found = groups.flat().filter((each) => parts.every((part) => each.found.includes(` ${part}`)));
  const isNamed = ({ name }: Emoji) => comparable(name).includes(` ${parts[0]}`);
  return [...found.filter(isNamed), ...found.filter((each) => !isNamed(each))].slice(0, FOUND_MAX);
}

/**
 * An emoji in a shade of skin; as it is where it shows no skin, or that of several people.
 *
 * @param shade 0 for none, 1 to 5 from light to dark
 */
export function shaded(emoji: string, shade: number): string {
  const [first = '', ...rest] = emoji;
  const people = emoji.match(/\p{Emoji_Modifier_Base}/gu)?.length ?? 0;
  if (!shade || people !== 1 || !/^\p{Emoji_Modifier_Base}/u.test(emoji)) return emoji;
  return first + SHADES[shade] + rest.join('').replace(RegExp(`^${PAINTED}`), '');
}

/** As words are compared: small letters without marks, each word after a blank. */
function comparable(text: string): string {
  const plain = text.normalize('NFD').replace(MARKS, '').toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()}`;
}

function countryOf(flag: string): string {
  const letters = [...flag].map((letter) => (letter.codePointAt(0) ?? 0) - FIRST_FLAG_LETTER + 65);
  return String.fromCharCode(...letters);
}
