import type { Connection, mongo } from 'mongoose';
import { mongo as driver } from 'mongoose';

/** As `server/conversations/sweep.ts` keeps it: how far the server has looked for what was left undone. */
interface SweepMark {
  _id: string;
  at: Date;
}

const ENTRIES = { _id: 'entries' };

/**
 * Takes the sweep's mark away while there is something to repair if this process is killed: without a mark the
 * server looks at everything.
 * @returns puts it back, or on an empty store says that nothing needs a look, so that the next start is quick
 */
export async function liftSweepMark(
  db: Connection,
  { isEmpty, now }: { isEmpty: boolean; now: number },
): Promise<() => Promise<void>> {
  const marks: mongo.Collection<SweepMark> = db.collection<SweepMark>('sweeps') as never;
  const before = await marks.findOneAndDelete(ENTRIES);
  const at = before?.at ?? (isEmpty ? new Date(now) : null);
  return async () => {
    if (at !== null) await marks.updateOne(ENTRIES, { $max: { at } }, { upsert: true });
  };
}

/** An id as the driver makes them, at another time: the sweep finds entries by when they were made. */
export function objectIdAt(at: Date): mongo.ObjectId {
  const bytes = Buffer.from(new driver.ObjectId().id);
  bytes.writeUInt32BE(Math.floor(at.getTime() / 1_000), 0);
  return new driver.ObjectId(bytes);
}
