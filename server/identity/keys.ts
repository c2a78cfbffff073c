import { createHmac } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Core } from '../core/core.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';
import { GatheredLookup } from '../core/db/gathered-lookup.ts';
import { onceMore } from '../core/db/once-more.ts';
import { Refused } from '../core/refused.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Which identity secret of a site is in use. The secrets themselves follow from the server's key: none is stored. */
interface IdentityDocument {
  /** The site's id. */
  _id: string;
  /** Counts the secrets there have been. */
  generation: number;
  /** Until when the one before is still taken. */
  previousUntil: Date;
}

const identitySchema = documentSchema(
  { _id: String, generation: Number, previousUntil: Date },
  'site_identities',
);

/** A site's identity secret as its admins see it. */
export interface IdentitySecret {
  secret: string;
  generation: number;
  /** Until when the secret before this one is still taken, in milliseconds since 1970; null where it is not. */
  previousUntil: number | null;
}

/** The secrets by which sites' own servers vouch for their visitors. */
export class IdentityKeys {
  readonly #core: Core;
  readonly #collection: ReturnType<typeof identityCollection>;
  readonly #lookup: GatheredLookup<IdentityDocument>;

  constructor(core: Core) {
    this.#core = core;
    this.#collection = identityCollection(core.db);
    this.#lookup = new GatheredLookup((ids) => this.#collection.find({ _id: { $in: ids } }).toArray());
  }

  async secretOf(siteId: string): Promise<IdentitySecret> {
    const { generation, previousUntil } = await this.#stateOf(siteId);
    const until = previousUntil.getTime();
    return {
      secret: this.#secret(siteId, generation),
      generation,
      previousUntil: until > this.#core.clock.now() ? until : null,
    };
  }

  /** Those that are taken now, the newest first. */
  async taken(siteId: string): Promise<{ generation: number; secret: string }[]> {
    const { generation, previousUntil } = await this.secretOf(siteId);
    const generations = previousUntil === null ? [generation] : [generation, generation - 1];
    return generations.map((each) => ({ generation: each, secret: this.#secret(siteId, each) }));
  }

  /** Whether what was proved with a secret still counts. */
  async accepts(siteId: string, generation: number): Promise<boolean> {
    return (await this.taken(siteId)).some((each) => each.generation === generation);
  }

  /**
   * Goes on to the next secret.
   * @param from the generation that is to be followed: asked twice, it is done once
   * @param keepHours how long the secret before is still taken
   * @throws Refused `changed_meanwhile`
   */
  async rotate(siteId: string, from: number, keepHours: number): Promise<IdentitySecret> {
    const first = { generation: 1, previousUntil: new Date(0) };
    await onceMore(() =>
      this.#collection.updateOne({ _id: siteId }, { $setOnInsert: first }, { upsert: true }),
    );
    const previousUntil = new Date(this.#core.clock.now() + keepHours * HOUR_MS);
    const { matchedCount } = await this.#collection.updateOne(
      { _id: siteId, generation: from },
      { $set: { generation: from + 1, previousUntil } },
    );
    if (matchedCount === 0) throw new Refused('changed_meanwhile');
    return this.secretOf(siteId);
  }

  async #stateOf(siteId: string): Promise<Pick<IdentityDocument, 'generation' | 'previousUntil'>> {
    return (await this.#lookup.find(siteId)) ?? { generation: 1, previousUntil: new Date(0) };
  }

  #secret(siteId: string, generation: number): string {
    return createHmac('sha256', this.#core.config.secretKey)
      .update(`identity:${siteId}:${generation}`)
      .digest('base64url');
  }
}

function identityCollection(db: Connection) {
  return collectionOf<IdentityDocument>(db, 'SiteIdentity', identitySchema);
}
