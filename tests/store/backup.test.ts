import { createHash, randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectStore } from '../../server/core/db/connect.ts';
import { copyDocuments } from '../../server/core/db/copy-documents.ts';
import { checkFormat } from '../../server/core/db/embedded/storage/format.ts';
import { KeyValueStore } from '../../server/core/db/embedded/storage/key-value.ts';
import { encodeDocument } from '../../server/core/db/embedded/values/codec.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { runBuilt } from '../support/run-built.ts';
import { ServerProcess } from '../support/server-process.ts';
import { siteKeyOf } from '../support/site-key.ts';
import { ADMIN, Person } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import { temporaryFolder } from './folder.ts';

const SETTINGS = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };

/** Signs in and gives every conversation's texts, in order. */
async function textsIn(url: string): Promise<string[][]> {
  const admin = new Person(url);
  expect((await admin.post('/session', ADMIN)).status).toBe(200);
  const { items } = (await admin.get('/conversations?limit=100')).body as { items: { id: string }[] };
  return Promise.all(
    items.map(async ({ id }) => {
      const texts: string[] = [];
      for (let after = 0, more = true; more; ) {
        const page = await admin.get(`/conversations/${id}/entries?after=${after}`);
        const entries = (page.body as { items: { seq: number; text?: string }[] }).items;
        texts.push(...entries.flatMap(({ text }) => text ?? []));
        after = entries.at(-1)?.seq ?? after;
        more = entries.length > 0;
      }
      return texts;
    }),
  );
}

describe('a backup of a server that is written to', () => {
  let server: ServerProcess;
  let visitor: Visitor;
  let conversationId: string;
  const place = mkdtempSync(join(tmpdir(), 'parley-backup-'));
  const folder = join(place, 'backup');
  const acknowledgedBefore: string[] = [];

  beforeAll(async () => {
    server = await ServerProcess.start(SETTINGS);
    visitor = await connectVisitor(server.url, await siteKeyOf(server.url));
    conversationId = (await say(visitor, 'message 0')).conversationId;
    acknowledgedBefore.push('message 0');
    let writing = true;
    const writer = (async () => {
      for (let number = 1; writing; number++) {
        const input = { to: { conversationId }, clientId: randomUUID(), text: `message ${number}` };
        const answer = await visitor.ask('message:send', input);
        if (!answer.ok) await eventually(() => expect(answer.error.code).toBe('rate_limited'));
        else if (!existsSync(folder)) acknowledgedBefore.push(input.text);
        if (!answer.ok) number--;
      }
    })();
    const made = await runBuilt('backup', { DATA_DIR: server.dataDir }, '--to', folder);
    writing = false;
    await writer;
    expect(made).toMatchObject({ code: 0, said: expect.stringContaining('1 conversations with ') });
  }, 60_000);

  afterAll(async () => {
    visitor.close();
    await server.close();
    rmSync(place, { recursive: true });
  });

  test('holds everything that was acknowledged before, and no half of what came later', async () => {
    const dataDir = temporaryFolder();
    expect(await runBuilt('restore', { DATA_DIR: dataDir }, '--from', folder)).toMatchObject({ code: 0 });
    const restored = await ServerProcess.start({ DATA_DIR: dataDir });
    try {
      const [texts = []] = await textsIn(restored.url);
      expect(texts.slice(0, acknowledgedBefore.length)).toEqual(acknowledgedBefore);
    } finally {
      await restored.close();
    }
  });

  test('keeps visitors and agents who they were', async () => {
    const dataDir = temporaryFolder();
    await runBuilt('restore', { DATA_DIR: dataDir }, '--from', folder);
    expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe(
      readFileSync(join(server.dataDir, 'secret.key'), 'utf8'),
    );
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
    const restored = await ServerProcess.start({ DATA_DIR: dataDir });
    try {
      const site = /data-site=\\?"(\w+)/.exec(restored.output)?.[1] ?? '';
      const again = await connectVisitor(restored.url, site, { token: visitor.token });
      expect(again.welcome.conversations.map((each) => each.conversation.id)).toEqual([conversationId]);
      again.close();
    } finally {
      await restored.close();
    }
  });

  test('moves into a MongoDB, and no server starts on half of it', async () => {
    const target = await startTestStore();
    const environment = { MONGODB_URL: target.url };
    try {
      expect(await runBuilt('restore', environment, '--from', folder)).toMatchObject({
        code: 0,
        said: expect.stringMatching(/1 conversations with \d+ entries[\s\S]*SECRET_KEY/),
      });
      const secretKey = readFileSync(join(server.dataDir, 'secret.key'), 'utf8').trim();
      const moved = await ServerProcess.start({ MONGODB_URL: target.url, SECRET_KEY: secretKey });
      const [texts = []] = await textsIn(moved.url);
      expect(texts[0]).toBe('message 0');
      await moved.close();
      const again = await runBuilt('restore', environment, '--from', folder);
      expect(again).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
      const db = await connectStore(target.url);
      await db.collection('copies').updateOne({}, { $set: { state: 'running' } });
      await db.close();
      const refused = await runBuilt('index', { ...environment, PORT: '0', SECRET_KEY: secretKey });
      expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('has not been finished') });
    } finally {
      await target.close();
    }
  });

  test('is never written over, and is refused where it is none', async () => {
    const bytes = statSync(join(folder, 'store.mdb')).size;
    const again = await runBuilt('backup', { DATA_DIR: server.dataDir }, '--to', folder);
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
    expect(statSync(join(folder, 'store.mdb')).size).toBe(bytes);
    const onTop = await runBuilt('restore', { DATA_DIR: server.dataDir }, '--from', folder);
    expect(onTop).toMatchObject({ code: 1, said: expect.stringContaining('holds a store already') });
    const nowhere = await runBuilt('restore', { DATA_DIR: temporaryFolder() }, '--from', temporaryFolder());
    expect(nowhere).toMatchObject({ code: 1, said: expect.stringContaining('There is no backup') });
    const nothing = await runBuilt('backup', { DATA_DIR: temporaryFolder() }, '--to', temporaryFolder());
    expect(nothing).toMatchObject({ code: 1, said: expect.stringContaining('There is no store') });
    const elsewhere = await runBuilt('backup', { MONGODB_URL: 'mongodb://host/parley' }, '--to', folder);
    expect(elsewhere).toMatchObject({ code: 64, said: expect.stringContaining('mongodump') });
    for (const program of ['backup', 'restore'])
      expect(await runBuilt(program, {})).toMatchObject({ code: 64, said: expect.stringContaining('Usage') });
  });

  test('of a newer Parley or damaged leaves the data folder empty', async () => {
    const newer = temporaryFolder();
    const store = new KeyValueStore(join(newer, 'store.mdb'));
    checkFormat(store);
    store.transact(() => store.put(Buffer.from([0x00, 0x66]), encodeDocument({ format: 99 })));
    await store.close();
    const bytes = readFileSync(join(newer, 'store.mdb'));
    const checksum = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(newer, 'store.mdb.sha256'), `${checksum}  store.mdb\n`);
    const damaged = temporaryFolder();
    cpSync(folder, damaged, { recursive: true });
    truncateSync(join(damaged, 'store.mdb'), 9_000);
    for (const [from, reason] of [
      [newer, 'newer Parley'],
      [damaged, 'is damaged'],
    ] as const) {
      const dataDir = temporaryFolder();
      const refused = await runBuilt('restore', { DATA_DIR: dataDir }, '--from', from);
      expect(refused).toMatchObject({ code: 1, said: expect.stringContaining(reason) });
      expect(readdirSync(dataDir)).toEqual([]);
    }
  });
});

