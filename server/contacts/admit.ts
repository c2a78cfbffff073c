import type { VisitorActor } from '../core/actor.ts';
import { onceMore } from '../core/db/once-more.ts';
import { Refused } from '../core/refused.ts';
import type { contactCollections } from './model.ts';

/** Browsers of one stranger. */
const BROWSERS_MAX = 20;

/**
 * Makes a new secret stand for a stranger's contact, who has asked for it from another browser. Asking again is no other
 * use. Such a secret never becomes a person's: what a browser shows by somebody else's link is not taken along by
 * whoever signs in there.
 * @throws Refused `link_invalid` where the contact has turned out to be a person, the secret stands for something already,
 *   or there are too many
 */
export async function admitBrowser(
  { contacts, sessions }: ReturnType<typeof contactCollections>,
  now: Date,
  { siteId, tokenHash }: Pick<VisitorActor, 'siteId' | 'tokenHash'>,
  contactId: string,
): Promise<void> {
  const stranger = { _id: contactId, siteId, externalId: { $exists: false }, personId: { $exists: false } };
  const [contact, browsers] = await Promise.all([
    contacts.findOne(stranger),
    sessions.countDocuments({ contactId }, { limit: BROWSERS_MAX + 1 }),
  ]);
  if (contact === null || browsers > BROWSERS_MAX) throw new Refused('link_invalid');
  const made = { siteId, contactId, createdAt: now, isGuest: true as const };
  await onceMore(() => sessions.updateOne({ _id: tokenHash }, { $setOnInsert: made }, { upsert: true }));
  const session = await sessions.findOne({ _id: tokenHash });
  if (session?.contactId !== contactId || session.isGuest !== true) throw new Refused('link_invalid');
}
