import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALL_ENTRIES } from '../../scripts/build/entries.ts';
import { checkEntryPoints } from '../../scripts/check/entry-points.ts';
import { makeProject } from './project.ts';

test('an entry that is gone is found', async () => {
  const root = makeProject(Object.fromEntries(ALL_ENTRIES.map((entry) => [entry, ''])));
  expect(await checkEntryPoints(root)).toEqual({ kind: 'passed' });
  rmSync(join(root, 'widget/loader.ts'));
  rmSync(join(root, 'server/core/db/embedded/worker.ts'));
  expect(await checkEntryPoints(root)).toEqual({
    kind: 'failed',
    report: 'server/core/db/embedded/worker.ts does not exist\nwidget/loader.ts does not exist',
  });
});
