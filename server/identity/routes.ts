import { z } from 'zod';
import { Id } from '../../shared/ids.ts';
import { type Route, route } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';
import type { Sites } from '../sites/index.ts';
import type { IdentityKeys } from './keys.ts';

const ById = z.strictObject({ id: Id });
const RotateIdentity = z.strictObject({
  /** The secret that is to be followed, as it was shown. */
  generation: z.number().int().min(1),
  /** How long the secret before is still taken. 0: no longer, which also ends what was proved with it. */
  keepHours: z
    .number()
    .int()
    .min(0)
    .max(24 * 30),
});
const SecretAnswer = z.object({
  secret: z.string(),
  generation: z.number().int(),
  previousUntil: z.number().nullable(),
});

interface IdentityRouteDeps {
  sites: Pick<Sites, 'get'>;
  identityKeys: IdentityKeys;
  /** The secrets of a site are others now. */
  onRotated(siteId: string): void;
}

/** The secret by which a site's own server vouches for its visitors. */
export function identityRoutes({ sites, identityKeys, onRotated }: IdentityRouteDeps): Route[] {
  const requireSite = (id: string) => {
    if (sites.get(id) === undefined) throw new Refused('not_found');
  };
  return [
    route({
      method: 'get',
      path: '/sites/:id/identity',
      summary:
        'The secret with which the site signs who its visitors are. For its server only, never for a page.',
      access: 'admin',
      scope: 'sites:write',
      params: ById,
      answer: SecretAnswer,
      async handle({ params }) {
        requireSite(params.id);
        return identityKeys.secretOf(params.id);
      },
    }),
    route({
      method: 'post',
      path: '/sites/:id/identity/rotate',
      summary: 'Makes a new identity secret; the one before is taken for as long as is said.',
      access: 'admin',
      scope: 'sites:write',
      params: ById,
      body: RotateIdentity,
      answer: SecretAnswer,
      async handle({ params, body }) {
        requireSite(params.id);
        const rotated = await identityKeys.rotate(params.id, body.generation, body.keepHours);
        onRotated(params.id);
        return rotated;
      },
    }),
  ];
}
