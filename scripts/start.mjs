// @ts-check
// Plain JavaScript and no import but Node's own: a second start is ready in under a second, and nearly all
// of that belongs to the server.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sourceHash } from './source-hash.mjs';

/** The programs that `dist/server` holds beside the server itself. */
const OTHER_PROGRAMS = ['store', 'admin', 'backup', 'restore'];

const root = resolve(fileURLToPath(import.meta.url), '../..');

/**
 * Builds what is not built, or was built from other sources.
 *
 * @param {string} projectRoot
 * @returns {Promise<boolean>} whether it built
 */
export async function buildWhenStale(projectRoot) {
  if (builtHash(projectRoot) === sourceHash(projectRoot)) return false;
  const startedAt = performance.now();
  process.stderr.write('Building… ');
  const buildAll = await loadBuilder(projectRoot);
  const { notes } = await buildAll(projectRoot);
  process.stderr.write(`done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  for (const note of notes) process.stderr.write(`  ${note}\n`);
  return true;
}

/**
 * @param {string} projectRoot
 * @returns {string | undefined} hash of the sources that `dist/` was built from
 */
function builtHash(projectRoot) {
  try {
    return JSON.parse(readFileSync(join(projectRoot, 'dist/manifest.json'), 'utf8')).sourceHash;
  } catch {
    return undefined;
  }
}

/**
 * The builder is TypeScript, and what runs TypeScript here is a development dependency; esbuild is not, so a
 * production install builds too.
 *
 * @param {string} projectRoot
 * @returns {Promise<(root: string) => Promise<{ notes: string[] }>>}
 */
async function loadBuilder(projectRoot) {
  const { build } = await import('esbuild');
  const outfile = join(projectRoot, 'dist/build-all.mjs');
  await build({
    entryPoints: [join(projectRoot, 'scripts/build/build-all.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  return (await import(pathToFileURL(outfile).href)).buildAll;
}

/**
 * Runs a program of `dist/server` in this process, so that signals reach it and its exit code is ours.
 *
 * @param {string[]} args what stands behind `start.mjs` on the command line
 */
async function main(args) {
  const [first, ...rest] = args;
  const named = first !== undefined && OTHER_PROGRAMS.includes(first);
  const program = join(root, 'dist/server', `${named ? first : 'index'}.js`);
  try {
    await buildWhenStale(root);
  } catch (error) {
    // The compiler's message says what is wrong and where; where it was called from, nobody wants to know.
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  process.argv = [process.execPath, program, ...(named ? rest : args)];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(program).href);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2));
}
