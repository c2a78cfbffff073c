import type { Core } from '../core/core.ts';
import { isDuplicateKey } from '../core/db/duplicate-key.ts';
import { MintedIds } from '../core/http/idempotency.ts';
import { Refused } from '../core/refused.ts';
import { keptSecret } from '../core/secrets.ts';
import type { AgentCollections, LinkDocument, LinkPurpose } from './model.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Where each kind leads and how long it waits. */
const KINDS: Record<LinkPurpose['kind'], { page: string; lifetimeMs: number }> = {
  set_up: { page: '/console/setup', lifetimeMs: 24 * HOUR_MS },
  invite: { page: '/console/invite', lifetimeMs: 7 * 24 * HOUR_MS },
  reset: { page: '/console/reset', lifetimeMs: 24 * HOUR_MS },
};

type LinkOf<K extends LinkPurpose['kind']> = Extract<LinkDocument, { kind: K }>;

/** Links that work once, for a while. The link holds the only copy of its secret. */
export class Links {
  readonly #core: Core;
  readonly #links: AgentCollections['links'];

  constructor(core: Core, { links }: AgentCollections) {
    this.#core = core;
    this.#links = links;
  }

  /**
   * Makes a link; an earlier one for the same thing stops working.
   * @param ids make the same link when it is asked for again
   * @returns the link below the public address, and how the link is called
   */
  async make(
    purpose: LinkPurpose,
    ids = this.#fresh(),
  ): Promise<{ path: string; id: string; expiresAt: number }> {
    const { page, lifetimeMs } = KINDS[purpose.kind];
    const secret = ids.secret('link');
    const now = this.#core.clock.now();
    const link = {
      ...purpose,
      _id: this.#kept(secret),
      publicId: ids.id('link'),
      createdAt: new Date(now),
      expiresAt: new Date(now + lifetimeMs),
    };
    await this.#links.deleteMany(sameThing(purpose));
    try {
      await this.#links.insertOne(link);
    } catch (error) {
      // The same request twice at once makes the same link.
      if (!isDuplicateKey(error)) throw error;
    }
    // Behind the #, which browsers send to nobody: no log and no Referer ever holds it.
    return { path: `${page}#token=${secret}`, id: link.publicId, expiresAt: link.expiresAt.getTime() };
  }

  /** The link that these ids made, where it still waits. */
  async made<K extends LinkPurpose['kind']>(kind: K, ids: MintedIds): Promise<LinkOf<K> | null> {
    const link = await this.#links.findOne({ ...this.#waiting(kind), publicId: ids.id('link') });
    return link as LinkOf<K> | null;
  }

  /**
   * What a link is for, without using it up.
   * @throws Refused `link_invalid`
   */
  async peek<K extends LinkPurpose['kind']>(kind: K, secret: string): Promise<LinkOf<K>> {
    return found(await this.#links.findOne({ _id: this.#kept(secret), ...this.#waiting(kind) }));
  }

  /**
   * Uses a link up: of several who try at once, one gets it.
   * @throws Refused `link_invalid`
   */
  async use<K extends LinkPurpose['kind']>(kind: K, secret: string): Promise<LinkOf<K>> {
    return found(await this.#links.findOneAndDelete({ _id: this.#kept(secret), ...this.#waiting(kind) }));
  }

  /** Links of a kind that have not been used, the oldest first. */
  async waiting<K extends LinkPurpose['kind']>(kind: K): Promise<LinkOf<K>[]> {
    const links = await this.#links.find(this.#waiting(kind)).sort({ createdAt: 1 }).toArray();
    return links as LinkOf<K>[];
  }

  /** Takes a link back; false where there is none. */
  async withdraw(kind: LinkPurpose['kind'], id: string): Promise<boolean> {
    const { deletedCount } = await this.#links.deleteOne({ kind, publicId: id });
    return deletedCount > 0;
  }

  /** Takes back every link that would do this. */
  async withdrawAll(purpose: LinkPurpose): Promise<void> {
    await this.#links.deleteMany(sameThing(purpose));
  }

  #fresh(): MintedIds {
    return new MintedIds(this.#core.config.secretKey, '', null);
  }

  #waiting(kind: LinkPurpose['kind']) {
    return { kind, expiresAt: { $gt: new Date(this.#core.clock.now()) } };
  }

  #kept(secret: string): string {
    return keptSecret(this.#core.config.secretKey, 'link', secret);
  }
}

function sameThing(purpose: LinkPurpose) {
  switch (purpose.kind) {
    case 'set_up':
      return { kind: purpose.kind };
    case 'invite':
      return { kind: purpose.kind, email: purpose.email };
    case 'reset':
      return { kind: purpose.kind, agentId: purpose.agentId };
  }
}

/** The query names the kind, so what it found is of that kind. */
function found<K extends LinkPurpose['kind']>(link: LinkDocument | null): LinkOf<K> {
  if (link === null) throw new Refused('link_invalid');
  return link as LinkOf<K>;
}
