import { closeSync, fstatSync, ftruncateSync, openSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** There is no room on the disk for what is to be written; nothing has been. */
export class DiskFull extends Error {}

/** File systems that write every change to a new place: room in the file is no room for a change there. */
const COPYING_TYPES = new Set([0x9123683e, 0x2fc12fc1, 0xca451a4e]); // btrfs, ZFS, bcachefs
const COPYING_RESERVE_BYTES = 16 * 1024 * 1024;
const PIECE = Buffer.alloc(256 * 1024);
const SMALLEST_STEP = PIECE.length;
const LARGEST_STEP = 8 * 1024 * 1024;

/**
 * Holds room on the disk for the store's file before LMDB writes into it. A write that fails within LMDB for want of
 * room damages the memory of the process (lmdb 3.5: the message about it is longer than the place for it), so such
 * a write must not happen.
 */
export class DiskSpace {
  readonly #file: number;
  readonly #folder: string;
  readonly #isCopying: boolean;
  readonly #most: number;
  #held: number;

  /**
   * @param path an existing file
   * @param most a bound of its size, in bytes
   * @throws Error where the file cannot be opened
   */
  constructor(path: string, most = Infinity) {
    this.#file = openSync(path, 'r+');
    this.#folder = dirname(path);
    this.#isCopying = COPYING_TYPES.has(statfsSync(this.#folder).type);
    this.#most = most;
    this.#held = fstatSync(this.#file).size;
  }

  /** How many bytes of the file have their place on the disk. */
  get held(): number {
    return this.#held;
  }

  /**
   * Makes sure that the file may become so long.
   * @throws DiskFull where the disk has not so much left
   */
  hold(bytes: number): void {
    if (this.#isCopying) this.#checkFree();
    if (bytes <= this.#held) return;
    if (bytes > this.#most) throw new DiskFull(`The store may not grow beyond ${this.#most} bytes`);
    const step = Math.min(LARGEST_STEP, Math.max(SMALLEST_STEP, this.#held / 16));
    try {
      this.#fill(Math.min(this.#most, bytes + step));
    } catch {
      this.#fillExactly(bytes);
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #checkFree(): void {
    const { bavail, bsize } = statfsSync(this.#folder);
    if (bavail * bsize < COPYING_RESERVE_BYTES) throw new DiskFull('The disk is full');
  }

  #fillExactly(bytes: number): void {
    try {
      this.#fill(bytes);
    } catch (error) {
      throw new DiskFull('The disk is full', { cause: error });
    }
  }

  /** Appends zeros, never over anything: what is there stays. */
  #fill(target: number): void {
    const { size } = fstatSync(this.#file);
    let end = size;
    try {
      while (end < target) end += writeSync(this.#file, PIECE, 0, Math.min(PIECE.length, target - end), end);
    } catch (error) {
      // The last bytes of the disk are not for us to keep.
      ftruncateSync(this.#file, size);
      throw error;
    }
    this.#held = Math.max(end, size);
  }
}
