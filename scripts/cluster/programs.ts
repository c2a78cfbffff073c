import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian puts what only root starts, which is not on everybody's path. */
const MORE_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** What the cluster runs beside itself, with the package of each. */
const PROGRAMS = { 'redis-server': 'redis-server', haproxy: 'haproxy' } as const;
type Programs = Record<keyof typeof PROGRAMS, string>;

/** Says which programs are not there, and how to get them. */
export class MissingPrograms extends Error {
  override readonly name = 'MissingPrograms';
}

/**
 * Finds the programs that the cluster needs.
 *
 * @param path folders as in `PATH`
 * @param moreFolders looked into as well
 * @throws MissingPrograms naming all that are not there
 */
export function findPrograms(path: string, moreFolders: readonly string[] = MORE_FOLDERS): Programs {
  const folders = [...path.split(delimiter), ...moreFolders];
  const found = Object.keys(PROGRAMS).map(
    (name) => [name, folders.map((folder) => join(folder, name)).find(isExecutable)] as const,
  );
  const missing = found.flatMap(([name, program]) => (program === undefined ? [name] : []));
  if (missing.length === 0) return Object.fromEntries(found) as Programs;
  const packages = missing.map((name) => PROGRAMS[name as keyof Programs]);
  throw new MissingPrograms(
    `Several nodes need ${missing.join(' and ')}. On Debian and Ubuntu: apt-get install ${packages.join(' ')}`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
