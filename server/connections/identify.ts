import type { Site } from '../../shared/sites.ts';
import type { Contacts, Vouched } from '../contacts/index.ts';
import type { Clock } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { type IdentityKeys, verifyToken } from '../identity/index.ts';
import type { WidgetHandshakeInput } from './handshakes.ts';

/**
 * Makes the browser of a handshake its person's, where the site's server has signed who it is.
 * @returns why a token has proved nothing: the visitor is let in as without it
 * @throws Refused `other_person`
 */
export type Identify = (
  site: Pick<Site, 'id' | 'key'>,
  handshake: Pick<WidgetHandshakeInput, 'token' | 'identity'>,
) => Promise<Refused | null>;

interface IdentifyDeps {
  contacts: Contacts;
  identityKeys: IdentityKeys;
  clock: Clock;
  /** The browser sees other conversations than before; told before anybody is let in by it. */
  onVouched(tokenHash: string, vouched: Vouched): void;
}

export function createIdentify({ contacts, identityKeys, clock, onVouched }: IdentifyDeps): Identify {
  return async (site, { token, identity }) => {
    if (identity === undefined) return null;
    const visitor = { siteId: site.id, tokenHash: contacts.hashOf(site.id, token) };
    try {
      const verified = await verifyToken(identity.token, {
        id: identity.id,
        siteKey: site.key,
        secrets: await identityKeys.taken(site.id),
        now: clock.now(),
      });
      const vouched = await contacts.vouch(visitor, verified);
      if (vouched.isNew) onVouched(visitor.tokenHash, vouched);
      return null;
    } catch (error) {
      const provesNothing =
        error instanceof Refused && (error.code === 'token_invalid' || error.code === 'token_expired');
      if (provesNothing) return error;
      throw error;
    }
  };
}
