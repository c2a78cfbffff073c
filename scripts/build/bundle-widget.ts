import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { LANGUAGES } from '../../shared/languages.ts';
import { type Bundle, outputOf, toBundle } from './bundle.ts';
import {
  ASSETS_ADDRESS,
  type BuildMode,
  CHAT_ENTRY,
  exists,
  LOADER_ENTRY,
  skipNote,
  wordsEntry,
} from './entries.ts';
import { styleSheetsAsText, withoutWebTransport } from './plugins.ts';
import { reloadBanner } from './reload-page.ts';
import { LOADER_TARGETS, PAGE_TARGETS } from './targets.ts';

/**
 * The chat under an address that stays: for pages that know only a chunk of before, which may be gone or too old.
 */
const NEWEST_CHAT = 'dist/public/assets/chat.js';

/** The parts of the widget; a part whose entry does not exist is left out and noted. */
export type WidgetBundles = { loader?: Bundle; chat?: Bundle; words: Bundle; notes: string[] };

/**
 * Bundles the words, then the chat, then the loader: each must know the hashed address of what it fetches.
 *
 * @throws BuildFailure of esbuild, listing what is wrong in the sources
 */
export async function bundleWidget(root: string, mode: BuildMode): Promise<WidgetBundles> {
  const words = await bundleWords(root, mode);
  const bundles: WidgetBundles = { words, notes: [] };
  if (exists(root, CHAT_ENTRY)) bundles.chat = await bundleChat(root, mode, wordsAddresses(words));
  else bundles.notes.push(skipNote(CHAT_ENTRY));
  const chunk = bundles.chat ? basename(outputOf(bundles.chat, CHAT_ENTRY)) : 'missing.js';
  if (exists(root, LOADER_ENTRY))
    bundles.loader = await bundleLoader(root, mode, `${ASSETS_ADDRESS}/${chunk}`);
  else bundles.notes.push(skipNote(LOADER_ENTRY));
  return bundles;
}

/** The languages that have words; in a project of a test there may be none. */
async function bundleWords(root: string, mode: BuildMode): Promise<Bundle> {
  const made = await build({
    ...pageOptions(root, mode),
    entryPoints: LANGUAGES.map(wordsEntry).filter((entry) => exists(root, entry)),
    outdir: join(root, 'dist/public/assets'),
    entryNames: 'words-[name]-[hash]',
    format: 'esm',
    target: PAGE_TARGETS,
    metafile: true,
    write: false,
  });
  return toBundle(root, made);
}

/** Such as `/assets/words-en-ABCDEFGH.js`. */
function wordsAddresses(words: Bundle): string[] {
  return [...words.files.keys()]
    .filter((path) => path.endsWith('.js'))
    .map((path) => `${ASSETS_ADDRESS}/${basename(path)}`);
}

async function bundleChat(root: string, mode: BuildMode, words: readonly string[]): Promise<Bundle> {
  const options = pageOptions(root, mode);
  const made = await build({
    ...options,
    define: { ...options.define, __WORDS__: JSON.stringify(words.join(' ')) },
    entryPoints: [{ in: CHAT_ENTRY, out: 'chat' }],
    outdir: join(root, 'dist/public/assets'),
    entryNames: '[name]-[hash]',
    chunkNames: 'chat-[name]-[hash]',
    format: 'esm',
    splitting: true,
    target: PAGE_TARGETS,
    metafile: true,
    write: false,
  });
  const bundle = toBundle(root, made);
  const newest = `export * from './${basename(outputOf(bundle, CHAT_ENTRY))}';\n`;
  return { ...bundle, files: new Map([...bundle.files, [NEWEST_CHAT, Buffer.from(newest)]]) };
}

async function bundleLoader(root: string, mode: BuildMode, chatAddress: string): Promise<Bundle> {
  const options = pageOptions(root, mode);
  const made = await build({
    ...options,
    entryPoints: [LOADER_ENTRY],
    outfile: join(root, 'dist/public/widget.js'),
    format: 'iife',
    target: LOADER_TARGETS,
    // No module: read in whatever the page is written in.
    charset: 'ascii',
    // Its modules are strict in any case as far as the compiler sees; saying so would be 12 of 3,000 bytes.
    tsconfigRaw: '{}',
    // `import(__CHAT_CHUNK__)` is left to the browser, which resolves it against the loader's own address.
    external: [`${ASSETS_ADDRESS}/*`],
    define: { ...options.define, __CHAT_CHUNK__: JSON.stringify(chatAddress) },
    ...(mode === 'development' ? { banner: { js: reloadBanner } } : {}),
    metafile: true,
    write: false,
  });
  return toBundle(root, made);
}

function pageOptions(root: string, mode: BuildMode): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'browser',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: mode === 'production',
    sourcemap: mode === 'production' ? false : 'linked',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    plugins: [withoutWebTransport, styleSheetsAsText],
    legalComments: 'none',
    logLevel: 'silent',
  };
}
