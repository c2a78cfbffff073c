/** `--write` makes shared/emoji/data anew from the packages that hold Unicode's own lists of emoji and their names. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LANGUAGES } from '../shared/languages.ts';
import { EMOJI_FOLDER, emojiSource } from './emoji/emoji-source.ts';

const root = resolve(import.meta.dirname, '..');
for (const language of LANGUAGES) {
  const source = emojiSource(root, language);
  if (process.argv.includes('--write')) writeFileSync(join(root, EMOJI_FOLDER, `${language}.ts`), source);
  else console.log(`${language}: ${source.length.toLocaleString('en')} characters`);
}
