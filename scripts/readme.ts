import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SETTINGS } from '../server/config.ts';

const BEGIN = /<!-- settings: [^>]*-->\n/;
const END = '<!-- /settings -->';
const file = join(resolve(import.meta.dirname, '..'), 'README.md');

const before = readFileSync(file, 'utf8');
const after = withSettings(before);
if (process.argv.includes('--write')) {
  writeFileSync(file, after);
} else if (before !== after) {
  console.error('The table of settings in README.md is old. Run: npx tsx scripts/readme.ts --write');
  process.exitCode = 1;
}

/** Puts the table made from the settings between its two marks. */
function withSettings(readme: string): string {
  const begin = BEGIN.exec(readme);
  const end = readme.indexOf(END);
  if (begin === null || end < 0) throw new Error('README.md has lost the marks of its table of settings');
  return `${readme.slice(0, begin.index + begin[0].length)}\n${settingsTable()}\n\n${readme.slice(end)}`;
}

function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]) => {
    const shown = setting.defaultShown ?? (setting.default === null ? 'none' : `\`${setting.default}\``);
    return `| \`${name}\` | ${shown} | ${setting.meaning} |`;
  });
  return ['| name | default | meaning |', '|---|---|---|', ...rows].join('\n');
}
