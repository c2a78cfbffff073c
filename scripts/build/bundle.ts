import { relative } from 'node:path';
import type { Metafile, OutputFile } from 'esbuild';

/** What one run of esbuild made, still in memory. */
export type Bundle = {
  /** Path relative to the project's root, such as `dist/public/widget.js`, to content. */
  files: ReadonlyMap<string, Uint8Array>;
  /** How the files hang together; paths relative to the root as well. */
  outputs: Metafile['outputs'];
};

/** Takes what esbuild made with `write: false, metafile: true` and `absWorkingDir: root`. */
export function toBundle(root: string, made: { outputFiles: OutputFile[]; metafile: Metafile }): Bundle {
  const files = new Map(made.outputFiles.map((file) => [relative(root, file.path), file.contents]));
  return { files, outputs: made.metafile.outputs };
}

/**
 * The file that an entry became.
 *
 * @throws Error when the bundle has no such entry
 */
export function outputOf(bundle: Bundle, entry: string): string {
  const found = Object.entries(bundle.outputs).find(([, output]) => output.entryPoint === entry);
  if (!found) throw new Error(`no output for ${entry}`);
  return found[0];
}

/** A file and everything it needs before its first line runs: the import statements, followed to the end. */
export function withStaticImports(bundle: Bundle, output: string): string[] {
  const found = new Set([output]);
  for (const path of found) {
    for (const next of bundle.outputs[path]?.imports ?? []) {
      if (next.kind === 'import-statement' && !next.external) found.add(next.path);
    }
  }
  return [...found];
}
