import { renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceHash } from '../../scripts/source-hash.mjs';
import { makeProject, writeProjectFile } from './project.ts';

const FILES = {
  'server/index.ts': 'one',
  'shared/a.ts': '1',
  'shared/b.ts': '2',
  'package-lock.json': '{}',
  'README.md': 'read me',
};

test('two copies of the same sources have the same hash', () => {
  const one = makeProject(FILES);
  const two = makeProject(FILES);
  utimesSync(join(two, 'server/index.ts'), 1, 1);
  expect(sourceHash(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(sourceHash(two)).toBe(sourceHash(one));
});

test.each([
  'server/index.ts',
  'shared/new/file.ts',
  'widget/loader.ts',
  'console/main.css',
  'scripts/build/bundle.ts',
  'package-lock.json',
  'tsconfig.base.json',
])('a change in %s is another hash', (path) => {
  const root = makeProject(FILES);
  const before = sourceHash(root);
  writeProjectFile(root, path, 'changed');
  expect(sourceHash(root)).not.toBe(before);
});

test('a file that changes its name is another hash', () => {
  const root = makeProject(FILES);
  const before = sourceHash(root);
  renameSync(join(root, 'shared/b.ts'), join(root, 'shared/c.ts'));
  expect(sourceHash(root)).not.toBe(before);
});

test('what is not built does not count', () => {
  const root = makeProject(FILES);
  const before = sourceHash(root);
  writeProjectFile(root, 'README.md', 'changed');
  writeProjectFile(root, 'tests/some.test.ts', 'changed');
  writeProjectFile(root, 'dist/server/index.js', 'changed');
  expect(sourceHash(root)).toBe(before);
});
