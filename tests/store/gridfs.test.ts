import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { connectToTestStore, refusal } from './connection.ts';

const DUPLICATE_KEY = 11_000;
const { db } = connectToTestStore();

describe('GridFS', () => {
  const bucketOf = (bucketName: string) => new mongo.GridFSBucket(db(), { bucketName });

  async function put(bucket: mongo.GridFSBucket, bytes: Buffer): Promise<mongo.ObjectId> {
    const sink = bucket.openUploadStream('a name', { metadata: { of: 'a test' } });
    await pipeline(Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]), sink);
    return sink.id;
  }

  async function get(stream: Readable): Promise<Buffer> {
    return Buffer.concat((await stream.toArray()) as Buffer[]);
  }

  it('keeps what is larger than a document may be, in pieces that every driver reads', async () => {
    const bucket = bucketOf('large');
    const bytes = randomBytes(17 * 1024 * 1024 + 3);
    const id = await put(bucket, bytes);
    expect((await get(bucket.openDownloadStream(id))).equals(bytes)).toBe(true);
    const part = bucket.openDownloadStream(id, { start: 261_119, end: 522_242 });
    expect((await get(part)).equals(bytes.subarray(261_119, 522_242))).toBe(true);
    const [file] = await bucket.find({ filename: 'a name' }).toArray();
    expect(file).toMatchObject({ length: bytes.length, chunkSize: 261_120, metadata: { of: 'a test' } });
    const chunks = db().collection('large.chunks');
    expect(await chunks.countDocuments({ files_id: id })).toBe(Math.ceil(bytes.length / 261_120));
  });

  it('has the indexes that the driver makes at the first upload, and holds them up', async () => {
    const id = await put(bucketOf('small'), randomBytes(10));
    const chunks = db().collection('small.chunks');
    const keys = (await chunks.listIndexes().toArray()).map(({ key }) => key as unknown);
    expect(keys).toContainEqual({ files_id: 1, n: 1 });
    await refusal(chunks.insertOne({ files_id: id, n: 0, data: Buffer.from('again') }), DUPLICATE_KEY);
  });

  it('forgets a file with all its pieces', async () => {
    const bucket = bucketOf('gone');
    const id = await put(bucket, randomBytes(600_000));
    await bucket.delete(id);
    expect(await db().collection('gone.chunks').countDocuments({})).toBe(0);
    await expect(get(bucket.openDownloadStream(id))).rejects.toThrow();
  });
});
