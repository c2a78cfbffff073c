import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildAll } from './build/build-all.ts';
import { SERVER_FLAGS } from './server-flags.ts';

const ROOMS = ['widget', 'server', 'console', 'shared'];

/** An editor saves in several steps, and a checkout changes many files: they are one change. */
const CALM_MS = 60;

/** How long the old server may drain; nobody but the developer is on it. */
const DRAIN_MS = 1_000;

const root = resolve(import.meta.dirname, '..');
let server: ChildProcess | undefined;
let building: Promise<void> | undefined;
let changedAgain = false;
let calm: NodeJS.Timeout | undefined;

for (const room of ROOMS) {
  watch(join(root, room), { recursive: true }, () => {
    clearTimeout(calm);
    calm = setTimeout(requestBuild, CALM_MS);
  });
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stopServer().then(() => process.exit(0));
  });
}
requestBuild();

/** Builds now, or once more after the build that is under way. */
function requestBuild(): void {
  if (building !== undefined) {
    changedAgain = true;
    return;
  }
  building = buildAndRestart().finally(() => {
    building = undefined;
    if (!changedAgain) return;
    changedAgain = false;
    requestBuild();
  });
}

async function buildAndRestart(): Promise<void> {
  const startedAt = performance.now();
  try {
    const { notes } = await buildAll(root, 'development');
    for (const note of notes) console.log(note);
  } catch (error) {
    // The old server goes on; the next save tries again.
    console.error(error instanceof Error ? error.message : error);
    return;
  }
  await stopServer();
  const program = join(root, 'dist/server/index.js');
  server = spawn(process.execPath, [...SERVER_FLAGS, program], { cwd: root, stdio: 'inherit' });
  console.log(`Built in ${Math.round(performance.now() - startedAt)} ms; open pages reload by themselves`);
}

async function stopServer(): Promise<void> {
  const old = server;
  if (!old || old.exitCode !== null || old.signalCode !== null) return;
  const ended = once(old, 'exit');
  old.kill('SIGTERM');
  const impatient = setTimeout(() => old.kill('SIGKILL'), DRAIN_MS);
  await ended;
  clearTimeout(impatient);
}
