import { join } from 'node:path';
import { build } from 'esbuild';
import { type Bundle, toBundle } from './bundle.ts';
import { type BuildMode, exists, SERVER_ENTRIES, skipNote } from './entries.ts';
import { mapOwnSourcesOnly, withoutLocales } from './plugins.ts';

/** Packages with a native part, which cannot be bundled. */
const NATIVE = ['lmdb', '@node-rs/argon2', 'sharp'];

/**
 * Packages written as CommonJS ask for these names, which an ES module does not have. The long names keep
 * clear of what the bundled code itself imports.
 */
const COMMON_JS_NAMES = `
import { createRequire as parleyCreateRequire } from 'node:module';
import { dirname as parleyDirname } from 'node:path';
import { fileURLToPath as parleyFileURLToPath } from 'node:url';
const require = parleyCreateRequire(import.meta.url);
const __filename = parleyFileURLToPath(import.meta.url);
const __dirname = parleyDirname(__filename);
`.trim();

/**
 * Bundles the programs of `dist/server`. Packages are bundled too: reading one file instead of some six
 * hundred is most of what makes a start quick. In development they are left where they are, because then the
 * build is what somebody waits for.
 *
 * @throws BuildFailure of esbuild, listing what is wrong in the sources
 */
export async function bundleServer(
  root: string,
  mode: BuildMode,
): Promise<{ bundle: Bundle; notes: string[] }> {
  const entries = Object.entries(SERVER_ENTRIES);
  const there = entries.filter(([, entry]) => exists(root, entry));
  const made = await build({
    absWorkingDir: root,
    entryPoints: there.map(([out, entry]) => ({ in: entry, out })),
    outdir: join(root, 'dist/server'),
    // Chunks lie beside the entries, so that `new URL('./store-worker.js', import.meta.url)` holds in both.
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    banner: { js: COMMON_JS_NAMES },
    ...(mode === 'production' ? { external: NATIVE } : { packages: 'external' }),
    sourcemap: 'linked',
    // Names stay, because mongoose and stack traces use them. Lines stay short, because Node prints the one
    // that threw.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    // Node reads the map at every start, and finds the sources themselves where they lie.
    sourcesContent: false,
    plugins: [withoutLocales, mapOwnSourcesOnly],
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  const notes = entries.filter(([, entry]) => !exists(root, entry)).map(([, entry]) => skipNote(entry));
  return { bundle: toBundle(root, made), notes };
}
