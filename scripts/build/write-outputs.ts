import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const MANIFEST = 'dist/manifest.json';

/**
 * Puts the built files into `dist/`, removes what an earlier build left in `dist/server` and `dist/public`,
 * and writes the manifest last, so that a build that was cut short counts as none. Each file appears whole
 * under its name: two builds of the same sources at once do each other no harm.
 *
 * @param files path relative to the root to content
 * @param sourceHash what the files were built from
 */
export async function writeOutputs(
  root: string,
  files: ReadonlyMap<string, Uint8Array>,
  sourceHash: string,
): Promise<void> {
  await rm(join(root, MANIFEST), { force: true });
  const unfinished = join(root, 'dist', `unfinished-${randomUUID()}`);
  await mkdir(unfinished, { recursive: true });
  const put = async (path: string, content: Uint8Array): Promise<void> => {
    const whole = join(unfinished, randomUUID());
    await writeFile(whole, content);
    await mkdir(dirname(join(root, path)), { recursive: true });
    await rename(whole, join(root, path));
  };
  try {
    await Promise.all([...files].map(([path, content]) => put(path, content)));
    await Promise.all(['dist/server', 'dist/public'].map((folder) => removeStale(root, folder, files)));
    const sizes = [...files].map(([path, content]) => [path, content.byteLength] as const).sort();
    const manifest = { sourceHash, bytes: Object.fromEntries(sizes) };
    await put(MANIFEST, Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeStale(root: string, folder: string, files: ReadonlyMap<string, unknown>): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await removeStale(root, path, files);
    else if (!files.has(path)) await rm(join(root, path), { force: true });
  }
}
