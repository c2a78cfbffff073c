import { join, resolve } from 'node:path';
import { checkEntryPoints } from './check/entry-points.ts';
import { checkFileLengths } from './check/file-lengths.ts';
import { checkImportRules } from './check/import-rules.ts';
import { checkProtocol } from './check/protocol.ts';
import { runSteps, type Step, type StepResult } from './check/run-steps.ts';
import { checkWidgetBytes } from './check/widget-bytes.ts';
import { checkWords } from './check/words.ts';
import { runProgram } from './run-program.ts';

const root = resolve(import.meta.dirname, '..');

/** Steps that run side by side; more than the cores of a small machine only makes each slower. */
const AT_ONCE = 2;

/** What the longest ones need decides how long all take: they come first. */
const steps: Step[] = [
  types('tests'),
  types('server'),
  tool('unused code', 'knip/bin/knip.js', ['--no-progress', '--cache']),
  types('console'),
  types('scripts'),
  { name: 'import rules', run: () => checkImportRules(root) },
  types('widget'),
  types('shared'),
  tool('format and lint', '@biomejs/biome/bin/biome', ['ci', '--colors=off', '--error-on-warnings', '.']),
  tool('settings in the README', 'tsx/dist/cli.mjs', ['scripts/readme.ts']),
  { name: 'words about the wire', run: () => checkProtocol(root) },
  { name: 'words', run: () => checkWords(root) },
  { name: 'file lengths', run: () => checkFileLengths(root) },
  { name: 'entry points', run: () => checkEntryPoints(root) },
  { name: 'bytes of the widget', run: () => checkWidgetBytes(root) },
];

const startedAt = performance.now();
const failures = await runSteps(steps, AT_ONCE, console.log);
for (const { name, report } of failures) console.log(`\n── ${name} ──\n${report.trim()}`);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(`\ncheck: ${steps.length - failures.length} of ${steps.length} steps passed in ${seconds} s`);
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * By the native compiler, which takes a third of the time; dependency-cruiser needs the other one. What it learned is
 * kept between checks, where `npm ci` throws it away.
 */
function types(project: string): Step {
  const known = join(root, 'node_modules/.cache/parley', `${project}.tsbuildinfo`);
  const args = ['-p', project, '--incremental', '--tsBuildInfoFile', known, '--pretty', 'false'];
  return tool(`types of ${project}`, 'typescript-native/bin/tsc', args);
}

function tool(name: string, program: string, args: string[]): Step {
  return {
    name,
    run: async (): Promise<StepResult> => {
      const path = join(root, 'node_modules', program);
      const { code, output } = await runProgram(process.execPath, [path, ...args], root);
      return code === 0 ? { kind: 'passed' } : { kind: 'failed', report: output };
    },
  };
}
