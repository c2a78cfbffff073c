import type { ContactDetails } from '../../shared/contacts.ts';
import type { VisitorActor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { onceMore } from '../core/db/once-more.ts';
import { newId } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import type { ContactDocument, contactCollections, Proof } from './model.ts';

/** How long a browser is its person's after the site has last said so: as long as a sitting, not for ever. */
const PROVED_FOR_MS = 24 * 60 * 60 * 1000;
/** Browsers of one person that wrote before it was known whose they are. */
const MERGED_MAX = 100;

/** Whom the site's server vouches for. */
export interface VouchedFor {
  externalId: string;
  /** Which of the site's identity secrets it was said under. */
  generation: number;
  details: ContactDetails;
}

export interface Vouched {
  personId: string;
  /** The contact that this browser has written as, which is a part of the person now; null where there was none. */
  from: string | null;
  /** Whether this browser sees another set of conversations than before. */
  isNew: boolean;
  /** What is to be noted about the person. */
  news: ContactDetails;
}

/**
 * Makes a browser its person's. Each step finds what an earlier attempt has done, and none gives anybody anything
 * that the steps before have not earned: the proof without the person is nothing, and so is the person without it.
 * @throws Refused `other_person` where the browser is somebody else's, or was let in by a stranger's link
 */
export async function vouchFor(
  { contacts, sessions }: ReturnType<typeof contactCollections>,
  clock: Clock,
  { siteId, tokenHash }: Pick<VisitorActor, 'siteId' | 'tokenHash'>,
  { externalId, generation, details }: VouchedFor,
): Promise<Vouched> {
  const now = new Date(clock.now());
  const blank = { siteId, name: null, email: null, createdAt: now, lastSeenAt: now, visit: null };
  const ensureContact = (_id: string) =>
    onceMore(() => contacts.updateOne({ _id }, { $setOnInsert: blank }, { upsert: true }));

  const called = { siteId, externalId };
  const { siteId: _, ...made } = { ...blank, _id: newId() };
  await onceMore(() => contacts.updateOne(called, { $setOnInsert: made }, { upsert: true }));
  const person = await contacts.findOne(called);
  if (person === null) throw new Refused('unavailable');
  const personId = person._id;

  const proof: Proof = { personId, generation, until: new Date(now.getTime() + PROVED_FOR_MS) };
  // With its proof at once: another tab of this browser, which says nothing of the person, may be reading it.
  const session = { siteId, contactId: personId, createdAt: now, proof };
  const { upsertedCount } = await onceMore(() =>
    sessions.updateOne({ _id: tokenHash }, { $setOnInsert: session }, { upsert: true }),
  );
  const kept = await sessions.findOne({ _id: tokenHash });
  if (kept?.isGuest) throw new Refused('other_person');
  const { contactId = personId, proof: before } = kept ?? {};
  const isOwn = contactId === personId;
  let own: ContactDocument | null = person;
  if (!isOwn) {
    await ensureContact(contactId);
    own = await contacts.findOne({ _id: contactId });
    const taken = own?.externalId !== undefined || (own?.personId ?? personId) !== personId;
    if (taken) throw new Refused('other_person');
    const isFull = own?.personId === undefined && (await contacts.countDocuments({ personId })) >= MERGED_MAX;
    if (isFull) throw new Refused('other_person');
  }

  if (upsertedCount === 0) await sessions.updateOne({ _id: tokenHash }, { $set: { proof } });
  if (!isOwn && own?.personId === undefined) {
    const unclaimed = { _id: contactId, externalId: { $exists: false }, personId: { $exists: false } };
    await contacts.updateOne(unclaimed, { $set: { personId } });
    const claimed = await contacts.findOne({ _id: contactId });
    // Two people at once in one browser: who was first has it.
    if (claimed?.personId !== personId) throw new Refused('other_person');
  }
  return {
    personId,
    from: isOwn ? null : contactId,
    isNew:
      upsertedCount > 0 ||
      before?.personId !== personId ||
      before.until <= now ||
      (!isOwn && own?.personId === undefined),
    news: newsOf(person, { ...labelsOf(own), ...details }, details),
  };
}

/** What a browser's contact has said about itself. */
function labelsOf(own: ContactDocument | null): ContactDetails {
  return {
    ...(own?.name != null && { name: own.name }),
    ...(own?.email != null && { email: own.email }),
  };
}

/** What the site says counts; what was said before fills what is empty. */
function newsOf(person: ContactDocument, known: ContactDetails, said: ContactDetails): ContactDetails {
  const name = said.name ?? (person.name === null ? known.name : undefined);
  const email = said.email ?? (person.email === null ? known.email : undefined);
  return {
    ...(name !== undefined && name !== person.name && { name }),
    ...(email !== undefined && email !== person.email && { email }),
  };
}
