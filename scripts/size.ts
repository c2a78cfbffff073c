import { resolve } from 'node:path';
import { bundleConsole } from './build/bundle-console.ts';
import { bundleWidget } from './build/bundle-widget.ts';
import { consoleSets, measureSets, overBudget, sizeTable, widgetSets } from './build/measure.ts';

const root = resolve(import.meta.dirname, '..');
const [widget, consoleBundle] = await Promise.all([
  bundleWidget(root, 'production'),
  bundleConsole(root, 'production'),
]);
const sizes = await measureSets([...widgetSets(widget), ...consoleSets(consoleBundle)]);
console.log(sizeTable(sizes));
const notes = [...widget.notes, ...consoleBundle.notes];
for (const note of notes) console.log(note);
if (overBudget(sizes).length > 0 || notes.length > 0) process.exitCode = 1;
