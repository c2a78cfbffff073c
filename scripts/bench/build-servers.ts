import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** Packages with a native part, which cannot be bundled. */
const NATIVE = ['lmdb', '@node-rs/argon2', 'sharp'];

/** Packages written as CommonJS ask for `require`, which an ES module does not have. */
const BANNER = `import { createRequire as benchCreateRequire } from 'node:module';
const require = benchCreateRequire(import.meta.url);`;

export interface Programs {
  parley: string;
  bare: string;
  /** The embedded store as a program of its own. */
  store: string;
}

/**
 * Builds the servers that are measured, as the real build does: one file each, the store's worker beside.
 * @returns their paths
 * @throws BuildFailure of esbuild
 */
export async function buildServers(): Promise<Programs> {
  const root = resolve(import.meta.dirname, '../..');
  // As deep as the server's sources lie, from where it finds the widget in dist/public.
  const folder = join(root, 'node_modules/.cache/parley-bench');
  await build({
    absWorkingDir: root,
    entryPoints: {
      parley: 'scripts/bench/parley-server.ts',
      bare: 'scripts/bench/bare-server.ts',
      store: 'server/core/db/embedded/main.ts',
      'store-worker': 'scripts/bench/profiled-store.ts',
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    banner: { js: BANNER },
    external: NATIVE,
    sourcemap: 'linked',
    logLevel: 'silent',
  });
  return {
    parley: join(folder, 'parley.js'),
    bare: join(folder, 'bare.js'),
    store: join(folder, 'store.js'),
  };
}
