import { pipeline } from 'node:stream/promises';
import { type Connection, mongo } from 'mongoose';
import type { Clock } from '../core/clock.ts';
import { type AttachmentCollections, BUCKET } from './model.ts';

/** As GridFS has it by default. */
const CHUNK_BYTES = 255 * 1024;
/** Read at a time for one download: about 1 MB. */
const CHUNKS_AT_ONCE = 4;

/** Part of a file, both ends included, in bytes. */
export interface ByteRange {
  first: number;
  last: number;
}

/** The bytes of files, in GridFS, so that every node has them. Whatever their size, few are in memory. */
export class AttachmentBytes {
  readonly #collections: AttachmentCollections;
  readonly #bucket: mongo.GridFSBucket;
  readonly #clock: Clock;

  constructor(db: Connection, collections: AttachmentCollections, clock: Clock) {
    if (db.db === undefined) throw new Error('the connection is not open');
    this.#collections = collections;
    this.#clock = clock;
    this.#bucket = new mongo.GridFSBucket(db.db, { bucketName: BUCKET, chunkSizeBytes: CHUNK_BYTES });
  }

  /**
   * Writes bytes as they come. Noted before the first is there, so that what a node leaves behind is found: `settle`
   * says that something else knows of them now.
   * @returns their id, and how many they are
   * @throws what reading them throws; what was written of them is gone then
   */
  async write(source: AsyncIterable<Uint8Array>): Promise<{ id: mongo.ObjectId; size: number }> {
    const id = new mongo.ObjectId();
    await this.#collections.uploads.insertOne({ _id: id, startedAt: new Date(this.#clock.now()) });
    const sink = this.#bucket.openUploadStreamWithId(id, '');
    try {
      await pipeline(source, sink);
      return { id, size: sink.length };
    } catch (error) {
      // Not to wait for: the note stays, and the sweep takes away what this does not.
      void this.remove(id).catch(() => undefined);
      throw error;
    }
  }

  /** These bytes are known elsewhere from now on. */
  async settle(ids: readonly mongo.ObjectId[]): Promise<void> {
    await this.#collections.uploads.deleteMany({ _id: { $in: [...ids] } });
  }

  /** Reads a file or a part of it, a piece at a time. */
  async *read(id: mongo.ObjectId, { first, last }: ByteRange): AsyncIterable<Uint8Array> {
    const from = Math.floor(first / CHUNK_BYTES);
    const to = Math.floor(last / CHUNK_BYTES);
    const chunks = this.#collections.chunks
      .find({ files_id: id, n: { $gte: from, $lte: to } })
      .sort({ n: 1 })
      .batchSize(CHUNKS_AT_ONCE);
    let expected = from;
    for await (const { n, data } of chunks) {
      // A hole would shift everything after it; the answer is cut instead.
      if (n !== expected) break;
      expected++;
      const start = n * CHUNK_BYTES;
      yield data.buffer.subarray(Math.max(0, first - start), Math.min(CHUNK_BYTES, last - start + 1));
    }
    if (expected !== to + 1) throw new Error(`Bytes of ${id.toHexString()} are missing.`);
  }

  /** Takes bytes away, whole or not; none are no fault. */
  async remove(id: mongo.ObjectId): Promise<void> {
    await this.#collections.files.deleteOne({ _id: id });
    await this.#collections.chunks.deleteMany({ files_id: id });
  }
}
