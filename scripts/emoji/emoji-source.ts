import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../shared/languages.ts';

export const EMOJI_FOLDER = 'shared/emoji/data';

/** Every system that is still in use draws these; what is newer shows as an empty box to many. */
const NEWEST_VERSION = 15;
/** Country flags are two letters; each browser knows the names of countries by itself. */
const FLAG = /^\p{RI}{2}$/u;
const PAINTED = /\uFE0F/g;

interface Group {
  name: string;
  emojis: { emoji: string; emoji_version: string }[];
}

interface Annotation {
  /** What it is also found by. */
  default?: string[];
  /** Its name, as it is read out. */
  tts?: [string];
}

/**
 * The module of one language: a line for each of Unicode's groups, in Unicode's order, items parted by `;`. An item is
 * the emoji, a blank, its name, and after `|` each what else it is found by; country flags are alone.
 *
 * @throws Error where a name holds a character that parts them
 */
export function emojiSource(root: string, language: Language): string {
  const groups = read<Group[]>(root, 'unicode-emoji-json/data-by-group.json');
  // CLDR's `pt` is Brazil's.
  const base = language.split('-')[0];
  const { annotations } = read<{ annotations: { annotations: Record<string, Annotation> } }>(
    root,
    `cldr-annotations-full/annotations/${base}/annotations.json`,
  ).annotations;
  const lines = groups.map(({ emojis }) =>
    emojis
      .filter(({ emoji_version }) => Number(emoji_version) <= NEWEST_VERSION)
      .map(({ emoji }) => (FLAG.test(emoji) ? emoji : itemOf(emoji, annotations)))
      .filter((item) => item !== null)
      .join(';'),
  );
  return `/** Made by scripts/emoji.ts from Unicode's CLDR (Unicode License v3). */\nexport const emoji = \`${lines.join('\n')}\`;\n`;
}

/** Null for what has no name of its own: families of certain hair, couples of certain skin. */
function itemOf(emoji: string, annotations: Readonly<Record<string, Annotation>>): string | null {
  const found = annotations[emoji] ?? annotations[emoji.replace(PAINTED, '')];
  const name = found?.tts?.[0];
  if (found === undefined || name === undefined) return null;
  const told = name.toLowerCase();
  const more = (found.default ?? []).filter((word) => !told.includes(word.toLowerCase()));
  const item = `${emoji} ${[name, ...more].join('|')}`;
  if (/[;`\\$\n]/.test(item) || [name, ...more].some((word) => word.includes('|')))
    throw new Error(`cannot be kept: ${item}`);
  return item;
}

function read<T>(root: string, file: string): T {
  return JSON.parse(readFileSync(join(root, 'node_modules', file), 'utf8')) as T;
}
