import { type ZodType, z } from 'zod';
import { Id } from '../../shared/ids.ts';
import { SIGHTED_PROBLEMS, type Sighting } from '../../shared/sightings.ts';
import { pageOf, SmallList } from '../core/http/page-of.ts';
import { type Route, route } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';
import { maySeeSite, type Sites } from '../sites/index.ts';
import type { Sightings } from './sightings.ts';

const SightingAnswer = z.object({
  id: z.string(),
  origin: z.string(),
  path: z.string().nullable(),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
  workedAt: z.number().nullable(),
  problem: z.object({ code: z.enum(SIGHTED_PROBLEMS), message: z.string(), at: z.number() }).nullable(),
}) satisfies ZodType<Sighting>;

export function sightingRoutes({ sites, sightings }: { sites: Sites; sightings: Sightings }): Route[] {
  return [
    route({
      method: 'get',
      path: '/sites/:id/sightings',
      summary: 'On which pages the site’s snippet has been seen, when, and what went wrong there last.',
      access: 'agent',
      scope: 'sites:read',
      params: z.strictObject({ id: Id }),
      query: SmallList,
      answer: z.object({ items: z.array(SightingAnswer), nextCursor: z.string().nullable() }),
      async handle({ actor, params, query }) {
        const site = sites.get(params.id);
        if (site === undefined || !maySeeSite(actor, site.id)) throw new Refused('not_found');
        return pageOf(await sightings.of(site.id), query);
      },
    }),
  ];
}
