import { LRUCache } from 'lru-cache';
import type { Agreed, Contact, ContactDetails, Visit } from '../../shared/contacts.ts';
import { knownAs, type VisitorActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { GatheredLookup } from '../core/db/gathered-lookup.ts';
import { onceMore } from '../core/db/once-more.ts';
import { hashSecret, newId } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import { admitBrowser } from './admit.ts';
import {
  type ContactDocument,
  contactCollections,
  fromContactDocument,
  type VisitorSessionDocument,
} from './model.ts';
import { type Vouched, type VouchedFor, vouchFor } from './vouch.ts';

const CACHED = 5_000;
/** Another node's change that nobody could tell is seen after this. */
const CACHED_FOR_MS = 30_000;
/** Browsers that wrote before it was known whose they are; `vouchFor` takes no more for one person. */
const MERGED_READ_MAX = 200;

/** A contact, and the person it turned out to be. */
interface Known {
  contact: Contact;
  personId: string | null;
}

/** `details`: name or address; `visit`: where the contact is. */
export type ContactListener = (contact: Contact, what: 'details' | 'visit') => void;

/**
 * The people who write to us, and the secrets by which their browsers are known. A secret stands for one contact for
 * ever, and a contact may turn out to be a known person, once: so nothing that was written ever has to be moved.
 * Whoever asks for such a contact is given the person.
 */
export class Contacts {
  readonly #core: Core;
  readonly #collections: ReturnType<typeof contactCollections>;
  readonly #sessions: GatheredLookup<VisitorSessionDocument>;
  readonly #byId: GatheredLookup<ContactDocument>;
  readonly #cache: LRUCache<string, Known>;
  readonly #listeners: ContactListener[] = [];
  readonly #accepts: (siteId: string, generation: number) => Promise<boolean>;

  /** @param accepts whether what was proved with this one of a site's identity secrets still counts */
  constructor(core: Core, accepts: (siteId: string, generation: number) => Promise<boolean>) {
    this.#core = core;
    this.#accepts = accepts;
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

  /**
   * Who holds this secret on this site. A secret nobody has used is a visitor of whom nothing is stored.
   * @throws Refused `identity_expired`
   */
  visitorOf(siteId: string, token: string): Promise<VisitorActor> {
    return this.recognize({ siteId, tokenHash: this.hashOf(siteId, token) });
  }

  /**
   * Who a visitor is now, read from the store.
   * @throws Refused `identity_expired` for a browser of a known person, for whom the site's word no longer counts
   */
  async recognize({ siteId, tokenHash }: Pick<VisitorActor, 'siteId' | 'tokenHash'>): Promise<VisitorActor> {
    const session = await this.#sessions.find(tokenHash);
    const stranger = { kind: 'visitor' as const, siteId, tokenHash, contactId: null, person: null };
    return session === null ? stranger : this.#behind(stranger, session);
  }

  /** Whom the site's own server calls this; null where nobody has come under that name. Nothing is stored. */
  async personCalled(siteId: string, externalId: string): Promise<Contact | null> {
    const person = await this.#collections.contacts.findOne({ siteId, externalId });
    return person && this.#remember(person).contact;
  }

  /**
   * The site's own server vouches for who a visitor is: makes the person where there is none, and the contact that
   * the browser has written as a part of it.
   * @throws Refused `other_person` where this browser is somebody else's
   */
  async vouch(visitor: Pick<VisitorActor, 'siteId' | 'tokenHash'>, vouchedFor: VouchedFor): Promise<Vouched> {
    const vouched = await vouchFor(this.#collections, this.#core.clock, visitor, vouchedFor);
    if (vouched.from !== null) this.forget(vouched.from);
    if (Object.keys(vouched.news).length > 0) await this.update(vouched.personId, vouched.news);
    return vouched;
  }

  /**
   * Makes a new secret one more browser of a stranger's.
   * @throws Refused `link_invalid`
   */
  admit(browser: Pick<VisitorActor, 'siteId' | 'tokenHash'>, contactId: string): Promise<void> {
    return admitBrowser(this.#collections, new Date(this.#core.clock.now()), browser, contactId);
  }

  /** All contacts that are one with this one, itself among them. */
  async idsOf(contactId: string): Promise<string[]> {
    const personId = (await this.#find(contactId))?.personId ?? contactId;
    const merged = await this.#collections.contacts
      .find({ personId }, { projection: { _id: 1 } })
      .limit(MERGED_READ_MAX)
      .toArray();
    return [personId, ...merged.map(({ _id }) => _id)];
  }

  /** Another node has changed what is known of a contact. */
  forget(contactId: string): void {
    this.#cache.delete(contactId);
  }

  /**
   * The contact of a visitor who writes, made with the first message. Two tabs at once make one.
   * @returns the visitor with a contact
   * @throws Refused `identity_expired`
   */
  async ensure(
    visitor: VisitorActor,
    details: ContactDetails,
    visit: Visit | null,
  ): Promise<VisitorActor & { contactId: string }> {
    const now = new Date(this.#core.clock.now());
    const session = visitor.contactId === null ? await this.#session(visitor, now) : null;
    const contactId = visitor.contactId ?? session?.contactId ?? newId();
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
    // It may have been proved meanwhile whose browser this is.
    const isStranger = session === null || session.createdAt === now;
    const writer = isStranger ? visitor : await this.#behind(visitor, session);
    const known = knownAs(writer) ?? contactId;
    if (details.name !== undefined || details.email !== undefined) await this.update(known, details);
    return { ...writer, contactId };
  }

  /**
   * @throws Refused `not_found`
   */
  async get(contactId: string): Promise<Contact> {
    const known = await this.#find(contactId);
    const found = known?.personId ? await this.#find(known.personId) : known;
    if (found === null) throw new Refused('not_found');
    return found.contact;
  }

  /** Those of the named contacts that exist, each under the id it was asked by. */
  async many(contactIds: readonly string[]): Promise<Map<string, Contact>> {
    const known = await this.#many(contactIds);
    const people = await this.#many([...known.values()].flatMap(({ personId }) => personId ?? []));
    const found = new Map<string, Contact>();
    for (const [id, { contact, personId }] of known) {
      found.set(id, (personId === null ? undefined : people.get(personId)?.contact) ?? contact);
    }
    return found;
  }

  /** Takes what a contact says about itself, and what was agreed to with it. */
  update(contactId: string, details: ContactDetails, agreed: Agreed | null = null): Promise<Contact> {
    return this.#change(contactId, 'details', {
      ...(details.name !== undefined && { name: details.name }),
      ...(details.email !== undefined && { email: details.email }),
      ...(agreed && { agreed: { ...agreed, at: new Date(agreed.at) } }),
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
    const personId = (await this.#find(contactId))?.personId ?? contactId;
    const document = await this.#collections.contacts.findOneAndUpdate(
      { _id: personId },
      Object.keys(fields).length > 0 ? { $set: fields } : { $setOnInsert: {} },
      { returnDocument: 'after' },
    );
    if (document === null) throw new Refused('not_found');
    const { contact } = this.#remember(document);
    for (const listener of this.#listeners) listener(contact, what);
    return contact;
  }

  async #find(contactId: string): Promise<Known | null> {
    const cached = this.#cache.get(contactId);
    if (cached !== undefined) return cached;
    const document = await this.#byId.find(contactId);
    return document && this.#remember(document);
  }

  async #many(contactIds: readonly string[]): Promise<Map<string, Known>> {
    const found = new Map<string, Known>();
    const missing: string[] = [];
    for (const id of new Set(contactIds)) {
      const cached = this.#cache.get(id);
      if (cached === undefined) missing.push(id);
      else found.set(id, cached);
    }
    if (missing.length > 0) {
      for (const document of await this.#collections.contacts.find({ _id: { $in: missing } }).toArray()) {
        found.set(document._id, this.#remember(document));
      }
    }
    return found;
  }

  /** The session of a secret, made where there is none. */
  async #session({ siteId, tokenHash }: VisitorActor, now: Date): Promise<VisitorSessionDocument | null> {
    const { sessions } = this.#collections;
    const made = { siteId, contactId: newId(), createdAt: now };
    const { upsertedCount } = await onceMore(() =>
      sessions.updateOne({ _id: tokenHash }, { $setOnInsert: made }, { upsert: true }),
    );
    return upsertedCount > 0 ? { _id: tokenHash, ...made } : sessions.findOne({ _id: tokenHash });
  }

  /** Says who is behind a session that was just read. */
  async #behind(stranger: VisitorActor, session: VisitorSessionDocument): Promise<VisitorActor> {
    const { contactId, proof } = session;
    let own = await this.#find(contactId);
    // A node may die between the two writes of `ensure`. Then nobody is behind the secret yet, and the next message
    // makes the contact; otherwise its visitor would be turned away for ever.
    if (own === null) return stranger;
    if (proof !== undefined && personOf(own) === null) {
      this.forget(contactId); // remembered from before it was known whose it is
      own = (await this.#find(contactId)) ?? own;
    }
    const personId = personOf(own);
    if (personId === null) return { ...stranger, contactId };
    if (
      proof?.personId !== personId ||
      proof.until.getTime() <= this.#core.clock.now() ||
      !(await this.#accepts(session.siteId, proof.generation))
    ) {
      throw new Refused('identity_expired');
    }
    const person = {
      id: personId,
      contactIds: await this.idsOf(personId),
      until: proof.until.getTime(),
    };
    return { ...stranger, contactId, person };
  }

  #remember(document: ContactDocument): Known {
    const known = { contact: fromContactDocument(document), personId: document.personId ?? null };
    this.#cache.set(document._id, known);
    return known;
  }
}

/** The person that a contact is, or is a part of; null for a stranger. */
function personOf({ contact, personId }: Known): string | null {
  return personId ?? (contact.externalId === null ? null : contact.id);
}
