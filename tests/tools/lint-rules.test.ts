import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeProject } from './project.ts';

const READS_ENVIRONMENT = 'export const port = process.env.PORT;\n';
const LONG_FUNCTION = `export function count(): void {\n${'  console.log(1);\n'.repeat(61)}}\n`;

/** Lints such files; gives the errors as `file rule`, sorted. */
function lint(files: Readonly<Record<string, string>>): string[] {
  const root = makeProject(files);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--colors=off', '--reporter=github', ...Object.keys(files)];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const errors = stdout.matchAll(/^::error title=lint\/\w+\/(\w+),file=([^,]+),/gm);
  return [...errors].map(([, rule, file]) => `${file?.split(/parley-project-\w+\//).at(-1)} ${rule}`).sort();
}

test('only the configuration, the scripts and the tests read the environment', () => {
  const found = lint({
    'server/config.ts': READS_ENVIRONMENT,
    'scripts/some.ts': READS_ENVIRONMENT,
    'tests/some.ts': READS_ENVIRONMENT,
    'server/core/config.ts': READS_ENVIRONMENT,
    'server/index.ts': READS_ENVIRONMENT,
    'shared/limits.ts': READS_ENVIRONMENT,
    'widget/main.tsx': READS_ENVIRONMENT,
    'console/main.tsx': READS_ENVIRONMENT,
    'server/core/env.ts': "import { env } from 'node:process';\nexport const port = env.PORT;\n",
  });
  expect(found).toEqual([
    'console/main.tsx noProcessEnv',
    'server/core/config.ts noProcessEnv',
    'server/core/env.ts noProcessEnv',
    'server/index.ts noProcessEnv',
    'shared/limits.ts noProcessEnv',
    'widget/main.tsx noProcessEnv',
  ]);
});

test('what the style forbids is an error', () => {
  const found = lint({
    'server/any.ts': 'export function read(value: any): string {\n  return value;\n}\n',
    'server/certain.ts': 'export const first = (list: string[]): string => list[0]!;\n',
    'server/default.ts': 'export default 1;\n',
    'console/default.tsx': 'export default 1;\n',
    'server/floating.ts':
      'async function save(): Promise<void> {}\nexport function go(): void {\n  save();\n}\n',
    'server/long.ts': LONG_FUNCTION,
    'server/types.ts': "import { Config } from './config.ts';\nexport type A = Config;\n",
    'tests/focused.test.ts': "import { test } from 'vitest';\ntest.only('x', () => {});\n",
  });
  expect(found).toEqual([
    'console/default.tsx noDefaultExport',
    'server/any.ts noExplicitAny',
    'server/certain.ts noNonNullAssertion',
    'server/default.ts noDefaultExport',
    'server/floating.ts noFloatingPromises',
    'server/long.ts noExcessiveLinesPerFunction',
    'server/types.ts useImportType',
    'tests/focused.test.ts noFocusedTests',
  ]);
});
