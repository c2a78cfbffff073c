import { type ZodType, z } from 'zod';
import {
  type Attachment,
  type PublicAttachment,
  UploadAttachment,
  UploadVisitorAttachment,
} from '../../shared/attachments.ts';
import { Id } from '../../shared/ids.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Conversations } from '../conversations/index.ts';
import { keyOrNew } from '../core/http/idempotency.ts';
import { type Answer, type Route, route } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';
import { mayChat, type Sites } from '../sites/index.ts';
import type { SignedAddresses } from './address.ts';
import { type Attachments, ownerOf } from './attachments.ts';
import type { UploadLimits } from './limits.ts';
import type { AttachmentDocument } from './model.ts';
import { serveFile, serveThumbnail } from './serve.ts';

const AttachmentAnswer = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
  width: z.number().int().exactOptional(),
  height: z.number().int().exactOptional(),
}) satisfies ZodType<Attachment>;

const PublicAttachmentAnswer = AttachmentAnswer.extend({
  url: z.string(),
}) satisfies ZodType<PublicAttachment>;

const ById = z.strictObject({ id: Id });
/** With `thumbnail` a small picture, where it is a picture. */
const Thumbnail = z.enum(['true', 'false']).default('false');
const AgentFile = z.strictObject({ thumbnail: Thumbnail });
const VisitorFile = z.strictObject({
  expires: z.coerce.number().int().min(0),
  signature: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This is not a signature.'),
  thumbnail: Thumbnail,
});

interface AttachmentRouteDeps {
  attachments: Attachments;
  addresses: SignedAddresses;
  limits: UploadLimits;
  conversations: Conversations;
  contacts: Contacts;
  sites: Sites;
}

export function attachmentRoutes(deps: AttachmentRouteDeps): Route[] {
  return [...agentRoutes(deps), ...visitorRoutes(deps)];
}

function agentRoutes({ attachments, conversations, limits }: AttachmentRouteDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/conversations/:id/attachments',
      summary: 'Takes a file, as the body, for a message or note that will name it within a day.',
      access: 'agent',
      scope: 'conversations:write',
      status: 201,
      params: ById,
      query: UploadAttachment,
      takesUpload: true,
      answer: AttachmentAnswer,
      async handle({ actor, params, query, idempotencyKey, upload, address }) {
        const { siteId } = await conversations.visible(actor, params.id);
        const clientId = query.clientId ?? keyOrNew(idempotencyKey, actor.id);
        const owner = ownerOf(actor);
        return limits.run(owner, address, () =>
          attachments.take({ siteId, owner }, clientId, query.name, upload),
        );
      },
    }),
    route({
      method: 'get',
      path: '/attachments/:id',
      summary: 'The file that an entry names; `thumbnail=true` gives a small WebP of a picture.',
      access: 'agent',
      scope: 'conversations:read',
      params: ById,
      query: AgentFile,
      async handle({ actor, params, query, range }) {
        return served(attachments, await attachments.forAgent(actor, params.id), query, range);
      },
    }),
  ];
}

function visitorRoutes({ attachments, addresses, limits, contacts, sites }: AttachmentRouteDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/widget/attachments',
      summary: 'Takes a file, as the body, for a message of the visitor of the bearer token.',
      access: 'public',
      fromAnyPage: true,
      status: 201,
      query: UploadVisitorAttachment,
      takesUpload: true,
      answer: PublicAttachmentAnswer,
      async handle({ query, origin, bearer, upload, address }): Promise<PublicAttachment> {
        const site = sites.requireOpen(query.site, origin);
        if (bearer === null || !/^[A-Za-z0-9_-]{43}$/.test(bearer)) throw new Refused('not_signed_in');
        const visitor = await contacts.visitorOf(site.id, bearer);
        if (!mayChat(site, visitor)) throw new Refused('sign_in_required');
        const owner = ownerOf(visitor);
        const taken = await limits.run(owner, address, () =>
          attachments.take({ siteId: site.id, owner }, query.clientId, query.name, upload),
        );
        return addresses.present(taken);
      },
    }),
    route({
      method: 'get',
      path: '/widget/attachments/:id',
      summary: 'The file of a message, under the address that the message gives a visitor.',
      access: 'public',
      params: ById,
      query: VisitorFile,
      async handle({ params: { id }, query, range }) {
        if (!addresses.isGood(id, query.expires, query.signature)) throw new Refused('not_found');
        return served(attachments, await attachments.forVisitor(id), query, range);
      },
    }),
  ];
}

function served(
  { bytes }: Attachments,
  document: AttachmentDocument,
  { thumbnail }: { thumbnail: 'true' | 'false' },
  range: string | null,
): Answer {
  const { thumbnailId } = document;
  return thumbnail === 'true' && thumbnailId !== null
    ? serveThumbnail(bytes, { ...document, thumbnailId })
    : serveFile(bytes, document, range);
}
