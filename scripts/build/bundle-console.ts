import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { type Bundle, outputOf, toBundle, withStaticImports } from './bundle.ts';
import { ASSETS_ADDRESS, type BuildMode, CONSOLE_ENTRY, CONSOLE_PAGE, exists, skipNote } from './entries.ts';
import { fillPage } from './fill-page.ts';
import { withoutWebTransport } from './plugins.ts';
import { reloadBanner } from './reload-page.ts';
import { PAGE_TARGETS } from './targets.ts';

/** The console's bundle and its page, or a note that they do not exist yet. */
export type ConsoleBundle = { bundle?: Bundle; page?: string; notes: string[] };

/**
 * Bundles the console and makes the page that loads it.
 *
 * @throws BuildFailure of esbuild, listing what is wrong in the sources; Error where the page breaks a rule
 *   of `fillPage`
 */
export async function bundleConsole(root: string, mode: BuildMode): Promise<ConsoleBundle> {
  const missing = [CONSOLE_ENTRY, CONSOLE_PAGE].filter((entry) => !exists(root, entry));
  if (missing.length > 0) return { notes: missing.map(skipNote) };
  const made = await build({
    absWorkingDir: root,
    entryPoints: [{ in: CONSOLE_ENTRY, out: 'console' }],
    outdir: join(root, 'dist/public/assets'),
    entryNames: '[name]-[hash]',
    chunkNames: 'console-[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: ASSETS_ADDRESS,
    loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
    bundle: true,
    splitting: true,
    platform: 'browser',
    charset: 'utf8',
    format: 'esm',
    target: PAGE_TARGETS,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: mode === 'production',
    sourcemap: mode === 'production' ? false : 'linked',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    ...(mode === 'development' ? { banner: { js: reloadBanner } } : {}),
    plugins: [withoutWebTransport],
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  const bundle = toBundle(root, made);
  const script = outputOf(bundle, CONSOLE_ENTRY);
  const preloads = withStaticImports(bundle, script).filter((output) => output !== script);
  const styles = bundle.outputs[script]?.cssBundle;
  const page = fillPage(await readFile(join(root, CONSOLE_PAGE), 'utf8'), {
    script: addressOf(script),
    preloads: preloads.map(addressOf),
    styles: styles === undefined ? [] : [addressOf(styles)],
  });
  return { bundle, page, notes: [] };
}

function addressOf(output: string): string {
  return `${ASSETS_ADDRESS}/${basename(output)}`;
}
