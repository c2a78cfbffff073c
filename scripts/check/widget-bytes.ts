import { bundleWidget } from '../build/bundle-widget.ts';
import { measureSets, overBudget, sizeTable, widgetSets } from '../build/measure.ts';
import type { StepResult } from './run-steps.ts';

/**
 * Builds the widget in memory and compares it with its budgets.
 *
 * @throws BuildFailure of esbuild, listing what is wrong in the sources
 */
export async function checkWidgetBytes(root: string): Promise<StepResult> {
  const widget = await bundleWidget(root, 'production');
  const sizes = await measureSets(widgetSets(widget));
  const table = [sizeTable(sizes), ...widget.notes].join('\n');
  return overBudget(sizes).length > 0 ? { kind: 'failed', report: table } : { kind: 'passed', note: table };
}
