/** The part of vitest's JSON report that is read here. */
export type TestReport = {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** How many tests ended how. */
export type Counts = { passed: number; failed: number; skipped: number };

/**
 * Counts a run. A file that failed before its first test counts as one failed test, and so does a run that
 * failed for a reason outside of any test, or left no report.
 *
 * @param report what vitest wrote, if it came that far
 * @param exitCode what vitest ended with
 */
export function countResults(report: TestReport | undefined, exitCode: number): Counts {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + broken.length;
  const otherwiseFailed = failed === 0 && (exitCode !== 0 || !report.success);
  return {
    passed: report.numPassedTests,
    failed: otherwiseFailed ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
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
