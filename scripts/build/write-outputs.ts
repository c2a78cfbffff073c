import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const MANIFEST = 'dist/manifest.json';
/** Files whose names carry a hash of their content: those of two builds lie beside each other. */
const HASHED = 'dist/public/assets/';
/** A page that was opened before a deployment finds its files for so long. */
const KEPT_MS = 14 * 24 * 60 * 60_000;
/** Somebody who builds all day long does not fill a disk with it. */
const KEPT_MOST = 200;

/** What of `dist/manifest.json` is read by the next build. */
interface Manifest {
  bytes: Record<string, number>;
  /** Hashed files of earlier builds, and since when no build makes them, in milliseconds since 1970. */
  earlier: Record<string, number>;
}

/**
 * Puts the built files into `dist/`, removes what an earlier build left in `dist/server` and `dist/public`,
 * and writes the manifest last, so that a build that was cut short counts as none. Each file appears whole
 * under its name: two builds of the same sources at once do each other no harm. Hashed files of earlier builds
 * stay for two weeks, for pages that were opened before.
 *
 * @param files path relative to the root to content
 * @param sourceHash what the files were built from
 * @param now milliseconds since 1970
 */
export async function writeOutputs(
  root: string,
  files: ReadonlyMap<string, Uint8Array>,
  sourceHash: string,
  now = Date.now(),
): Promise<void> {
  const earlier = await earlierFiles(root, files, now);
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
    const staying = new Set([...files.keys(), ...Object.keys(earlier)]);
    await Promise.all(['dist/server', 'dist/public'].map((folder) => removeStale(root, folder, staying)));
    const sizes = [...files].map(([path, content]) => [path, content.byteLength] as const).sort();
    const manifest = { sourceHash, bytes: Object.fromEntries(sizes), earlier };
    await put(MANIFEST, Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The hashed files that earlier builds have made and this one does not, as far as they are kept. */
async function earlierFiles(
  root: string,
  files: ReadonlyMap<string, unknown>,
  now: number,
): Promise<Manifest['earlier']> {
  const before = await readFile(join(root, MANIFEST), 'utf8').then(
    (text) => JSON.parse(text) as Partial<Manifest>,
    () => null,
  );
  const last = Object.keys(before?.bytes ?? {}).filter((path) => path.startsWith(HASHED));
  const known = { ...Object.fromEntries(last.map((path) => [path, now])), ...before?.earlier };
  const kept = Object.entries(known)
    .filter(([path, since]) => !files.has(path) && now - since < KEPT_MS)
    .sort(([, a], [, b]) => b - a)
    .slice(0, KEPT_MOST);
  return Object.fromEntries(kept);
}

async function removeStale(root: string, folder: string, files: ReadonlySet<string>): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await removeStale(root, path, files);
    else if (!files.has(path)) await rm(join(root, path), { force: true });
  }
}
