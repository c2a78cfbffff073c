import { expect, test } from 'vitest';
import { checkImportRules, judge } from '../../scripts/check/import-rules.ts';
import { makeProject } from './project.ts';

/** Allowed: what each line does is next to something forbidden. */
const ALLOWED = {
  'server/index.ts': "import './app.ts';",
  'server/app.ts': "import './mails/index.ts'; import './core/log.ts';",
  'server/config.ts': 'export type Config = { port: number };',
  'server/core/log.ts': "import type { Config } from '../config.ts'; export type Log = Config;",
  'server/mails/index.ts': "export { send } from './send.ts';",
  'server/mails/send.ts': "import { z } from 'zod'; export const send = z;",
  'server/notes/index.ts': "import { send } from '../mails/index.ts'; export const note = send;",
  'shared/messages.ts':
    "import { z } from 'zod'; export const message = z; export type Message = { text: string };",
  'shared/limits.ts': 'export const LIMIT = 1;',
  'widget/main.tsx':
    "import type { Message } from '../shared/messages.ts'; import './core/client.ts'; export type M = Message;",
  'widget/core/client.ts': "import { LIMIT } from '../../shared/limits.ts'; export const limit = LIMIT;",
  'console/main.tsx': "import '../widget/core/client.ts'; import '../shared/messages.ts';",
};

/** Forbidden: rule, file, import. */
const FORBIDDEN = [
  ['features-meet-at-their-index', 'server/notes/a.ts', '../mails/send.ts'],
  ['core-knows-no-feature', 'server/core/b.ts', '../mails/index.ts'],
  ['core-knows-no-feature', 'server/core/c.ts', '../app.ts'],
  ['shared-stands-alone', 'shared/d.ts', '../server/config.ts'],
  ['shared-knows-no-node', 'shared/e.ts', 'node:fs'],
  ['server-imports-no-screen', 'server/notes/f.ts', '../../widget/core/client.ts'],
  ['widget-imports-shared-only', 'widget/g.ts', '../server/config.ts'],
  ['console-imports-shared-and-the-client', 'console/h.ts', '../widget/main.tsx'],
  ['product-without-development-packages', 'server/notes/i.ts', 'fast-check'],
  ['nothing-unknown', 'server/notes/j.ts', 'no-such-package'],
  ['no-schemas-in-the-page', 'widget/k.ts', '../shared/messages.ts'],
] as const;

test('what the architecture allows passes', async () => {
  expect(await checkImportRules(makeProject(ALLOWED))).toEqual({ kind: 'passed' });
});

test('each rule catches what it forbids', async () => {
  const planted = FORBIDDEN.map(([, path, target]) => [path, `import '${target}';`] as const);
  const result = await checkImportRules(makeProject({ ...ALLOWED, ...Object.fromEntries(planted) }));
  const report = result.kind === 'failed' ? result.report : '';
  const found = report.split('\n').map((line) => line.split(' → ')[0]);
  expect(found.sort()).toEqual(FORBIDDEN.map(([rule, path]) => `${rule}: ${path}`).sort());
});

test('types count between the rooms of the server, and not for the page', async () => {
  const root = makeProject({
    ...ALLOWED,
    'server/notes/a.ts': "import type { send } from '../mails/send.ts'; export type A = typeof send;",
    'widget/l.ts': "import { type Message } from '../shared/messages.ts'; export type L = Message;",
  });
  const result = await checkImportRules(root);
  const report = result.kind === 'failed' ? result.report.split('\n') : [];
  expect(report).toEqual([
    'features-meet-at-their-index: server/notes/a.ts → server/mails/send.ts',
    // Such an import loses its types and stays an import.
    expect.stringContaining('no-schemas-in-the-page: widget/l.ts → shared/messages.ts → '),
  ]);
});

test('a cruise that saw nothing proves nothing', () => {
  const report = { summary: { totalCruised: 0, violations: [] } };
  expect(judge([report])).toEqual({ kind: 'failed', report: 'dependency-cruiser looked at 0 modules' });
});
