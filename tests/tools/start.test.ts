import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { makeProject, writeProjectFile } from './project.ts';

type Run = { child: ChildProcess; ended: Promise<number | string>; out: string; err: string };

function start(root: string, ...args: string[]): Run {
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...args], { cwd: root });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'exit').then(([code, signal]: (number | string)[]) => code ?? signal ?? '');
  const run: Run = { child, ended, out: '', err: '' };
  child.stdout.on('data', (part: Buffer) => {
    run.out += part.toString('utf8');
  });
  child.stderr.on('data', (part: Buffer) => {
    run.err += part.toString('utf8');
  });
  return run;
}

const say = (name: string): string => `console.log('${name}', ...process.argv.slice(2));\nexport {};\n`;

test('a start builds what is not built, once', async () => {
  const root = makeProject({ 'server/index.ts': say('server') });
  const first = start(root, '--some', 'thing');
  expect(await first.ended).toBe(0);
  expect(first.out).toBe('server --some thing\n');
  expect(first.err).toMatch(/^Building… done in \d+\.\d s\n/);

  const second = start(root);
  expect(await second.ended).toBe(0);
  expect(second.out).toBe('server\n');
  expect(second.err).toBe('');
});

test('a start builds again when a source has changed, and removes what is no longer built', async () => {
  const root = makeProject({ 'server/index.ts': say('server'), 'server/admin.ts': say('admin') });
  await start(root).ended;
  writeProjectFile(root, 'server/index.ts', say('another server'));
  writeProjectFile(root, 'dist/public/assets/chat-OLD.js', '');
  const run = start(root);
  expect(await run.ended).toBe(0);
  expect(run.out).toBe('another server\n');
  expect(run.err).toContain('Building…');
  expect(existsSync(join(root, 'dist/public/assets/chat-OLD.js'))).toBe(false);
});

test('the store and the admin tool are started by name, with their arguments', async () => {
  const root = makeProject({
    'server/index.ts': say('server'),
    'server/admin.ts': say('admin'),
    'server/core/db/embedded/main.ts': say('store'),
  });
  const admin = start(root, 'admin', '--email', 'a@example.com');
  expect(await admin.ended).toBe(0);
  expect(admin.out).toBe('admin --email a@example.com\n');
  const store = start(root, 'store');
  expect(await store.ended).toBe(0);
  expect(store.out).toBe('store\n');
});

test('signals reach the server and its exit code is the exit code', async () => {
  const root = makeProject({
    'server/index.ts':
      "process.on('SIGTERM', () => process.exit(78));\nsetInterval(() => {}, 1000);\nconsole.log('ready');\n",
  });
  const run = start(root);
  await eventually(() => expect(run.out).toBe('ready\n'));
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(78);
});

test('a mistake in the sources is said with its place, and nothing is started', async () => {
  const root = makeProject({ 'server/index.ts': say('server') });
  await start(root).ended;
  writeProjectFile(root, 'server/index.ts', 'const = 1;\n');
  const run = start(root);
  expect(await run.ended).toBe(1);
  expect(run.out).toBe('');
  expect(run.err).toContain('server/index.ts:1:6: ERROR:');
  // Half a build must never count as a build.
  expect(await start(root).ended).toBe(1);
});

test('an error of the server names the line of the source', async () => {
  const root = makeProject({ 'server/index.ts': "\n\nthrow new Error('out of tea');\n" });
  const run = start(root);
  expect(await run.ended).toBe(1);
  expect(run.err).toMatch(/out of tea[\s\S]*server\/index\.ts:3:/);
});
