import type { Connection, mongo } from 'mongoose';
import type { Clock } from '../clock.ts';
import { DUPLICATE_KEY } from './duplicate-key.ts';

/** Documents in one command. */
const BATCH = 500;

/** How far a copy into a database is; kept there, so that it can be taken up again and no server starts before. */
interface CopyDocument {
  _id: 'copy';
  /** What tells this copy from another one. */
  source: string;
  state: 'running' | 'done';
  /** Collections that are whole. */
  whole: string[];
  /** The collection under way, and the last `_id` that is certainly there. */
  current: { name: string; lastId: AnyDocument['_id'] } | null;
  startedAt: Date;
}

/** A document of any collection; its `_id` may be of any type. */
type AnyDocument = mongo.Document & { _id: string | mongo.ObjectId };

export interface CopyOptions {
  /** The same text again takes up what was begun. */
  source: string;
  clock: Clock;
  /** Collections to copy, each with the number of its documents. */
  counts: Readonly<Record<string, number>>;
  /** Told how many documents are there. */
  onProgress(documents: number): void;
  /** Stops between two batches; what is there stays, and the copy can be taken up again. */
  signal: AbortSignal;
}

/**
 * Copies every document of one database into another that holds nothing, in the order of `_id`.
 * @returns whether it is whole; false where it was stopped
 * @throws Error with what to do, where the target holds something else
 */
export async function copyDocuments(
  from: Connection,
  to: Connection,
  options: CopyOptions,
): Promise<boolean> {
  const { counts, onProgress, signal } = options;
  const copies = copiesOf(to);
  const copy = await begin(to, copies, options);
  let done = copy.whole.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  for (const name of Object.keys(counts).filter((each) => !copy.whole.includes(each))) {
    const lastId = copy.current?.name === name ? copy.current.lastId : undefined;
    if (lastId !== undefined) done += await collection(from, name).countDocuments({ _id: { $lte: lastId } });
    const cursor = collection(from, name)
      .find(lastId === undefined ? {} : { _id: { $gt: lastId } })
      .sort({ _id: 1 })
      .batchSize(BATCH);
    for (let batch = await next(cursor); batch.length > 0; batch = await next(cursor)) {
      await insert(collection(to, name), batch);
      const last = batch.at(-1);
      if (last !== undefined)
        await copies.updateOne({ _id: 'copy' }, { $set: { current: { name, lastId: last._id } } });
      done += batch.length;
      onProgress(done);
      if (!signal.aborted) continue;
      await cursor.close();
      return false;
    }
    await copies.updateOne({ _id: 'copy' }, { $set: { current: null }, $push: { whole: name } });
  }
  await copies.updateOne({ _id: 'copy' }, { $set: { state: 'done' } });
  return true;
}

/**
 * Refuses a database into which a copy is not whole: a conversation without its entries is worse than none.
 * @throws Error with what to do
 */
export async function requireWholeCopy(db: Connection): Promise<void> {
  const copy = await copiesOf(db).findOne({ _id: 'copy' });
  if (copy?.state !== 'running') return;
  throw new Error(
    'A restore into this database has not been finished. Run the same `npm run restore` again; it goes on where it stopped.',
  );
}

async function begin(
  to: Connection,
  copies: mongo.Collection<CopyDocument>,
  { source, clock, counts }: CopyOptions,
): Promise<CopyDocument> {
  const begun = await copies.findOne({ _id: 'copy' });
  if (begun?.state === 'running' && begun.source === source) return begun;
  const filled = await firstFilled(to, ['copies', ...Object.keys(counts)]);
  if (filled !== null) {
    throw new Error(`The database ${to.name} is not empty: it has documents in ${filled}. Name another one.`);
  }
  const copy: CopyDocument = {
    _id: 'copy',
    source,
    state: 'running',
    whole: [],
    current: null,
    startedAt: new Date(clock.now()),
  };
  await copies.insertOne(copy);
  return copy;
}

async function firstFilled(db: Connection, names: readonly string[]): Promise<string | null> {
  for (const name of names) if ((await collection(db, name).findOne({})) !== null) return name;
  return null;
}

/** Inserts what is not there yet: a batch whose answer was lost comes again. */
async function insert(target: mongo.Collection<AnyDocument>, batch: AnyDocument[]): Promise<void> {
  try {
    await target.insertMany(batch, { ordered: false });
  } catch (error) {
    const faults = [(error as { writeErrors?: { code: number }[] }).writeErrors ?? []].flat();
    if (faults.length === 0 || faults.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
  }
}

async function next(cursor: mongo.FindCursor<AnyDocument>): Promise<AnyDocument[]> {
  const batch: AnyDocument[] = [];
  while (batch.length < BATCH) {
    const document = await cursor.next();
    if (document === null) break;
    batch.push(document);
  }
  return batch;
}

function copiesOf(db: Connection): mongo.Collection<CopyDocument> {
  return collection(db, 'copies') as unknown as mongo.Collection<CopyDocument>;
}

function collection(db: Connection, name: string): mongo.Collection<AnyDocument> {
  return db.collection(name) as unknown as mongo.Collection<AnyDocument>;
}
