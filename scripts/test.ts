import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runVisibly } from './run-program.ts';
import { buildWhenStale } from './start.mjs';
import { addCounts, type Counts, countResults, summaryLine, type TestReport } from './test/count-results.ts';
import { failedOutside } from './test/failed-outside.ts';
import {
  EXTRAS,
  explainMissing,
  mayInstall,
  missingExtras,
  missingNeeds,
  NEEDS,
  type Need,
  readSkips,
} from './test/needs.ts';
import { filesToTryAgain, withSecondTry } from './test/second-try.ts';

const root = resolve(import.meta.dirname, '..');

/** Settings of a server that runs here must not reach the tests' servers, least of all its database. */
const SERVER_SETTINGS = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'DATA_DIR',
  'MONGODB_URL',
  'REDIS_URL',
  'NODE_NAME',
  'SECRET_KEY',
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'TRUST_PROXY',
  'LOG_LEVEL',
];

/** How a check or a build that failed counts. */
const FAILED_ONCE: Counts = { passed: 0, failed: 1, skipped: 0 };

process.exitCode = await main(process.argv.slice(2));

/** @param filters names of test files, or parts of them; none means all, and the check before them */
async function main(filters: readonly string[]): Promise<number> {
  const env = { ...process.env };
  for (const name of SERVER_SETTINGS) delete env[name];
  if (!(await provideNeeds(env))) return 1;
  const runs: Counts[] = [];
  if (filters.length === 0) {
    const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
    const code = await runVisibly(process.execPath, [tsx, 'scripts/check.ts'], { cwd: root, env });
    if (code !== 0) runs.push(FAILED_ONCE);
  }
  if (await isBuilt()) runs.push(...(await runAllTests(filters, env)));
  else runs.push(FAILED_ONCE);
  const counts = addCounts(runs);
  console.log(summaryLine(counts));
  return counts.failed > 0 ? 1 : 0;
}

/** Builds when needed; says what is wrong with the sources. */
async function isBuilt(): Promise<boolean> {
  try {
    await buildWhenStale(root);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

async function runAllTests(filters: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts[]> {
  const { TEST_MONGODB_URL: mongodbUrl, ...withoutMongodb } = env;
  const runs = [await runTests(filters, withoutMongodb)];
  if (mongodbUrl) {
    console.log('\nThe same again on TEST_MONGODB_URL');
    runs.push(await runTests([...filters, '--exclude', 'tests/tools/**'], env));
  }
  return runs;
}

/**
 * Installs what the tests use, where that may be done. Extras that cannot be had are added to those that are skipped.
 * @returns whether everything is there that the tests cannot do without
 */
async function provideNeeds(env: NodeJS.ProcessEnv): Promise<boolean> {
  let skips: string[];
  try {
    skips = readSkips(env.TEST_SKIP);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
  await install(missingNeeds(NEEDS, skips), env);
  const stillMissing = missingNeeds(NEEDS, skips);
  if (stillMissing.length > 0) {
    console.error(explainMissing(stillMissing));
    return false;
  }
  // By themselves: a package that this system does not know keeps no other from being installed.
  for (const extra of missingExtras(EXTRAS, skips)) await install([extra], env);
  const without = missingExtras(EXTRAS, skips).map(({ name }) => name);
  if (without.length > 0) console.log(`Going on without ${without.join(' and ')}, which this machine lacks`);
  env.TEST_SKIP = [...skips, ...without].join(',');
  return true;
}

async function install(missing: readonly Need[], env: NodeJS.ProcessEnv): Promise<void> {
  if (missing.length === 0 || !mayInstall()) return;
  const packages = missing.map((need) => need.package);
  console.log(`Installing ${packages.join(' and ')} for the tests`);
  const options = { cwd: root, env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runVisibly('apt-get', ['update', '-q'], options);
  await runVisibly('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], options);
}

async function runTests(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const first = await runVitest(args, env);
  // What failed outside of any test would not be seen in a second try of some files.
  const again = first.failedOutside ? [] : filesToTryAgain(first.report, root);
  if (!first.report || again.length === 0) return countResults(first.report, first.code);
  console.log(`\nOnce more, by themselves: ${again.join(', ')}`);
  const second = await runVitest([...again, '--maxWorkers=1'], env);
  if (!second.report) return countResults(first.report, first.code);
  const failing = filesToTryAgain(second.report, root);
  const report = withSecondTry(first.report, second.report);
  for (const file of again.filter((each) => !failing.includes(each)))
    console.log(`held only at the second try: ${file}`);
  return countResults(report, second.code);
}

async function runVitest(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ report: TestReport | undefined; failedOutside: boolean; code: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-tests-'));
  const reportPath = join(folder, 'report.json');
  try {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const code = await runVisibly(process.execPath, [vitest, 'run', ...args], {
      cwd: root,
      env: { ...env, TEST_REPORT_FILE: reportPath },
    });
    return { report: readReport(reportPath), failedOutside: failedOutside(reportPath), code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string): TestReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
