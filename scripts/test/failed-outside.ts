import { existsSync, writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/reporters';

/** Where it is noted that something failed outside of any test, of which vitest's own report says nothing. */
const markOf = (reportFile: string) => `${reportFile}.outside`;

/** Notes beside a run's report whether something failed outside of any test. */
export function outsideReporter(reportFile: string): Reporter {
  return {
    onTestRunEnd(_files, errors) {
      if (errors.length > 0) writeFileSync(markOf(reportFile), '');
    },
  };
}

/** Whether something failed outside of any test in the run that left this report. */
export function failedOutside(reportFile: string): boolean {
  return existsSync(markOf(reportFile));
}
