import { sourceHash } from '../source-hash.mjs';
import type { Bundle } from './bundle.ts';
import { bundleConsole } from './bundle-console.ts';
import { bundleServer } from './bundle-server.ts';
import { bundleWidget } from './bundle-widget.ts';
import type { BuildMode } from './entries.ts';
import { BUILD_MARK } from './reload-page.ts';
import { writeOutputs } from './write-outputs.ts';

/**
 * Builds `dist/` from the sources.
 *
 * @returns what was left out, a line each
 * @throws BuildFailure of esbuild, listing what is wrong in the sources; then `dist/` is as it was
 */
export async function buildAll(root: string, mode: BuildMode = 'production'): Promise<{ notes: string[] }> {
  // Taken before reading the sources: when somebody saves a file meanwhile, the next start builds again.
  const hash = sourceHash(root);
  const [server, widget, console] = await Promise.all([
    bundleServer(root, mode),
    bundleWidget(root, mode),
    bundleConsole(root, mode),
  ]);
  const bundles = [server.bundle, widget.words, widget.moreWords, widget.chat, widget.loader, console.bundle];
  const files = new Map(bundles.flatMap((bundle: Bundle | undefined) => [...(bundle?.files ?? [])]));
  if (console.page !== undefined) files.set('dist/public/console/index.html', Buffer.from(console.page));
  if (mode === 'development') files.set(BUILD_MARK, Buffer.from(String(Date.now())));
  // What was built for development must not be taken for the real thing.
  await writeOutputs(root, files, mode === 'production' ? hash : 'development');
  return { notes: [...server.notes, ...widget.notes, ...console.notes] };
}
