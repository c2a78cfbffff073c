import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, onTestFinished } from 'vitest';

/** Beside node_modules, where what is not bundled is found. */
const folder = resolve(`node_modules/.cache/store-tests-${process.pid}`);

/** The store's thread, as the build makes it. */
export const workerProgram = pathToFileURL(`${folder}/worker.js`);

/** Builds the store's own programs; they go with the test file. For `beforeAll`. */
export async function buildPrograms(): Promise<void> {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  await build({
    entryPoints: { main: 'server/core/db/embedded/main.ts', worker: 'server/core/db/embedded/worker.ts' },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
}

/** How a process has ended. */
export interface Ending {
  code: number | null;
  errors: string;
}

/** The store as a process of its own. */
export interface StoreProcess {
  pid: number;
  url: string;
  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<Ending>;
}

/** Runs the program with these arguments; the address comes once it is ready. */
export function runProgram(parameters: string[]): {
  pid: number;
  url: Promise<string>;
  ended: Promise<Ending>;
  signal(name: NodeJS.Signals): void;
} {
  const child = spawn(process.execPath, [`${folder}/main.js`, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<Ending>((done) => child.once('close', (code) => done({ code, errors })));
  const url = new Promise<string>((ready) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /mongodb:\S+/.exec(line)?.[0];
      if (found !== undefined) ready(found);
    });
  });
  return { pid: child.pid ?? 0, url, ended, signal: (name) => void child.kill(name) };
}

/** @throws Error where the store does not become ready */
export async function startProcess(dataDir: string, parameters = ['--port', '0']): Promise<StoreProcess> {
  const program = runProgram(['--data-dir', dataDir, ...parameters]);
  const url = await Promise.race([program.url, program.ended]);
  if (typeof url !== 'string') throw new Error(`the store ended with ${url.code}: ${url.errors}`);
  return {
    pid: program.pid,
    url,
    kill(signal) {
      program.signal(signal);
      return program.ended;
    },
  };
}
