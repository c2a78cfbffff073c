/** The part of vitest's JSON report that is read here. */
export type TestReport = {
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
};

/** How many tests ended how. */
export type Counts = { passed: number; failed: number; skipped: number };

/**
 * Counts a run. A file that failed outside of its tests counts as one failed test, and so does a run that failed
 * outside of any file, or left no report.
 *
 * @param report what vitest wrote, if it came that far
 * @param exitCode what vitest ended with
 */
export function countResults(report: TestReport | undefined, exitCode: number): Counts {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const counts = addCounts(report.testResults.map(countFile));
  return counts.failed === 0 && exitCode !== 0 ? { ...counts, failed: 1 } : counts;
}

function countFile({ status, assertionResults }: TestReport['testResults'][number]): Counts {
  const passed = assertionResults.filter((test) => test.status === 'passed').length;
  const failed = assertionResults.filter((test) => test.status === 'failed').length;
  return {
    passed,
    failed: status === 'failed' ? Math.max(failed, 1) : failed,
    skipped: assertionResults.length - passed - failed,
  };
}

/** Sums counts of several runs. */
export function addCounts(all: readonly Counts[]): Counts {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of all) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  return sum;
}

/** The last line of `npm test`, which other programs read. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
