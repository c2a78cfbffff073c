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
  moreWordsEntry,
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
export type WidgetBundles = {
  loader?: Bundle;
  chat?: Bundle;
  words: Bundle;
  moreWords: Bundle;
  notes: string[];
};

/**
 * Bundles the words, then the chat, then the loader: each must know the hashed address of what it fetches.
 *
 * @throws BuildFailure of esbuild, listing what is wrong in the sources
 */
export async function bundleWidget(root: string, mode: BuildMode): Promise<WidgetBundles> {
  const words = await bundleWords(root, mode, 'words', wordsEntry);
  const moreWords = await bundleWords(root, mode, 'more', moreWordsEntry);
  const bundles: WidgetBundles = { words, moreWords, notes: [] };
  const addresses = {
    __WORDS__: JSON.stringify(addressesOf(words)),
    __MORE_WORDS__: JSON.stringify(addressesOf(moreWords)),
  };
  if (exists(root, CHAT_ENTRY)) bundles.chat = await bundleChat(root, mode, addresses);
  else bundles.notes.push(skipNote(CHAT_ENTRY));
  const chunk = bundles.chat ? basename(outputOf(bundles.chat, CHAT_ENTRY)) : 'missing.js';
  if (exists(root, LOADER_ENTRY))
    bundles.loader = await bundleLoader(root, mode, `${ASSETS_ADDRESS}/${chunk}`);
  else bundles.notes.push(skipNote(LOADER_ENTRY));
  return bundles;
}

/**
 * A file for each language that has words; in a project of a test there may be none. No chunks of the chat: it has to
 * know their addresses, because some browsers never again ask for what has failed under the same name.
 */
async function bundleWords(
  root: string,
  mode: BuildMode,
  name: string,
  entryOf: (language: string) => string,
): Promise<Bundle> {
  const languages = LANGUAGES.filter((language) => exists(root, entryOf(language)));
  const made = await build({
    ...pageOptions(root, mode),
    entryPoints: languages.map((language) => ({ in: entryOf(language), out: `${name}-${language}` })),
    outdir: join(root, 'dist/public/assets'),
    entryNames: '[name]-[hash]',
    format: 'esm',
    target: PAGE_TARGETS,
    metafile: true,
    write: false,
  });
  return toBundle(root, made);
}

/** Such as `/assets/words-en-ABCDEFGH.js`, one after the other. */
function addressesOf(words: Bundle): string {
  return [...words.files.keys()]
    .filter((path) => path.endsWith('.js'))
    .map((path) => `${ASSETS_ADDRESS}/${basename(path)}`)
    .join(' ');
}

async function bundleChat(
  root: string,
  mode: BuildMode,
  addresses: Readonly<Record<string, string>>,
): Promise<Bundle> {
  const options = pageOptions(root, mode);
  const made = await build({
    ...options,
    define: { ...options.define, ...addresses },
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
