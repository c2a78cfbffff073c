import { join } from 'node:path';
import { open } from 'lmdb';

/** Another process has the store. */
class StoreInUse extends Error {}

/**
 * Takes a data folder for this process alone.
 *
 * LMDB lists who reads a file, and each one on the list holds a lock of the operating system on its place. The
 * system gives that lock back when the process ends, however it ends, so nobody is left on the list by `kill -9`,
 * and no process number can be taken for one that is gone. This works alike on Linux and macOS, where Node itself
 * offers no locks. A small file of its own is used, because a reader of the store proper would keep old pages.
 * @returns gives the folder back
 * @throws StoreInUse naming the process that has it
 */
export async function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  const database = open({
    path: join(dataDir, 'owner.mdb'),
    noSubdir: true,
    maxDbs: 1,
    overlappingSync: false,
  });
  const place = database.useReadTransaction();
  const release = async () => {
    place.done();
    await database.close();
  };
  database.readerCheck();
  // First a place, then a look: of two that come at once at least one sees the other.
  const readers = [...database.readerList().matchAll(/^\s*(\d+)\s/gm)].map(([, pid]) => Number(pid));
  const other = readers.find((pid) => pid !== process.pid);
  const isTwiceHere = readers.filter((pid) => pid === process.pid).length > 1;
  if (other === undefined && !isTwiceHere) return release;
  await release();
  const holder = other === undefined ? 'this process itself' : `the process ${other}`;
  throw new StoreInUse(
    `The data folder ${dataDir} is in use by ${holder}. Stop it first, or give this one a DATA_DIR of its own.`,
  );
}