describe('a copy into a database', () => {
  const clock = new TurnedClock(0);
  let source: TestStore;
  let target: TestStore;

  beforeAll(async () => {
    [source, target] = await Promise.all([startTestStore(), startTestStore()]);
  });
  afterAll(async () => {
    await Promise.all([source.close(), target.close()]);
  });

  test('that was stopped goes on where it stopped', async () => {
    const [from, to] = await Promise.all([connectStore(source.url), connectStore(target.url)]);
    const documents = Array.from({ length: 1_700 }, (_each, index) => ({
      _id: `document ${String(index).padStart(5, '0')}` as never,
      index,
    }));
    await from.collection('many').insertMany(documents);
    await from.collection('few').insertMany(documents.slice(0, 3));
    const counts = { many: 1_700, few: 3 };
    const seen: number[] = [];
    const copy = (stopAfter: number, from_ = from) => {
      const stopping = new AbortController();
      const onProgress = (done: number) => {
        seen.push(done);
        if (done >= stopAfter) stopping.abort();
      };
      return copyDocuments(from_, to, { source: 'a', clock, counts, onProgress, signal: stopping.signal });
    };
    expect(await copy(500)).toBe(false);
    // What was inserted last may not have been noted.
    await to.collection('copies').updateOne({}, { $set: { current: null } });
    expect(await copy(1_500)).toBe(false);
    await expect(
      copyDocuments(from, to, {
        source: 'another',
        clock,
        counts,
        onProgress: () => undefined,
        signal: new AbortController().signal,
      }),
    ).rejects.toThrow('is not empty');
    expect(await copy(Infinity)).toBe(true);
    expect(seen.at(-1)).toBe(1_703);
    expect(await to.collection('many').countDocuments({})).toBe(1_700);
    expect(await to.collection('few').countDocuments({})).toBe(3);
    await Promise.all([from.close(), to.close()]);
  });
});
