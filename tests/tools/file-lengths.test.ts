import { expect, test } from 'vitest';
import { checkFileLengths } from '../../scripts/check/file-lengths.ts';
import { makeProject } from './project.ts';

test('400 lines pass and 401 do not', async () => {
  const root = makeProject({
    'server/long.ts': '//\n'.repeat(400),
    'console/ui/long.css': '\n'.repeat(401),
    'widget/long.tsx': `${'//\n'.repeat(400)}//`,
    'tests/long.txt': '\n'.repeat(900),
  });
  const result = await checkFileLengths(root);
  const report = result.kind === 'failed' ? result.report.split('\n').sort() : [];
  expect(report).toEqual([
    'console/ui/long.css: 401 lines, 400 are allowed',
    'widget/long.tsx: 401 lines, 400 are allowed',
  ]);
});

test('short files pass', async () => {
  expect(await checkFileLengths(makeProject({ 'server/short.ts': '//\n' }))).toEqual({ kind: 'passed' });
});
