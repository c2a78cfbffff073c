import { LRUCache } from 'lru-cache';
import type { Contact, ContactDetails, Visit } from '../../shared/contacts.ts';
import type { VisitorActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { GatheredLookup } from '../core/db/gathered-lookup.ts';
import { hashSecret, newId } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import {
  type ContactDocument,
  contactCollections,
  fromContactDocument,
  type VisitorSessionDocument,
} from './model.ts';

const CACHED = 5_000;
/** Another node's change that nobody could tell is seen after this. */
const CACHED_FOR_MS = 30_000;
const DUPLICATE_KEY = 11_000;

/** `details`: name or address; `visit`: where the contact is. */
export type ContactListener = (contact: Contact, what: 'details' | 'visit') => void;

/** The people who write to us, and the secrets by which their browsers are known. */
export class Contacts {
  readonly #core: Core;
  readonly #collections: ReturnType<typeof contactCollections>;
  readonly #sessions: GatheredLookup<VisitorSessionDocument>;
  readonly #byId: GatheredLookup<ContactDocument>;
  readonly #cache: LRUCache<string, Contact>;
  readonly #listeners: ContactListener[] = [];

  constructor(core: Core) {
    this.#core = core;
    this.#collections = contactCollections(core.db);
    const { sessions, contacts } = this.#collections;
    this.#sessions = new GatheredLookup((ids) => sessions.find({ _id: { $in: ids } }).toArray());
    this.#byId = new GatheredLookup((ids) => contacts.find({ _id: { $in: ids } }).toArray());
    const perf = { now: () => core.clock.elapsed() };
    this.#cache = new LRUCache({ max: CACHED, ttl: CACHED_FOR_MS, ttlResolution: 0, perf });
  }

  /** Calls `listener` whenever this node has changed what is known of a contact. */
  onChanged(listener: ContactListener): void {
    this.#listeners.push(listener);
  }

  /** What a visitor's secret on this site is kept as, and told from others by. */
  hashOf(siteId: string, token: string): string {
    return hashSecret(`${siteId}:${token}`);
  }

  /** Who holds this secret on this site. A secret nobody has used is a visitor of whom nothing is stored. */
  async visitorOf(siteId: string, token: string): Promise<VisitorActor> {
    const tokenHash = this.hashOf(siteId, token);
    return { kind: 'visitor', siteId, tokenHash, contactId: await this.contactOf(tokenHash) };
  }

  /** The contact that a visitor's secret stands for, read from the store; null before the first message. */
  async contactOf(tokenHash: string): Promise<string | null> {
    const session = await this.#sessions.find(tokenHash);
    if (session === null) return null;
    // A node may die between the two writes of `ensure`. Then nobody is behind the secret yet, and the next message
    // makes the contact; otherwise its visitor would be turned away for ever.
    return (await this.#find(session.contactId)) === null ? null : session.contactId;
  }

  /** Another node has changed what is known of a contact. */
  forget(contactId: string): void {
    this.#cache.delete(contactId);
  }

  /**
   * The contact of a visitor who writes, made with the first message. Two tabs at once make one.
   * @returns the contact's id
   */
  async ensure(visitor: VisitorActor, details: ContactDetails, visit: Visit | null): Promise<string> {
    const now = new Date(this.#core.clock.now());
    const contactId = visitor.contactId ?? (await this.#sessionContact(visitor, now));
    const made = {
      siteId: visitor.siteId,
      name: details.name ?? null,
      email: details.email ?? null,
      createdAt: now,
      lastSeenAt: now,
      visit: visit && { ...visit, at: new Date(visit.at) },
    };
    const { contacts } = this.#collections;
    await onceMore(() => contacts.updateOne({ _id: contactId }, { $setOnInsert: made }, { upsert: true }));
    if (details.name !== undefined || details.email !== undefined) await this.update(contactId, details);
    return contactId;
  }

  /**
   * @throws Refused `not_found`
   */
  async get(contactId: string): Promise<Contact> {
    const contact = await this.#find(contactId);
    if (contact === null) throw new Refused('not_found');
    return contact;
  }

  /** Those of the named contacts that exist, by id. */
  async many(contactIds: readonly string[]): Promise<Map<string, Contact>> {
    const found = new Map<string, Contact>();
    const missing: string[] = [];
    for (const id of new Set(contactIds)) {
      const cached = this.#cache.get(id);
      if (cached === undefined) missing.push(id);
      else found.set(id, cached);
    }
    if (missing.length > 0) {
      for (const document of await this.#collections.contacts.find({ _id: { $in: missing } }).toArray()) {
        found.set(document._id, this.#remember(fromContactDocument(document)));
      }
    }
    return found;
  }

  /** Takes what a contact says about itself. */
  update(contactId: string, details: ContactDetails): Promise<Contact> {
    return this.#change(contactId, 'details', {
      ...(details.name !== undefined && { name: details.name }),
      ...(details.email !== undefined && { email: details.email }),
    });
  }

  /** Notes where a contact is now. */
  seen(contactId: string, visit: Visit): Promise<Contact> {
    return this.#change(contactId, 'visit', {
      lastSeenAt: new Date(visit.at),
      visit: { ...visit, at: new Date(visit.at) },
    });
  }

  async #change(
    contactId: string,
    what: 'details' | 'visit',
    fields: Record<string, unknown>,
  ): Promise<Contact> {
    const document = await this.#collections.contacts.findOneAndUpdate(
      { _id: contactId },
      Object.keys(fields).length > 0 ? { $set: fields } : { $setOnInsert: {} },
      { returnDocument: 'after' },
    );
    if (document === null) throw new Refused('not_found');
    const contact = this.#remember(fromContactDocument(document));
    for (const listener of this.#listeners) listener(contact, what);
    return contact;
  }

  async #find(contactId: string): Promise<Contact | null> {
    const cached = this.#cache.get(contactId);
    if (cached !== undefined) return cached;
    const document = await this.#byId.find(contactId);
    return document && this.#remember(fromContactDocument(document));
  }

  async #sessionContact(visitor: VisitorActor, now: Date): Promise<string> {
    const made = { siteId: visitor.siteId, contactId: newId(), createdAt: now };
    const { sessions } = this.#collections;
    const filter = { _id: visitor.tokenHash };
    await onceMore(() => sessions.updateOne(filter, { $setOnInsert: made }, { upsert: true }));
    const session = await this.#collections.sessions.findOne({ _id: visitor.tokenHash });
    return session?.contactId ?? made.contactId;
  }

  #remember(contact: Contact): Contact {
    this.#cache.set(contact.id, contact);
    return contact;
  }
}

/** Two upserts of one key at once may collide in MongoDB: the second try finds what the other has made. */
async function onceMore(upsert: () => Promise<unknown>): Promise<void> {
  try {
    await upsert();
  } catch (error) {
    if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
    await upsert();
  }
}
