import { join } from 'node:path';
import { runProgram } from '../run-program.ts';
import type { StepResult } from './run-steps.ts';

/** The part of dependency-cruiser's report that is read here. */
type CruiseReport = {
  summary: {
    totalCruised: number;
    violations: { rule: { name: string }; from: string; to: string; via?: { name: string }[] }[];
  };
};

const CRUISES = [
  { rules: '.dependency-cruiser.cjs', rooms: ['server', 'widget', 'console', 'shared'] },
  { rules: '.dependency-cruiser.runtime.cjs', rooms: ['widget'] },
];

/**
 * Finds imports that break the rules of the house.
 *
 * @throws Error when dependency-cruiser itself fails
 */
export async function checkImportRules(root: string): Promise<StepResult> {
  const reports = await Promise.all(CRUISES.map(({ rules, rooms }) => cruise(root, rules, rooms)));
  return judge(reports);
}

/**
 * Turns reports into a result. A cruise that saw no module proves nothing, although it finds nothing wrong:
 * that is what a TypeScript too new for dependency-cruiser looks like.
 */
export function judge(reports: readonly CruiseReport[]): StepResult {
  if (reports.some(({ summary }) => summary.totalCruised === 0)) {
    return { kind: 'failed', report: 'dependency-cruiser looked at 0 modules' };
  }
  const lines = reports.flatMap(({ summary }) =>
    summary.violations.map(({ rule, from, to, via }) => {
      const path = via && via.length > 0 ? via.map(({ name }) => name).join(' → ') : to;
      return `${rule.name}: ${from} → ${path}`;
    }),
  );
  return lines.length > 0 ? { kind: 'failed', report: lines.join('\n') } : { kind: 'passed' };
}

async function cruise(root: string, rules: string, rooms: string[]): Promise<CruiseReport> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, '--config', rules, '--output-type', 'json', ...rooms];
  const { output } = await runProgram(process.execPath, args, root);
  try {
    return JSON.parse(output) as CruiseReport;
  } catch {
    throw new Error(output);
  }
}
