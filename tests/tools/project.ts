import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** The project that these tests belong to. */
const house = resolve(import.meta.dirname, '../..');

/** What the tools themselves are made of. */
const TOOLS = [
  'scripts/source-hash.mjs',
  'scripts/start.mjs',
  'scripts/build',
  'scripts/check',
  'scripts/test',
  'scripts/test.ts',
  'scripts/run-program.ts',
  'shared/languages.ts',
  '.dependency-cruiser.cjs',
  '.dependency-cruiser.runtime.cjs',
  '.gitignore',
  'biome.json',
  'package.json',
  'tsconfig.base.json',
  'vitest.config.ts',
];

/**
 * A small project of its own, with the house's tools and packages, that ends with the test.
 *
 * @param files path to content
 * @returns its folder
 */
export function makeProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'parley-project-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const tool of TOOLS) cpSync(join(house, tool), join(root, tool), { recursive: true });
  symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'));
  for (const room of ['widget', 'server', 'console', 'shared', 'tests'])
    mkdirSync(join(root, room), { recursive: true });
  for (const [path, content] of Object.entries(files)) writeProjectFile(root, path, content);
  return root;
}

/** Writes a file of such a project, with the folders it needs. */
export function writeProjectFile(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
