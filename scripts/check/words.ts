import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { words } from '../../widget/words/en.ts';
import type { StepResult } from './run-steps.ts';

/** A catalog of words, and the room whose code says them. */
const ROOMS: Readonly<Record<string, object>> = { widget: words };

/** Finds words that nothing says. That none is missing, and that each language has all, the compiler holds. */
export async function checkWords(root: string): Promise<StepResult> {
  const faults: string[] = [];
  for (const [room, catalog] of Object.entries(ROOMS)) {
    const found = await readdir(join(root, room), { recursive: true });
    const sources = found.filter(
      (path) => /\.tsx?$/.test(path) && !/^words\/[a-z]{2}(-[A-Z]{2})?\.ts$/.test(path),
    );
    const texts = await Promise.all(sources.map((path) => readFile(join(root, room, path), 'utf8')));
    const code = texts.join('\n');
    faults.push(...unusedWords(catalog, code).map((key) => `${room}: nothing says ${key}`));
  }
  return faults.length === 0 ? { kind: 'passed' } : { kind: 'failed', report: faults.join('\n') };
}

/**
 * @param code where the words are said: as `words.send`; those of a group also by a name, `words.status[kind]`
 * @returns the names that are not found, in order
 */
export function unusedWords(catalog: object, code: string): string[] {
  const said = new Set([...code.matchAll(/\bwords\.(\w+)/g)].map(([, name]) => name));
  const named = new Set(
    [...code.matchAll(/'(\w+)'|\bwords\.\w+\.(\w+)/g)].map(([, quoted, said]) => quoted ?? said),
  );
  return Object.entries(catalog).flatMap(([key, value]) => {
    if (!said.has(key)) return [key];
    // Plural forms are chosen by the number, refusals by the server's code; the launcher says its own.
    if (typeof value === 'string' || 'other' in value || key === 'refusals' || key === 'launcher') return [];
    return Object.keys(value)
      .filter((name) => !named.has(name))
      .map((name) => `${key}.${name}`);
  });
}
