import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../scripts/run-program.ts';
import { addCounts, countResults, summaryLine } from '../../scripts/test/count-results.ts';
import {
  explainMissing,
  isDebianLike,
  missingExtras,
  missingNeeds,
  readSkips,
} from '../../scripts/test/needs.ts';
import { makeProject, writeProjectFile } from './project.ts';

const BROWSER = { name: 'browser', binary: '/nowhere/chromium', package: 'chromium' };
const FIREFOX = { name: 'firefox', binary: '/nowhere/firefox', package: 'firefox-esr', with: 'browser' };
const REDIS = { name: 'redis', binary: '/nowhere/redis-server', package: 'redis-server' };

test('the last line counts what passed, failed and was skipped, and files that broke', async () => {
  const root = makeProject({
    'server/index.ts': 'export {};\n',
    'tests/some.test.ts': [
      "import { expect, test } from 'vitest';",
      "test('one', () => { expect(1).toBe(1); });",
      "test('two', () => { expect(1).toBe(1); });",
      "test.skipIf(process.env.TEST_SKIP === 'browser')('three', () => {});",
      "test('four', () => { expect(process.env.MONGODB_URL).toBe(undefined); });",
    ].join('\n'),
  });
  const npmTest = async (): Promise<{ code: number; last: string | undefined }> => {
    const args = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/test.ts', 'tests/'];
    const command = ['TEST_SKIP=browser', 'MONGODB_URL=mongodb://elsewhere/', process.execPath, ...args];
    const { code, output } = await runProgram('env', command, root);
    return { code, last: output.trimEnd().split('\n').at(-1) };
  };
  expect(await npmTest()).toEqual({ code: 0, last: '3 passed, 0 failed, 1 skipped' });
  writeProjectFile(
    root,
    'tests/wrong.test.ts',
    "import { test } from 'vitest';\ntest('x', () => { throw 1; });",
  );
  writeProjectFile(root, 'tests/broken.test.ts', "import './absent.ts';");
  expect(await npmTest()).toEqual({ code: 1, last: '3 passed, 2 failed, 1 skipped' });
  writeProjectFile(root, 'server/index.ts', 'const = 1;');
  expect(await npmTest()).toEqual({ code: 1, last: '0 passed, 1 failed' });
});

/** A test that holds at the second try. */
const flicker = [
  "import { appendFileSync, readFileSync } from 'node:fs';",
  "import { expect, test } from 'vitest';",
  "const tries = import.meta.filename + '.tries';",
  "test('holds in the end', () => { appendFileSync(tries, 'x'); expect(readFileSync(tries, 'utf8')).toBe('xx'); });",
  "test('holds at once', () => { expect(1).toBe(1); });",
].join('\n');

test('what failed outside of any test is no less a failure because something else may be tried twice', async () => {
  const root = makeProject({
    'server/index.ts': 'export {};\n',
    'tests/browser/flicker.test.ts': flicker,
    'tests/realtime/after.test.ts': [
      "import { test } from 'vitest';",
      "test('x', async () => { void Promise.reject(new Error('late')); await new Promise((go) => setTimeout(go, 50)); });",
    ].join('\n'),
  });
  const args = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/test.ts', 'tests/'];
  const { code, output } = await runProgram('env', ['TEST_SKIP=browser', process.execPath, ...args], root);
  expect(code).toBe(1);
  expect(output).not.toContain('second try');
});

test('what drives programs may be tried twice, by itself, and that is told', async () => {
  const root = makeProject({
    'server/index.ts': 'export {};\n',
    'tests/browser/flicker.test.ts': flicker,
    'tests/browser/wrong.test.ts': "import { test } from 'vitest';\ntest('x', () => { throw 1; });",
    'tests/realtime/once.test.ts': flicker,
  });
  const args = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/test.ts', 'tests/'];
  const { code, output } = await runProgram('env', ['TEST_SKIP=browser', process.execPath, ...args], root);
  expect(code).toBe(1);
  expect(output.match(/held only at the second try: .*/g)).toEqual([
    'held only at the second try: tests/browser/flicker.test.ts',
  ]);
  expect(output.trimEnd().split('\n').at(-1)).toBe('3 passed, 2 failed');
});

test('a run without a report, or failed outside of any test, counts as a failure', () => {
  const assertionResults = [{ status: 'passed' }, { status: 'passed' }];
  const file = { name: 'some.test.ts', status: 'passed', assertionResults };
  const after = { ...file, status: 'failed' };
  expect(countResults(undefined, 0).failed).toBe(1);
  expect(countResults({ testResults: [after] }, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 });
  expect(countResults({ testResults: [file] }, 1).failed).toBe(1);
  expect(countResults({ testResults: [file] }, 0).failed).toBe(0);
});

test('runs are summed, and no skipped test means no word about it', () => {
  const sum = addCounts([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 2, failed: 1, skipped: 0 },
  ]);
  expect(summaryLine(sum)).toBe('3 passed, 1 failed');
});

test('what is missing is named with the way to get it and the way to go without', () => {
  const missing = missingNeeds([BROWSER, REDIS], []);
  const said = explainMissing(missing);
  expect(said).toContain('apt-get install -y --no-install-recommends chromium redis-server');
  expect(said).toContain('TEST_SKIP=browser,redis');
  expect(missingNeeds([BROWSER, REDIS], ['browser'])).toEqual([REDIS]);
  expect(missingNeeds([BROWSER, REDIS], [], () => true)).toEqual([]);
});

test('an extra is wanted where the tests run that it adds to', () => {
  expect(missingExtras([FIREFOX], [])).toEqual([FIREFOX]);
  expect(missingExtras([FIREFOX], ['firefox'])).toEqual([]);
  expect(missingExtras([FIREFOX], ['browser'])).toEqual([]);
  expect(missingExtras([FIREFOX], ['redis'], () => true)).toEqual([]);
});

test('TEST_SKIP holds known names only', () => {
  expect(readSkips(undefined)).toEqual([]);
  expect(readSkips('browser, redis')).toEqual(['browser', 'redis']);
  expect(readSkips('firefox')).toEqual(['firefox']);
  expect(() => readSkips('browsers')).toThrow('browser,redis');
});

test.each([
  ['ID=debian\nVERSION_ID="12"', true],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"', true],
  ['NAME="debian look-alike"\nID="fedora"', false],
])('%j is Debian or like it: %s', (osRelease, expected) => {
  expect(isDebianLike(osRelease)).toBe(expected);
});
