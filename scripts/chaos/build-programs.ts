import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** Packages with a native part, which cannot be bundled. */
const NATIVE = ['lmdb', '@node-rs/argon2', 'sharp'];
/** Packages written as CommonJS ask for `require`, which an ES module does not have. */
const BANNER = `import { createRequire as chaosCreateRequire } from 'node:module';
const require = chaosCreateRequire(import.meta.url);`;

/** Paths of what runs in processes of its own. */
export interface Programs {
  node: string;
  store: string;
  visitor: string;
  agent: string;
  /** Either of them in a real browser. */
  chromium: string;
  /** Takes them away. */
  remove(): Promise<void>;
}

/**
 * Bundles the programs of a run: each starts in a fraction of the time.
 * @throws BuildFailure of esbuild
 */
export async function buildPrograms(): Promise<Programs> {
  const root = resolve(import.meta.dirname, '../..');
  const folder = join(root, `node_modules/.cache/chaos-${process.pid}`);
  const common = {
    absWorkingDir: root,
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'node20.19',
    logLevel: 'silent',
  } as const;
  const program = (name: string) => `scripts/chaos/programs/${name}.ts`;
  await Promise.all([
    build({
      ...common,
      entryPoints: { node: program('node'), store: program('store') },
      platform: 'node',
      banner: { js: BANNER },
      external: NATIVE,
    }),
    // The clients' code as browsers get it: their WebSocket, not a package's.
    build({
      ...common,
      entryPoints: { visitor: program('visitor'), agent: program('agent') },
      platform: 'browser',
      external: ['node:*'],
    }),
    build({
      ...common,
      entryPoints: { chromium: program('chromium') },
      platform: 'node',
      external: ['playwright-core'],
    }),
  ]);
  const path = (name: string) => join(folder, `${name}.js`);
  return {
    node: path('node'),
    store: path('store'),
    visitor: path('visitor'),
    agent: path('agent'),
    chromium: path('chromium'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
