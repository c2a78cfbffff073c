import type mongoose from 'mongoose';
import { beforeAll, expect, test } from 'vitest';
import { connect, openStore, temporaryFolder } from './folder.ts';
import { buildPrograms, startProcess } from './programs.ts';

type Db = mongoose.mongo.Db;

const ROUNDS = 20;
const WRITERS = 24;

beforeAll(buildPrograms);
/** What the store has acknowledged. */
interface Acknowledged {
  inserted: Set<number>;
  changed: Set<number>;
  deleted: Set<number>;
  /** Documents of which a deletion was sent, but perhaps not answered. */
  maybeDeleted: Set<number>;
  counters: Map<string, number>;
}

/** Writes until the connection breaks. */
async function write(db: Db, writer: number, next: () => number, acknowledged: Acknowledged): Promise<void> {
  const documents = db.collection<{ _id: number }>('documents');
  const counters = db.collection<{ _id: string; value: number }>('counters');
  for (;;) {
    const n = next();
    await documents.insertOne({
      _id: n,
      n,
      group: n % 50,
      tags: [n % 3, 'all'],
      text: 'x'.repeat(50 + (n % 400)),
    } as never);
    acknowledged.inserted.add(n);
    if (n % 5 === 0) {
      const key = `w${writer}`;
      const counted = await counters.findOneAndUpdate(
        { _id: key },
        { $inc: { value: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      acknowledged.counters.set(key, Number(counted?.value));
    }
    if (n % 7 === 0) {
      await documents.updateOne({ n } as never, { $set: { group: 999, text: 'changed' } } as never);
      acknowledged.changed.add(n);
    }
    if (n % 11 === 0) {
      acknowledged.maybeDeleted.add(n);
      await documents.deleteOne({ _id: n });
      acknowledged.deleted.add(n);
    }
  }
}

/** @returns what was acknowledged and is not there */
async function lost(
  db: Db,
  { inserted, changed, deleted, maybeDeleted, counters }: Acknowledged,
): Promise<string[]> {
  const found = new Map<number, mongoose.mongo.Document>();
  for await (const document of db.collection<{ _id: number }>('documents').find())
    found.set(document._id, document);
  const missing = [...inserted]
    .filter((n) => !maybeDeleted.has(n) && !found.has(n))
    .map((n) => `insert ${n}`);
  const unchanged = [...changed]
    .filter((n) => found.has(n) && found.get(n)?.group !== 999)
    .map((n) => `change ${n}`);
  const undeleted = [...deleted].filter((n) => found.has(n)).map((n) => `deletion ${n}`);
  const kept = await db.collection('counters').find().toArray();
  const counted = new Map(kept.map(({ _id, value }) => [String(_id), Number(value)]));
  const behind = [...counters]
    .filter(([key, value]) => (counted.get(key) ?? 0) < value)
    .map(([key]) => `counter ${key}`);
  return [...missing, ...unchanged, ...undeleted, ...behind];
}

/** Each index holds exactly what the documents have: nothing is missing in it, nothing is left over. */
async function indexesAreRight(db: Db): Promise<void> {
  const documents = db.collection('documents');
  const count = (await documents.find().toArray()).length;
  for (const [hint, entries] of [
    ['n_1', 1],
    ['group_1_n_-1', 1],
    ['tags_1', 2],
  ] as const) {
    const { executionStats } = await documents.find({}, { hint }).explain();
    expect([hint, executionStats.nReturned, executionStats.totalKeysExamined]).toEqual([
      hint,
      count,
      count * entries,
    ]);
  }
  expect(await documents.countDocuments({ group: 999 })).toBe(
    (await documents.find({ text: 'changed' }).toArray()).length,
  );
}

test(`killed ${ROUNDS} times while writing, the store has lost nothing that it acknowledged`, async () => {
  const dataDir = temporaryFolder();
  const acknowledged: Acknowledged = {
    inserted: new Set(),
    changed: new Set(),
    deleted: new Set(),
    maybeDeleted: new Set(),
    counters: new Map(),
  };
  let n = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const store = await startProcess(dataDir);
    const client = await connect(store.url, {
      maxPoolSize: WRITERS,
      retryWrites: false,
      serverSelectionTimeoutMS: 2_000,
    });
    const db = client.db();
    expect(await lost(db, acknowledged)).toEqual([]);
    if (round === 0) {
      await db
        .collection('documents')
        .createIndexes([{ key: { n: 1 }, unique: true }, { key: { group: 1, n: -1 } }, { key: { tags: 1 } }]);
    }
    await indexesAreRight(db);
    const enough = acknowledged.inserted.size + 60 + ((round * 37) % 150);
    const writers = Array.from({ length: WRITERS }, (_, writer) =>
      write(db, writer, () => n++, acknowledged).catch(() => undefined),
    );
    // Killed in the middle of its work, each time at another place.
    await new Promise<void>((resolve) => {
      const look = () => (acknowledged.inserted.size >= enough ? resolve() : setImmediate(look));
      look();
    });
    await store.kill('SIGKILL');
    await client.close(true);
    await Promise.all(writers);
    n += 100;
  }
  const store = await openStore(dataDir);
  const client = await connect(store.url);
  expect(await lost(client.db(), acknowledged)).toEqual([]);
  await indexesAreRight(client.db());
  expect(acknowledged.inserted.size).toBeGreaterThan(ROUNDS * 60);
  process.stdout.write(`${ROUNDS} kills, ${acknowledged.inserted.size} inserts acknowledged, none lost\n`);
  await client.close();
  await store.close();
}, 60_000);
