import type { mongo } from 'mongoose';
import type { ResizeOptions } from 'sharp';
import type { Core } from './core.ts';
import { collectionOf, documentSchema } from './db/collection.ts';
import { type Answer, answer } from './http/route.ts';
import { newId } from './ids.ts';
import { redrawSmall, type SmallPicture } from './redraw-picture.ts';
import { Refused } from './refused.ts';

const ONE_YEAR = 'public, max-age=31536000, immutable';

/** A picture as it is stored. */
interface PictureDocument {
  /** The picture's version. */
  _id: string;
  bytes: mongo.Binary;
  /** Whose it is, under the name that the kind gives it. */
  [owner: string]: string | mongo.Binary;
}

/** A picture as its owner knows it. */
interface KeptPicture extends Omit<SmallPicture, 'bytes'> {
  version: string;
}

/** Where pictures of one kind are kept, and how small they are. */
interface PictureKind {
  /** Once in a connection. */
  model: string;
  collection: string;
  /** The field that holds whose a picture is. */
  owner: string;
  size: ResizeOptions;
}

/** The small pictures of one kind of owner, each of whom shows one or none. */
export class SmallPictures {
  readonly #core: Core;
  readonly #pictures: mongo.Collection<PictureDocument>;
  readonly #owner: string;
  readonly #size: ResizeOptions;

  constructor(core: Core, { model, collection, owner, size }: PictureKind) {
    this.#core = core;
    this.#owner = owner;
    const schema = documentSchema({ _id: String, [owner]: String, bytes: Buffer }, collection);
    this.#pictures = collectionOf<PictureDocument>(core.db, model, schema);
    this.#size = size;
  }

  /**
   * Keeps a picture, beside the one that its owner shows until it knows of this one.
   * @throws Refused as `redrawSmall`
   */
  async keep(ownerId: string, sent: Buffer): Promise<KeptPicture> {
    const { bytes, ...measures } = await redrawSmall(sent, this.#size, this.#core.log);
    const version = newId();
    // The driver stores a Buffer as Binary; its types know only the latter.
    const kept = { _id: version, [this.#owner]: ownerId, bytes: bytes as unknown as mongo.Binary };
    await this.#pictures.insertOne(kept);
    return { ...measures, version };
  }

  /**
   * Whoever takes a picture's place removes it, and nobody else: of several at once the one stays that its owner
   * knows of.
   * @param version what the owner showed before, as it was found in the same step in which it was changed
   */
  async drop(ownerId: string, version: string | null | undefined): Promise<void> {
    if (version) await this.#pictures.deleteMany(this.#named(ownerId, version));
  }

  /**
   * A picture as WebP, for pages of other origins too.
   * @throws Refused `not_found`, also for a version that is not today's: each address has ever one picture
   */
  async serve(ownerId: string, version: string): Promise<Answer> {
    const picture = await this.#pictures.findOne(this.#named(ownerId, version));
    if (picture === null) throw new Refused('not_found');
    const headers = {
      'Content-Type': 'image/webp',
      'Cache-Control': ONE_YEAR,
      'Cross-Origin-Resource-Policy': 'cross-origin',
    };
    return answer({ headers, bytes: Buffer.from(picture.bytes.buffer) });
  }

  /**
   * A picture is found by its version, or by its owner, where a node of before has kept it. Both are said as the `_id`
   * first: alternatives alone are looked for among all there are.
   */
  #named(ownerId: string, version: string) {
    return {
      _id: { $in: [version, ownerId] },
      $or: [
        { _id: version, [this.#owner]: ownerId },
        { _id: ownerId, version },
      ],
    };
  }
}
