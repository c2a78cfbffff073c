import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startStoreWorker } from '../../server/core/db/embedded/start-worker.ts';
import { Catalog, keysUnder } from '../../server/core/db/embedded/storage/catalog.ts';
import { checkFormat } from '../../server/core/db/embedded/storage/format.ts';
import { KeyValueStore } from '../../server/core/db/embedded/storage/key-value.ts';
import { encodeDocument } from '../../server/core/db/embedded/values/codec.ts';
import { connect, openStore, rememberingLog, temporaryFolder } from './folder.ts';
import { buildPrograms, runProgram, startProcess, workerProgram } from './programs.ts';

beforeAll(buildPrograms);

function socketOf(url: string): string {
  return decodeURIComponent(new URL(url).host);
}

describe('one at a time', () => {
  test('a second process is told who has the folder, and stops', async () => {
    const folder = temporaryFolder();
    const first = await startProcess(folder);
    const second = await runProgram(['--data-dir', folder]).ended;
    expect(second.code).toBe(1);
    expect(second.errors).toContain(`in use by the process ${first.pid}`);
    const client = await connect(first.url);
    await client.db().collection('a').insertOne({ a: 1 });
    await expect(openStore(folder)).rejects.toThrow(`in use by the process ${first.pid}`);
    expect(await first.kill('SIGTERM')).toMatchObject({ code: 0, errors: '' });
    const after = await openStore(folder);
    await after.close();
  });

  test('a killed process holds nobody up', async () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 3; round++) await (await startProcess(folder, [])).kill('SIGKILL');
    const after = await openStore(folder);
    expect(await (await connect(after.url)).db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    await after.close();
  });

  test('nor may one process open a folder twice', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    await expect(openStore(folder)).rejects.toThrow('in use by this process itself');
    await store.close();
    await (await openStore(folder)).close();
  });
});

describe('the format', () => {
  test('of a newer Parley is refused with what to do, and nothing is changed', async () => {
    const folder = temporaryFolder();
    await (await openStore(folder)).close();
    const file = join(folder, 'store.mdb');
    const key = Buffer.from([0x00, 0x66]);
    const newer = encodeDocument({ format: 99 });
    const store = new KeyValueStore(file);
    expect(() => checkFormat(store)).not.toThrow();
    store.transact(() => store.put(key, newer));
    await store.close();
    await expect(openStore(folder)).rejects.toThrow(/newer Parley \(format 99.*Start that Parley again/);
    const again = new KeyValueStore(file);
    expect(again.get(key)).toEqual(newer);
    await again.close();
    expect((await runProgram(['--data-dir', folder]).ended).errors).toContain('newer Parley');
  });

  test('of an older Parley is renewed: what was unique stays so', async () => {
    const folder = temporaryFolder();
    const people = [
      { _id: 'lena' as never, name: 'Lena', tags: ['a', 'b'] },
      { _id: 'marc' as never, name: 'Marc', tags: [] },
    ];
    const store = await openStore(folder);
    const collection = (await connect(store.url)).db().collection('people');
    await collection.createIndexes([
      { key: { name: 1 }, unique: true },
      { key: { tags: 1 }, unique: true, partialFilterExpression: { name: { $exists: true } } },
    ]);
    await collection.insertMany(people);
    await store.close();
    await writeAsFormat1(join(folder, 'store.mdb'));

    const renewed = await openStore(folder);
    const found = (await connect(renewed.url)).db().collection('people');
    await expect(found.insertOne({ name: 'Lena' })).rejects.toMatchObject({ code: 11000 });
    await expect(found.insertOne({ name: 'Nina', tags: ['b'] })).rejects.toMatchObject({ code: 11000 });
    expect(await found.find({ name: { $gte: 'A' } }).toArray()).toEqual(people);
    expect(await found.findOne({ tags: 'a' })).toEqual(people[0]);
    await found.deleteOne({ name: 'Lena' });
    await found.insertOne({ name: 'Lena', tags: ['b'] });
    await renewed.close();
    const file = new KeyValueStore(join(folder, 'store.mdb'));
    expect(checkFormat(file)).toEqual({ isOld: false });
    await file.close();
  });
});

/** As it was before: in a unique index, too, each key ended with the document's own. */
async function writeAsFormat1(path: string): Promise<void> {
  const store = new KeyValueStore(path);
  store.transact(() => {
    for (const { prefix, indexes } of new Catalog(store).all()) {
      for (const index of indexes) {
        for (const { key, value } of [...store.range(keysUnder(index.prefix))]) {
          store.remove(key);
          store.put(Buffer.concat([key, value.subarray(prefix.length)]), value);
        }
      }
    }
    store.put(Buffer.from([0x00, 0x66]), encodeDocument({ format: 1 }));
  });
  await store.close();
}

describe('the process', () => {
  test('answers on a port, ends when told, and keeps what it was given', async () => {
    const folder = temporaryFolder();
    const store = await startProcess(folder);
    expect(store.url).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/parley\?/);
    const client = await connect(store.url);
    await client.db().collection('a').insertOne({ a: 1 });
    expect((await store.kill('SIGTERM')).code).toBe(0);
    const again = await startProcess(folder, ['--socket', join(folder, 'own.sock')]);
    expect(socketOf(again.url)).toBe(join(folder, 'own.sock'));
    expect(await (await connect(again.url)).db().collection('a').countDocuments()).toBe(1);
    expect((await again.kill('SIGINT')).code).toBe(0);
    expect(existsSync(join(folder, 'own.sock'))).toBe(false);
  });

  test.each([
    [['--port', 'x']],
    [['--port', '70000']],
    [['--nonsense']],
    [['--port', '1', '--socket', 'a.sock']],
    [['--socket', 'a']],
  ])('refuses %j with a word on how to use it', async (parameters) => {
    const { code, errors } = await runProgram(parameters).ended;
    expect(code).toBe(78);
    expect(errors).toContain('Usage:');
  });
});

