import type { Clock } from '../../../clock.ts';
import type { StoreLog } from '../store-log.ts';
import type { Catalog } from './catalog.ts';
import type { Documents } from './documents.ts';
import type { KeyValueStore } from './key-value.ts';
import type { WriteQueue } from './write-queue.ts';

/** All that commands work with. */
export interface Storage {
  store: KeyValueStore;
  catalog: Catalog;
  documents: Documents;
  writes: WriteQueue;
  clock: Clock;
  log: StoreLog;
}
