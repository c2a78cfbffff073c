/** Messages and notes: sending them, and what comes back. */
import { z } from 'zod';
import { AttachmentIds } from './attachments.ts';
import { ContactDetails } from './contacts.ts';
import { FilledForm } from './forms.ts';
import { ClientId, Id } from './ids.ts';
import { MESSAGE_MAX_CHARACTERS } from './limits.ts';
import { SentOffers } from './offers.ts';
import { wellFormed } from './well-formed.ts';

/** Text as written. Kept as it is, made safe when shown. */
const AnyText = z.string().max(MESSAGE_MAX_CHARACTERS, { error: 'text_too_long' }).overwrite(wellFormed);

/** Text that is refused when it is empty but for white space. */
export const MessageText = AnyText.refine((text) => text.trim() !== '', { error: 'empty_text' });

/** What a message or note says: words, files or both. */
export const MessageContent = { text: AnyText, attachments: AttachmentIds.optional() };

/** Whether there is anything in a message. Replies to choose from say nothing by themselves. */
export function saysSomething({
  text,
  attachments = [],
  cards = [],
}: {
  text: string;
  attachments?: readonly unknown[] | undefined;
  cards?: readonly unknown[] | undefined;
}): boolean {
  return text.trim() !== '' || attachments.length > 0 || cards.length > 0;
}

/** The fault of a message without words, files and cards. */
export const NOTHING_SAID = { error: 'empty_text', path: ['text'] };

/** A visitor's message. `openId` starts a conversation: minted once, shared by the visitor's tabs. */
export const SendVisitorMessage = z
  .strictObject({
    to: z.union([z.strictObject({ conversationId: Id }), z.strictObject({ openId: ClientId })]),
    clientId: ClientId,
    ...MessageContent,
    contact: ContactDetails.optional(),
    /** What the site asks before a conversation; counts with the message that opens it. */
    form: FilledForm.optional(),
  })
  .refine(saysSomething, NOTHING_SAID);
export type SendVisitorMessage = z.infer<typeof SendVisitorMessage>;

/** An agent's message. */
export const SendAgentMessage = z
  .strictObject({ conversationId: Id, clientId: ClientId, ...MessageContent, ...SentOffers })
  .refine(saysSomething, NOTHING_SAID);
export type SendAgentMessage = z.infer<typeof SendAgentMessage>;

/** A note: offers are for visitors, who do not see it. */
export const AddNote = z
  .strictObject({ conversationId: Id, clientId: ClientId, ...MessageContent })
  .refine(saysSomething, NOTHING_SAID);
export type AddNote = z.infer<typeof AddNote>;

/** Where an entry ended up. For a visitor `seq` is the visitor's number. */
export interface Appended {
  /** May differ from the one named: what was over is followed by a new conversation. */
  conversationId: string;
  seq: number;
  at: number;
}