describe('the socket', () => {
  test('and the data are for this user only', async () => {
    const folder = join(temporaryFolder(), 'data');
    const store = await openStore(folder);
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    expect([modeOf(folder), modeOf(join(folder, 'store.mdb')), modeOf(socketOf(store.url))]).toEqual([
      0o700, 0o600, 0o600,
    ]);
    await store.close();
    expect(existsSync(socketOf(store.url))).toBe(false);
  });

  test('is elsewhere where the name of the folder is too long for one', async () => {
    const folder = join(temporaryFolder(), 'long'.repeat(30));
    const store = await openStore(folder);
    const socket = socketOf(store.url);
    expect(socket.length).toBeLessThanOrEqual(100);
    expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
    expect(await (await connect(store.url)).db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    await store.close();
    expect(existsSync(join(socket, '..'))).toBe(false);
  });
});

describe('the thread', () => {
  test('serves, logs through the one who started it, and ends', async () => {
    const dataDir = temporaryFolder();
    const { log, logged } = rememberingLog();
    const store = await startStoreWorker({ dataDir, log, entry: workerProgram });
    const client = await connect(store.url);
    const collection = client.db().collection('a');
    await collection.insertMany(Array.from({ length: 1_100 }, (_, n) => ({ n })));
    expect(await collection.countDocuments({ secret: 'x' })).toBe(0);
    expect(logged).toEqual([
      {
        level: 'warn',
        fields: { collection: 'parley.a', filter: '{ secret: ? }', sort: '{  }' },
        message: 'A query reads more than 1000 documents without an index.',
      },
    ]);
    const second = startStoreWorker({ dataDir, log, entry: workerProgram });
    await expect(second).rejects.toThrow('in use by');
    expect(await collection.countDocuments()).toBe(1_100);
    await client.close();
    await store.close();
    await (await openStore(dataDir)).close();
  });
});
