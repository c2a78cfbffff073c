import { promisify } from 'node:util';
import { brotliCompress, gzip, gzipSync } from 'node:zlib';
import { type Bundle, outputOf, withStaticImports } from './bundle.ts';
import type { ConsoleBundle } from './bundle-console.ts';
import type { WidgetBundles } from './bundle-widget.ts';
import { CHAT_ENTRY, CONSOLE_ENTRY } from './entries.ts';

/** Files that somebody waits for together. The budget is in bytes after gzip. */
export type MeasuredSet = { name: string; files: Uint8Array[]; budget?: number };

/** Sizes of a set in bytes, each file compressed for itself as it travels. */
export type SetSize = { name: string; raw: number; gzip: number; brotli: number; budget?: number };

const LOADER_BUDGET = 3_000;
const CHAT_BUDGET = 30_000;

/**
 * What every page of the customer pays, what a visitor who chats pays, what comes later. A visitor reads one
 * language: the one with the most bytes counts.
 */
export function widgetSets({ loader, chat, words, moreWords }: WidgetBundles): MeasuredSet[] {
  const loaderFiles = loader ? scriptsAndStyles(loader, [...loader.files.keys()]) : [];
  const first = chat ? withStaticImports(chat, outputOf(chat, CHAT_ENTRY)) : [];
  const sets: MeasuredSet[] = [];
  if (loader) sets.push({ name: 'loader', files: loaderFiles, budget: LOADER_BUDGET });
  if (chat) {
    const spoken = largest(scriptsAndStyles(words, [...words.files.keys()]));
    const files = [...loaderFiles, ...scriptsAndStyles(chat, first), ...spoken];
    sets.push({ name: 'chat until the first message', files, budget: CHAT_BUDGET });
    const whole = { ...chat, files: new Map([...chat.files, ...moreWords.files]) };
    sets.push(...laterSet('chat, on demand', whole, first));
  }
  return sets;
}

/** The console's first screen, in the language with the most bytes, and what comes later. */
export function consoleSets({ bundle }: ConsoleBundle): MeasuredSet[] {
  if (!bundle) return [];
  const entry = outputOf(bundle, CONSOLE_ENTRY);
  const styles = bundle.outputs[entry]?.cssBundle;
  const first = [...withStaticImports(bundle, entry), ...(styles === undefined ? [] : [styles])];
  const spoken = largest(scriptsAndStyles(bundle, wordsIn(bundle)));
  const set = { name: 'console', files: [...scriptsAndStyles(bundle, first), ...spoken] };
  return [set, ...laterSet('console, on demand', bundle, [...first, ...wordsIn(bundle)])];
}

/** Compresses the files of each set, as well as it goes. */
export function measureSets(sets: readonly MeasuredSet[]): Promise<SetSize[]> {
  return Promise.all(
    sets.map(async ({ name, files, budget }) => {
      const [zipped, brotlied] = await Promise.all([total(files, gzipBest), total(files, brotliBest)]);
      const raw = files.reduce((sum, file) => sum + file.byteLength, 0);
      return { name, raw, gzip: zipped, brotli: brotlied, ...(budget === undefined ? {} : { budget }) };
    }),
  );
}

/** The sets that are larger than their budget. */
export function overBudget(sizes: readonly SetSize[]): SetSize[] {
  return sizes.filter((size) => size.budget !== undefined && size.gzip > size.budget);
}

/** The sizes as a table for the terminal. */
export function sizeTable(sizes: readonly SetSize[]): string {
  const rows = sizes.map((size) => {
    const mark = size.budget !== undefined && size.gzip > size.budget ? '  over budget' : '';
    const cells = [size.raw, size.gzip, size.brotli, size.budget].map((bytes) => inBytes(bytes).padStart(9));
    return `${size.name.padEnd(30)}${cells.join('')}${mark}`;
  });
  const head = `${'bytes'.padEnd(30)}${['raw', 'gzip', 'brotli', 'budget'].map((h) => h.padStart(9)).join('')}`;
  return [head, ...rows].join('\n');
}

/** The one with the most bytes; an agent reads one language too. */
function largest(files: readonly Uint8Array[]): Uint8Array[] {
  return [...files].sort((a, b) => gzipSync(b).length - gzipSync(a).length).slice(0, 1);
}

/** The console's words, a file for each language. */
function wordsIn({ outputs }: Bundle): string[] {
  return Object.keys(outputs).filter((path) => outputs[path]?.entryPoint?.startsWith('console/words/'));
}

function laterSet(name: string, bundle: Bundle, first: readonly string[]): MeasuredSet[] {
  const later = [...bundle.files.keys()].filter((path) => !first.includes(path));
  const files = scriptsAndStyles(bundle, later);
  return files.length > 0 ? [{ name, files }] : [];
}

function scriptsAndStyles(bundle: Bundle, paths: readonly string[]): Uint8Array[] {
  return paths
    .filter((path) => /\.(js|css)$/.test(path))
    .map((path) => bundle.files.get(path))
    .filter((content) => content !== undefined);
}

async function total(files: Uint8Array[], compress: (file: Uint8Array) => Promise<Buffer>): Promise<number> {
  const compressed = await Promise.all(files.map(compress));
  return compressed.reduce((sum, file) => sum + file.byteLength, 0);
}

function gzipBest(file: Uint8Array): Promise<Buffer> {
  return promisify(gzip)(file, { level: 9 });
}

function brotliBest(file: Uint8Array): Promise<Buffer> {
  // Without parameters brotli works at its highest quality.
  return promisify(brotliCompress)(file);
}

function inBytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : bytes.toLocaleString('en-US');
}
