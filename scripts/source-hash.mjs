// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What goes into `dist/`: a change in any of these makes the built one stale. */
const BUILT_FROM = [
  'widget',
  'server',
  'console',
  'shared',
  'scripts/build.ts',
  'scripts/build',
  'package-lock.json',
  'tsconfig.base.json',
];

/**
 * The state of all sources that are built, as one hash. Names and contents count, times do not: a fresh
 * clone and an old checkout of the same commit agree.
 *
 * @param {string} root folder of the project
 * @returns {string} 64 hexadecimal digits
 */
export function sourceHash(root) {
  const hash = createHash('sha256');
  for (const path of BUILT_FROM.flatMap((entry) => filesUnder(root, entry))) {
    const content = readFileSync(join(root, path));
    // The length keeps two neighbors from being mistaken for two others with the border elsewhere.
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path a file or folder, relative to the root
 * @returns {string[]} the file itself or all files below, sorted; none when it does not exist
 */
function filesUnder(root, path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(root, child);
      return entry.isFile() ? [child] : [];
    });
}
