/** Messages and notes: sending them, and what comes back. */
import { z } from 'zod';
import { ContactDetails } from './contacts.ts';
import { ClientId, Id } from './ids.ts';
import { MESSAGE_MAX_CHARACTERS } from './limits.ts';
import { wellFormed } from './well-formed.ts';

/** Text as written; refused when it is empty but for white space. Kept as it is, made safe when shown. */
export const MessageText = z
  .string()
  .max(MESSAGE_MAX_CHARACTERS, { error: 'text_too_long' })
  .refine((text) => text.trim() !== '', { error: 'empty_text' })
  .overwrite(wellFormed);

/** A visitor's message. `openId` starts a conversation: minted once, shared by the visitor's tabs. */
export const SendVisitorMessage = z.strictObject({
  to: z.union([z.strictObject({ conversationId: Id }), z.strictObject({ openId: ClientId })]),
  clientId: ClientId,
  text: MessageText,
  contact: ContactDetails.optional(),
});
export type SendVisitorMessage = z.infer<typeof SendVisitorMessage>;

/** An agent's message or note. */
export const SendAgentMessage = z.strictObject({ conversationId: Id, clientId: ClientId, text: MessageText });
export type SendAgentMessage = z.infer<typeof SendAgentMessage>;

/** Where an entry ended up. For a visitor `seq` is the visitor's number. */
export interface Appended {
  /** May differ from the one named: what was over is followed by a new conversation. */
  conversationId: string;
  seq: number;
  at: number;
}
