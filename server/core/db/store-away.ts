import { mongo as driver } from 'mongoose';

const UNREACHABLE =
  /^Mongo(ose)?(ServerSelection|Network|NetworkTimeout|NotConnected|PoolCleared|PoolClosed|WaitQueueTimeout|ServerClosed|TopologyClosed)Error$/;

/** Answers of a store that is there and takes no writes now: it ends, it is no primary any more, its disk is full. */
const REFUSED_FOR_NOW = new Set([
  64, // WriteConcernFailed
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  371, // UserWritesBlocked
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
  14_031, // OutOfDiskSpace
]);

/** Whether this is the driver's error for a store that cannot be reached or does not take writes now. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof driver.MongoServerError) return REFUSED_FOR_NOW.has(Number(error.code));
  return UNREACHABLE.test(error.name);
}
