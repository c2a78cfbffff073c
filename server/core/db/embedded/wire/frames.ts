import { LARGEST_MESSAGE } from '../limits.ts';

const HEADER_BYTES = 16;

/** What came is no message of the protocol: the connection cannot be understood any more. */
export class MalformedMessage extends Error {}

/** Cuts what a socket brings into messages, each of which begins with its length. */
export class FrameSplitter {
  #parts: Buffer[] = [];
  #length = 0;
  #needed = HEADER_BYTES;

  /**
   * @returns the messages that are now complete
   * @throws MalformedMessage for impossible lengths
   */
  push(chunk: Buffer): Buffer[] {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    // Joined only when there is enough: a message of 48 MB comes in hundreds of pieces.
    if (this.#length < this.#needed) return [];
    let bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts, this.#length);
    const frames: Buffer[] = [];
    this.#needed = HEADER_BYTES;
    while (bytes.length >= HEADER_BYTES) {
      const length = bytes.readInt32LE(0);
      if (length < HEADER_BYTES || length > LARGEST_MESSAGE) throw new MalformedMessage(`length ${length}`);
      this.#needed = length;
      if (bytes.length < length) break;
      frames.push(bytes.subarray(0, length));
      bytes = bytes.subarray(length);
      this.#needed = HEADER_BYTES;
    }
    this.#parts = bytes.length === 0 ? [] : [bytes];
    this.#length = bytes.length;
    return frames;
  }
}
