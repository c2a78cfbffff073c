/** Going on with a conversation on another device, by a link that works once. */
import { z } from 'zod';
import { Id, VisitorToken } from './ids.ts';

export const OfferResume = z.strictObject({ conversationId: Id });
export type OfferResume = z.infer<typeof OfferResume>;

/** What goes into the link, behind the `#`. */
export interface ResumeOffer {
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export const AcceptResume = z.strictObject({
  /** As the link has it. */
  token: z
    .string()
    .regex(/^[a-z0-9]{1,9}\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}$/, 'This is no link of ours.'),
  /** The secret that this device will be known by, newly minted: as the handshake's `token`. */
  secret: VisitorToken,
});
export type AcceptResume = z.infer<typeof AcceptResume>;
