import { relative } from 'node:path';
import type { TestReport } from './count-results.ts';

/** Tests that drive programs other than this one: folders, and files. */
const REAL_PROGRAMS = ['tests/browser/', 'tests/nodes/', 'tests/chaos/', 'tests/jobs/processes.test.ts'];

/** More than this many files do not fail by chance. */
const FILES_MAX = 5;

/** The same, as vitest wants them named. */
export const REAL_PROGRAMS_INCLUDE = REAL_PROGRAMS.map((path) =>
  path.endsWith('/') ? `${path}**/*.test.ts` : path,
);

/**
 * Files that deserve a second try, alone on the machine: browsers and proxies that share two cores may lose each other's
 * seconds. What runs in this program only, generated cases above all, has one try.
 *
 * @returns their paths below `root`
 */
export function filesToTryAgain(report: TestReport | undefined, root: string): string[] {
  const failed = report?.testResults.filter(({ status }) => status === 'failed') ?? [];
  const files = failed.map(({ name }) => relative(root, name));
  const drive = files.filter((file) => REAL_PROGRAMS.some((path) => file.startsWith(path)));
  return drive.length > FILES_MAX ? [] : drive;
}

/** The results of a run, with those of the files that were tried again in their place. */
export function withSecondTry(first: TestReport, second: TestReport): TestReport {
  const again = new Map(second.testResults.map((file) => [file.name, file]));
  return { testResults: first.testResults.map((file) => again.get(file.name) ?? file) };
}
