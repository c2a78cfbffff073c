import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogFaults } from './catalog-faults.ts';
import { CATALOGS } from './catalogs.ts';
import { literalTexts } from './literal-texts.ts';
import type { StepResult } from './run-steps.ts';

/** The catalogs themselves: a language, or a part of one. */
const CATALOG_FILE = /^words\/[a-z]{2}(-[A-Z]{2})?(\/[a-z-]+)?\.ts$/;

/** Where nothing is said but by the catalog. */
const WORDED = /^console\/(?!sites\/signing\.ts)/;

/**
 * Finds words that nothing says, languages that say something else than English does, and texts beside the catalog.
 * That none is missing the compiler holds.
 */
export async function checkWords(root: string): Promise<StepResult> {
  const faults: string[] = [];
  for (const [room, languages] of Object.entries(CATALOGS)) {
    const found = await readdir(join(root, room), { recursive: true });
    const paths = found.filter((path) => /\.tsx?$/.test(path) && !CATALOG_FILE.test(path));
    const sources = await Promise.all(
      paths.map(async (path) => ({ path, code: await readFile(join(root, room, path), 'utf8') })),
    );
    const code = sources.map((source) => source.code).join('\n');
    faults.push(...unusedWords(languages.en, code).map((key) => `${room}: nothing says ${key}`));
    for (const [language, words] of Object.entries(languages)) {
      faults.push(...catalogFaults(language, words, languages.en).map((fault) => `${room}: ${fault}`));
    }
    for (const { path, code } of sources.filter((source) => WORDED.test(`${room}/${source.path}`))) {
      faults.push(...literalTexts(path, code).map((text) => `${room}/${path} says ${text} in English only`));
    }
  }
  return faults.length === 0 ? { kind: 'passed' } : { kind: 'failed', report: faults.join('\n') };
}

/**
 * @param code where the words are said: as `words.send`, or of a room as `words.frame.send`; those of a group also by a
 *   name, `words.status[kind]`, or all of them at once
 * @returns the names that are not found, in order
 */
export function unusedWords(catalog: object, code: string): string[] {
  const use = usesIn(code);
  const rooms = 'general' in catalog ? Object.keys(catalog) : [];
  const unused = (words: object, path: string): string[] =>
    Object.entries(words).flatMap(([name, value]) => {
      const own = path === '' ? name : `${path}.${name}`;
      const isGroup = path !== '' && !rooms.includes(path);
      const isSaid = use.said.has(own) || (use.indexed.has(path) && use.named.has(name));
      if (!isSaid && !(isGroup && (use.named.has(name) || use.whole.has(path)))) return [own];
      // Plural forms are chosen by the number, refusals and faults by what the server answers; the launcher says its own.
      if (typeof value === 'string' || 'other' in value || CHOSEN_OUTSIDE.includes(name)) return [];
      return unused(value, own);
    });
  return unused(catalog, '');
}

const CHOSEN_OUTSIDE = ['refusals', 'faults', 'launcher'];

/** How a code says words, by their path in the catalog. */
function usesIn(code: string) {
  const said = new Set<string>();
  const whole = new Set<string>();
  const indexed = new Set<string>();
  for (const [, path = '', after] of code.matchAll(/\b(?:words|moreWords\(\))\.(\w+(?:\.\w+)*)(\[)?/g)) {
    const parts = path.split('.');
    // `words.a.b` says `a` too.
    for (let length = 1; length <= parts.length; length++) said.add(parts.slice(0, length).join('.'));
    (after ? indexed : whole).add(path);
  }
  for (const [, names = '', path] of code.matchAll(
    /{([^{}]+)} = (?:words|moreWords\(\))\.(\w+(?:\.\w+)*)/g,
  )) {
    for (const name of names.match(/\w+/g) ?? []) {
      said.add(`${path}.${name}`);
      whole.add(`${path}.${name}`);
    }
  }
  const named = new Set([...code.matchAll(/'(\w+)'|\.(\w+)/g)].map(([, quoted, read]) => quoted ?? read));
  return { said, whole, indexed, named };
}
