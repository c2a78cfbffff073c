/** Changing what was written: edits, removals and reactions. */
import { z } from 'zod';
import type { Author } from './entries.ts';
import { ClientId, Id } from './ids.ts';
import { MessageText } from './messages.ts';
import { REACTION_EMOJI } from './reactions.ts';

/** The `clientId` of what is changed: a UUID, or an id that the server has derived. */
const ChangeTarget = z.string().regex(/^[A-Za-z0-9:_-]{1,100}$/, 'This is not the id of a message.');

export const Emoji = z.enum(REACTION_EMOJI);

const MessageChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('edited'), text: MessageText }),
  z.strictObject({ kind: z.literal('removed') }),
  /** `on` says whether the reaction is there from now on: doing it twice is doing it once. */
  z.strictObject({ kind: z.literal('reacted'), emoji: Emoji, on: z.boolean() }),
]);
export type MessageChange = z.infer<typeof MessageChange>;

export const ChangeMessage = z.strictObject({
  conversationId: Id,
  clientId: ClientId,
  target: ChangeTarget,
  change: MessageChange,
});
export type ChangeMessage = z.infer<typeof ChangeMessage>;

export const MessageRef = z.strictObject({ conversationId: Id, target: ChangeTarget });
export type MessageRef = z.infer<typeof MessageRef>;

/** What became of a message or note, for agents. Times in milliseconds since 1970. */
export interface MessageHistory {
  author: Author;
  /** What it said, the first text first; at least one. */
  versions: { text: string; at: number }[];
  removed: { at: number; by: Author } | null;
}
