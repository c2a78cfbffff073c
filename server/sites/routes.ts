import { z } from 'zod';
import { Id } from '../../shared/ids.ts';
import { PICTURE_MAX_BYTES, PICTURE_MEDIA_TYPES } from '../../shared/limits.ts';
import { ChangeSite, CreateSite, LogoQuery, SiteLogo, SiteSettings } from '../../shared/sites.ts';
import type { Core } from '../core/core.ts';
import { MintedIds } from '../core/http/idempotency.ts';
import { pageOf, SmallList } from '../core/http/page-of.ts';
import { RateLimit } from '../core/http/rate-limit.ts';
import { type Route, route } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';
import { maySeeSite } from './policy.ts';
import { presentSite } from './present.ts';
import type { Sites } from './sites.ts';

const ById = z.strictObject({ id: Id });
const SiteAnswer = SiteSettings.extend({
  id: z.string(),
  key: z.string(),
  createdAt: z.number(),
  logo: SiteLogo.nullable(),
  snippet: z.string(),
  policy: z.string(),
});

/** Redrawing a large picture takes a second of a processor. */
const LOGOS = { times: 10, seconds: 60 };

export function siteRoutes(sites: Sites, core: Core): Route[] {
  return [...settingRoutes(sites, core), ...logoRoutes(sites, core)];
}

function settingRoutes(sites: Sites, { config }: Core): Route[] {
  return [
    route({
      method: 'get',
      path: '/sites',
      summary: 'The sites the agent answers for, each with its snippet; an admin gets all.',
      access: 'agent',
      scope: 'sites:read',
      query: SmallList,
      answer: z.object({ items: z.array(SiteAnswer), nextCursor: z.string().nullable() }),
      async handle({ actor, query }) {
        const visible = sites.all().filter((site) => maySeeSite(actor, site.id));
        return pageOf(
          visible.map((site) => presentSite(site, config.publicUrl)),
          query,
        );
      },
    }),
    route({
      method: 'post',
      path: '/sites',
      summary: 'Makes a site.',
      access: 'admin',
      scope: 'sites:write',
      status: 201,
      body: CreateSite,
      answer: SiteAnswer,
      async handle({ actor, body, idempotencyKey }) {
        const ids = new MintedIds(config.secretKey, actor.id, idempotencyKey);
        return presentSite(await sites.create(body.name, ids.id('site')), config.publicUrl);
      },
    }),
    route({
      method: 'get',
      path: '/sites/:id',
      summary: 'One site.',
      access: 'agent',
      scope: 'sites:read',
      params: ById,
      answer: SiteAnswer,
      async handle({ actor, params }) {
        const site = sites.get(params.id);
        if (site === undefined || !maySeeSite(actor, site.id)) throw new Refused('not_found');
        return presentSite(site, config.publicUrl);
      },
    }),
    route({
      method: 'patch',
      path: '/sites/:id',
      summary: 'Changes settings of a site; what is not named stays as it is.',
      access: 'admin',
      scope: 'sites:write',
      params: ById,
      body: ChangeSite,
      answer: SiteAnswer,
      handle: async ({ params, body }) => presentSite(await sites.change(params.id, body), config.publicUrl),
    }),
  ];
}

function logoRoutes(sites: Sites, { config }: Core): Route[] {
  const limit = new RateLimit(LOGOS);
  return [
    route({
      method: 'put',
      path: '/sites/:id/logo',
      summary: 'Sets a site’s logo: a PNG, JPEG or WebP of at most 2 MB.',
      access: 'admin',
      scope: 'sites:write',
      params: ById,
      bytes: { mediaTypes: PICTURE_MEDIA_TYPES, maxBytes: PICTURE_MAX_BYTES },
      answer: SiteAnswer,
      async handle({ actor, params, bytes }) {
        await limit.take(actor.id);
        return presentSite(await sites.setLogo(params.id, bytes), config.publicUrl);
      },
    }),
    route({
      method: 'delete',
      path: '/sites/:id/logo',
      summary: 'Takes a site’s logo away.',
      access: 'admin',
      scope: 'sites:write',
      params: ById,
      answer: SiteAnswer,
      handle: async ({ params }) => presentSite(await sites.removeLogo(params.id), config.publicUrl),
    }),
    route({
      method: 'get',
      path: '/widget/logo',
      summary: 'A site’s logo as WebP, at most 480 by 144 pixels, as the site’s look names it.',
      access: 'public',
      query: LogoQuery,
      handle: ({ query }) => sites.serveLogo(query.site, query.v),
    }),
  ];
}
