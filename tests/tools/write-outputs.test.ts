import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeOutputs } from '../../scripts/build/write-outputs.ts';
import { makeProject } from './project.ts';

const content = (text: string): Uint8Array => Buffer.from(text);

test('a build leaves its files, their sizes and nothing else', async () => {
  const root = makeProject({ 'dist/server/old.js': 'old', 'dist/public/assets/old.js': 'old' });
  const files = new Map([
    ['dist/server/index.js', content('four')],
    ['dist/public/widget.js', content('')],
  ]);
  await writeOutputs(root, files, 'abc');
  expect(JSON.parse(readFileSync(join(root, 'dist/manifest.json'), 'utf8'))).toEqual({
    sourceHash: 'abc',
    bytes: { 'dist/server/index.js': 4, 'dist/public/widget.js': 0 },
    earlier: {},
  });
  expect(readdirSync(join(root, 'dist')).sort()).toEqual(['manifest.json', 'public', 'server']);
  expect(readdirSync(join(root, 'dist/server'))).toEqual(['index.js']);
  expect(readdirSync(join(root, 'dist/public/assets'))).toEqual([]);
});

test('a build that ends half way counts as none', async () => {
  const root = makeProject({ 'dist/manifest.json': '{"sourceHash":"abc"}', 'dist/server': 'not a folder' });
  const files = new Map([['dist/server/index.js', content('four')]]);
  await expect(writeOutputs(root, files, 'def')).rejects.toThrow('dist/server');
  expect(existsSync(join(root, 'dist/manifest.json'))).toBe(false);
});

test('what pages opened before a build still ask for stays for two weeks', async () => {
  const root = makeProject({});
  const days = (count: number): number => count * 24 * 60 * 60_000;
  const build = (name: string, at: number): Promise<void> => {
    const files = [`dist/public/assets/${name}.js`, 'dist/public/widget.js', `dist/server/${name}.js`];
    return writeOutputs(root, new Map(files.map((path) => [path, content(name)])), name, at);
  };
  const assets = (): string[] => readdirSync(join(root, 'dist/public/assets')).sort();
  await build('chat-AAAAAAAA', days(0));
  await build('chat-BBBBBBBB', days(1));
  expect(assets()).toEqual(['chat-AAAAAAAA.js', 'chat-BBBBBBBB.js']);
  expect(readdirSync(join(root, 'dist/server'))).toEqual(['chat-BBBBBBBB.js']);
  await build('chat-CCCCCCCC', days(14));
  expect(assets()).toEqual(['chat-AAAAAAAA.js', 'chat-BBBBBBBB.js', 'chat-CCCCCCCC.js']);
  await build('chat-AAAAAAAA', days(15));
  expect(assets()).toEqual(['chat-AAAAAAAA.js', 'chat-BBBBBBBB.js', 'chat-CCCCCCCC.js']);
  await build('chat-DDDDDDDD', days(28));
  expect(assets()).toEqual(['chat-AAAAAAAA.js', 'chat-CCCCCCCC.js', 'chat-DDDDDDDD.js']);
});

test('two builds of the same sources at once are one build', async () => {
  const root = makeProject({});
  const names = Array.from({ length: 40 }, (_, index) => `dist/public/assets/${index}.js`);
  const files = new Map(names.map((name) => [name, content(name)]));
  await Promise.all([writeOutputs(root, files, 'abc'), writeOutputs(root, files, 'abc')]);
  expect(names.map((name) => readFileSync(join(root, name), 'utf8'))).toEqual(names);
  expect(readdirSync(join(root, 'dist')).sort()).toEqual(['manifest.json', 'public']);
});
