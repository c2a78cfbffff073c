import { expect, test } from 'vitest';
import { outputOf } from '../../scripts/build/bundle.ts';
import { bundleWidget } from '../../scripts/build/bundle-widget.ts';
import { measureSets, overBudget, sizeTable, widgetSets } from '../../scripts/build/measure.ts';
import { checkWidgetBytes } from '../../scripts/check/widget-bytes.ts';
import { makeProject, writeProjectFile } from './project.ts';

const FILES = {
  'widget/tsconfig.json': '{"extends":"../tsconfig.base.json"}',
  'widget/loader.ts': 'declare const __CHAT_CHUNK__: string;\nvoid import(__CHAT_CHUNK__);\n',
  'widget/main.tsx': [
    "import { render } from 'preact';",
    "import { io } from 'socket.io-client';",
    "import css from './look.css';",
    "import { early } from './early.ts';",
    'export const start = (into: Element) => { render(<p title={css}>{early}</p>, into); io(); };',
    "export const more = () => import('./later.ts');",
  ].join('\n'),
  'widget/early.ts': "export const early = 'early words';",
  'widget/later.ts': "export const later = 'later words';",
  'widget/look.css': '/* said to people */\n:host {\n  margin: 0px;\n}\n',
};

function textOf(files: ReadonlyMap<string, Uint8Array> | undefined, path: string): string {
  return Buffer.from(files?.get(path) ?? []).toString('utf8');
}

test('the loader knows the hashed address of the chat', async () => {
  const { loader, chat } = await bundleWidget(makeProject(FILES), 'production');
  const [entry] = [...(chat?.files.keys() ?? [])].filter((path) => /\/chat-[A-Z0-9]{8}\.js$/.test(path));
  expect(entry).toBeDefined();
  const address = entry?.replace('dist/public', '');
  expect(textOf(loader?.files, 'dist/public/widget.js')).toContain(`"${address}"`);
});

test('another chat has another address', async () => {
  const root = makeProject(FILES);
  const before = await bundleWidget(root, 'production');
  writeProjectFile(root, 'widget/early.ts', "export const early = 'other words';");
  const after = await bundleWidget(root, 'production');
  const loaders = [before, after].map(({ loader }) => textOf(loader?.files, 'dist/public/widget.js'));
  expect(loaders[0]).not.toBe(loaders[1]);
});

test('the page gets no WebTransport and its style sheet as minified text', async () => {
  const { chat } = await bundleWidget(makeProject(FILES), 'production');
  const entry = chat ? outputOf(chat, 'widget/main.tsx') : '';
  const script = textOf(chat?.files, entry);
  expect(script).toContain('early words');
  expect(script).not.toContain('createBidirectionalStream');
  expect(script).toContain(':host{margin:0}');
  expect(script).not.toContain('said to people');
});

test('what is fetched on demand counts apart', async () => {
  const sets = widgetSets(await bundleWidget(makeProject(FILES), 'production'));
  const words = sets.map(({ name, files }) => ({ name, text: Buffer.concat(files).toString('utf8') }));
  const first = words.find(({ name }) => name === 'chat until the first message')?.text;
  const later = words.find(({ name }) => name === 'chat, on demand')?.text;
  expect(first).toContain('early words');
  expect(first).toContain('import(');
  expect(first).not.toContain('later words');
  expect(later).toContain('later words');
});

test('a set over its budget is found and marked', async () => {
  const fits = { name: 'fits', files: [Buffer.alloc(9_000)], budget: 100 };
  const noise = Buffer.from(Array.from({ length: 500 }, (_, index) => (index * index * 7919) % 251));
  const sizes = await measureSets([fits, { name: 'does not', files: [noise], budget: 100 }]);
  expect(overBudget(sizes).map(({ name }) => name)).toEqual(['does not']);
  const [, first, second] = sizeTable(sizes).split('\n');
  expect(first).not.toContain('over budget');
  expect(second).toContain('over budget');
});

test('the check fails on a loader that is too large', async () => {
  const root = makeProject(FILES);
  expect(await checkWidgetBytes(root)).toMatchObject({ kind: 'passed' });
  const words = Array.from({ length: 3_000 }, (_, index) => ((index * 2654435761) % 2 ** 32).toString(36));
  writeProjectFile(root, 'widget/loader.ts', `console.log(${JSON.stringify(words.join(''))});`);
  const result = await checkWidgetBytes(root);
  expect(result).toMatchObject({ kind: 'failed', report: expect.stringMatching(/loader.*over budget/) });
});
