import { emptyConversation } from '../../shared/apply-entry.ts';
import type { Conversation } from '../../shared/conversations.ts';
import type { AnsweredForm } from '../../shared/forms.ts';
import type { Clock } from '../core/clock.ts';
import { isDuplicateKey } from '../core/db/duplicate-key.ts';
import { newId } from '../core/ids.ts';
import { type ConversationDocument, fromDocument, type LogCollections, toFields } from './model.ts';

/** What the visitor was asked before a conversation, and answered. */
export interface OpeningForm {
  topic: string | null;
  form: AnsweredForm;
}

/** Whose conversation it is, and what makes opening it twice the same. */
export type Opening = { siteId: string; contactId: string } & (
  | { openId: string; asked?: OpeningForm | null }
  | { predecessorId: string }
);

/**
 * Opens a conversation, or finds the one that was opened before: for a visitor under the same `openId`, for a
 * follow-up after the same predecessor. What was asked before is kept by the same write, or not at all. Its document
 * exists before its first entry; lists leave it out until then.
 */
export async function openConversation(
  conversations: LogCollections['conversations'],
  clock: Clock,
  opening: Opening,
): Promise<Conversation> {
  const key =
    'openId' in opening
      ? { contactId: opening.contactId, openId: opening.openId }
      : { predecessorId: opening.predecessorId };
  const existing = await conversations.findOne(key);
  if (existing !== null) return fromDocument(existing);
  const fresh = emptyConversation({
    id: newId(),
    siteId: opening.siteId,
    contactId: opening.contactId,
    predecessorId: 'predecessorId' in opening ? opening.predecessorId : null,
    openedAt: clock.now(),
    topic: 'openId' in opening ? (opening.asked?.topic ?? null) : null,
  });
  try {
    await conversations.insertOne(newDocument(fresh, opening));
    return fresh;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const winner = await conversations.findOne(key);
    if (winner === null) throw error;
    return fromDocument(winner);
  }
}

/** A conversation as it is stored before its first entry. */
export function newDocument(conversation: Conversation, opening: Opening): ConversationDocument {
  const { topic } = conversation;
  return {
    _id: conversation.id,
    siteId: conversation.siteId,
    contactId: conversation.contactId,
    ...('openId' in opening ? { openId: opening.openId } : { predecessorId: opening.predecessorId }),
    ...(topic !== null && { topic }),
    ...('openId' in opening && opening.asked && { form: opening.asked.form }),
    openedAt: new Date(conversation.openedAt),
    ...toFields(conversation),
    handledSeq: 0,
    seenSeq: 0,
    contactRead: { seq: 0, agentMessages: 0 },
  };
}
