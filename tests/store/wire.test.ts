import { connect as connectSocket, type Socket } from 'node:net';
import { serialize } from 'bson';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FrameSplitter, MalformedMessage } from '../../server/core/db/embedded/wire/frames.ts';
import { eventually } from '../support/eventually.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import { refusal } from './connection.ts';
import { connect, openStore, temporaryFolder } from './folder.ts';

function header(length: number, operation: number, requestId = 1): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeInt32LE(length, 0);
  bytes.writeInt32LE(requestId, 4);
  bytes.writeInt32LE(operation, 12);
  return bytes;
}

/** A command as OP_MSG. */
function message(command: Record<string, unknown>, requestId: number): Buffer {
  const body = serialize(command);
  const content = Buffer.concat([Buffer.alloc(5), body]);
  return Buffer.concat([header(16 + content.length, 2013, requestId), content]);
}

async function open() {
  const store = await openStore(temporaryFolder());
  onTestFinished(() => store.close());
  return store;
}

function rawSocket(url: string): Socket {
  const socket = connectSocket(decodeURIComponent(new URL(url).host));
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

describe('messages', () => {
  test('come whole, however they were cut', () => {
    const sent = [
      message({ ping: 1 }, 1),
      message({ hello: 1, text: 'x'.repeat(999) }, 2),
      message({ a: 1 }, 3),
    ];
    const stream = Buffer.concat(sent);
    for (const size of [1, 7, 16, 100, stream.length]) {
      const splitter = new FrameSplitter();
      const frames: Buffer[] = [];
      for (let start = 0; start < stream.length; start += size)
        frames.push(...splitter.push(stream.subarray(start, start + size)));
      expect(frames).toEqual(sent);
    }
  });

  test.each([0, 15, -1, 48_000_001])('of %i bytes are none', (length) => {
    expect(() => new FrameSplitter().push(header(length, 2013))).toThrow(MalformedMessage);
  });

  test('sent ahead on one connection are answered in their order', async () => {
    const store = await open();
    const socket = rawSocket(store.url);
    const splitter = new FrameSplitter();
    const answered: number[] = [];
    socket.on('data', (chunk: Buffer) => {
      for (const frame of splitter.push(chunk)) answered.push(frame.readInt32LE(8));
    });
    const requests = Array.from({ length: 200 }, (_, i) =>
      message(i % 2 ? { ping: 1, $db: 'a' } : { insert: 'c', documents: [{ i }], $db: 'a' }, i + 1),
    );
    for (const request of requests) {
      socket.write(request);
      // So that they come in pieces, the next while the one before waits for the disk.
      await new Promise(setImmediate);
    }
    await eventually(() => answered.length === 200);
    expect(answered).toEqual(requests.map((_, i) => i + 1));
    expect(await (await connect(store.url)).db('a').collection('c').countDocuments()).toBe(100);
  });
});

describe('nonsense', () => {
  const unending = Buffer.concat([header(26, 2013), Buffer.from([0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 0])]);
  const truncated = Buffer.concat([
    header(30, 2013),
    Buffer.alloc(5),
    Buffer.from([9, 0, 0, 0, 0x02, 0x61, 0, 5, 0]),
  ]);
  const body = serialize({ ping: 1, $db: 'a' });
  const flags = Buffer.concat([header(21 + body.length, 2013), Buffer.from([4, 0, 0, 0, 0]), body]);
  const nothing = Buffer.concat([header(20, 2013), Buffer.alloc(4)]);

  test.each([
    ['letters', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['an unknown operation', Buffer.concat([header(20, 9999), Buffer.alloc(4)])],
    ['a section beyond the message', unending],
    ['a document that is none', truncated],
    ['flags nobody knows', flags],
    ['no body', nothing],
    ['a message above 48 MB', header(50_000_000, 2013)],
  ])('%s ends its connection and no other', async (_what, bytes) => {
    const store = await open();
    const client = await connect(store.url);
    await client.db().collection('a').insertOne({ a: 1 });
    const socket = rawSocket(store.url);
    let isClosed = false;
    socket.on('close', () => {
      isClosed = true;
    });
    socket.write(bytes);
    await eventually(() => isClosed);
    expect(await client.db().collection('a').countDocuments()).toBe(1);
  });
});

describe('cursors', () => {
  test('that nobody asks for in ten minutes are closed', async () => {
    const clock = new TurnedClock();
    const store = await openStore(temporaryFolder(), { clock });
    onTestFinished(() => store.close());
    const db = (await connect(store.url)).db();
    await db.collection('a').insertMany(Array.from({ length: 10 }, (_, n) => ({ n })));
    const openCursor = async () => (await db.command({ find: 'a', batchSize: 2 })).cursor.id;
    const [idle, used] = [await openCursor(), await openCursor()];
    const more = (id: unknown) => db.command({ getMore: id, collection: 'a', batchSize: 1 });
    clock.turn(9 * 60_000);
    await more(used);
    clock.turn(2 * 60_000);
    await refusal(more(idle), 43);
    expect((await more(used)).cursor.nextBatch).toHaveLength(1);
    expect((await db.command({ serverStatus: 1 })).metrics.cursor.open.total).toBe(1);
  });

  test('see each document once, also while others write', async () => {
    const store = await open();
    const collection = (await connect(store.url)).db().collection('a');
    await collection.createIndex({ n: 1 });
    await collection.insertMany(Array.from({ length: 3_000 }, (_, n) => ({ n, v: 0 })));
    const cursor = collection.find({ n: { $gte: 0 } }, { batchSize: 500, sort: { n: 1 } });
    const seen: number[] = [];
    for await (const { n } of cursor) {
      seen.push(n);
      if (n % 700 !== 0) continue;
      await collection.deleteOne({ n: n + 900 });
      await collection.updateOne({ n: n + 901 }, { $set: { n: -1 } });
    }
    const gone = [900, 901, 1600, 1601, 2300, 2301];
    expect(seen).toEqual(Array.from({ length: 3_000 }, (_, n) => n).filter((n) => !gone.includes(n)));
  });
});
