import type { ErrorCode } from '../../shared/errors.ts';
import type { Site } from '../../shared/sites.ts';
import type { Contacts } from '../contacts/index.ts';
import type { VisitorActor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { type IdentityKeys, verifyToken } from '../identity/index.ts';

interface WhoAsksDeps {
  contacts: Contacts;
  identityKeys: IdentityKeys;
  clock: Clock;
}

/**
 * Who asks before anything is begun: whoever holds a browser's secret, or the person of whom a token of the site's own
 * server speaks, which has dots. Nothing is stored of either.
 *
 * @returns null for nobody known, and where it has to be shown again who it is: the launcher is drawn all the same
 */
export async function whoAsks(
  { contacts, identityKeys, clock }: WhoAsksDeps,
  site: Pick<Site, 'id' | 'key'>,
  bearer: string | null,
): Promise<VisitorActor | null> {
  if (bearer === null) return null;
  try {
    if (!bearer.includes('.')) return await contacts.visitorOf(site.id, bearer);
    const secrets = await identityKeys.taken(site.id);
    const now = clock.now();
    const { externalId } = await verifyToken(bearer, { siteKey: site.key, secrets, now });
    const person = await contacts.personCalled(site.id, externalId);
    if (person === null) return null;
    const { id } = person;
    const known = { id, contactIds: await contacts.idsOf(id), until: now };
    return { kind: 'visitor', siteId: site.id, tokenHash: '', contactId: null, person: known };
  } catch (error) {
    if (error instanceof Refused && PROVES_NOTHING.has(error.code)) return null;
    throw error;
  }
}

const PROVES_NOTHING: ReadonlySet<ErrorCode> = new Set([
  'identity_expired',
  'token_invalid',
  'token_expired',
]);
