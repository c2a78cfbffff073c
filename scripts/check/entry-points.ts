import { ALL_ENTRIES, exists } from '../build/entries.ts';
import type { StepResult } from './run-steps.ts';

/** Finds entries that are not there: a build leaves them out with a word, and what is left runs. */
export async function checkEntryPoints(root: string): Promise<StepResult> {
  const missing = ALL_ENTRIES.filter((entry) => !exists(root, entry));
  if (missing.length === 0) return { kind: 'passed' };
  return { kind: 'failed', report: missing.map((entry) => `${entry} does not exist`).join('\n') };
}
