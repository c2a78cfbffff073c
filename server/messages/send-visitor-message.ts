import type { z } from 'zod';
import type { Attachment } from '../../shared/attachments.ts';
import type { Visit } from '../../shared/contacts.ts';
import type { Conversation } from '../../shared/conversations.ts';
import type { Appended, SendVisitorMessage } from '../../shared/messages.ts';
import { ownerOf } from '../attachments/index.ts';
import type { Contacts } from '../contacts/index.ts';
import { type Conversations, type OpeningForm, requireSight } from '../conversations/index.ts';
import type { VisitorActor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import type { ClaimAttachments } from './send-agent-message.ts';

const HOUR_MS = 60 * 60 * 1000;
/** Conversations that follow one another without a message in between: more is a fault, not a chain. */
const FOLLOW_UPS_MAX = 50;

export interface VisitorMessageDeps {
  claim: ClaimAttachments;
  conversations: Conversations;
  contacts: Contacts;
  clock: Clock;
  /** For how many hours a resolved conversation of this site goes on. */
  continueWithinHours(siteId: string): number;
  /** The visitor has just become a contact. */
  onContact(visitor: VisitorActor, contactId: string): void;
  /**
   * What the site asks before a conversation, as it was answered.
   * @throws Refused `form_incomplete`, `rate_limited`
   */
  admit(
    visitor: VisitorActor,
    input: z.output<typeof SendVisitorMessage>,
    socketId: string | undefined,
  ): Promise<OpeningForm | null>;
  /** Whether the site lets this visitor write; asked again for each message. */
  mayChat(visitor: VisitorActor): boolean;
}

/**
 * A visitor's message: the contact is stored with the first one, the conversation opened under the visitor's
 * `openId`, and a conversation that is over is followed by a new one that knows it. Every step finds what an
 * earlier attempt has already made.
 * @throws Refused
 */
export async function sendVisitorMessage(
  deps: VisitorMessageDeps,
  visitor: VisitorActor,
  visit: Visit | null,
  input: z.output<typeof SendVisitorMessage>,
  exceptSocketId: string | undefined,
): Promise<Appended> {
  if (!deps.mayChat(visitor)) throw new Refused('sign_in_required');
  const asked = await deps.admit(visitor, input, exceptSocketId);
  // Most messages come from a contact that is known already, and have nothing to wait for.
  const known = input.contact === undefined ? visitor.contactId : null;
  const writer =
    known === null ? await contactOf(deps, visitor, visit, input) : { ...visitor, contactId: known };
  const { contactId } = writer;
  const { siteId } = visitor;
  let conversationId =
    'openId' in input.to
      ? (await deps.conversations.open({ siteId, contactId, openId: input.to.openId, asked })).id
      : input.to.conversationId;
  const { text, attachments = [] } = input;
  const hours = deps.continueWithinHours(visitor.siteId);
  for (let followed = 0; followed < FOLLOW_UPS_MAX; followed++) {
    let over: Conversation | null = null;
    try {
      const { entry } = await deps.conversations.append(
        {
          conversationId,
          clientId: input.clientId,
          author: { kind: 'contact', id: contactId },
          intent: { kind: 'message', text, attachments },
          ...(attachments.length > 0 && {
            prepare: () =>
              deps.claim(
                { owner: ownerOf(visitor), conversationId, clientId: input.clientId, visibility: 'public' },
                attachments,
              ),
          }),
          decide(conversation, files?: Attachment[]) {
            requireSight(writer, conversation);
            if (isOver(conversation, deps.clock.now(), hours)) {
              over = conversation;
              throw new Refused('ticket_closed');
            }
            return { kind: 'message', text, ...(files && { attachments: files }) };
          },
        },
        exceptSocketId,
      );
      return { conversationId: entry.conversationId, seq: entry.publicSeq, at: entry.at };
    } catch (error) {
      if (over === null || !(error instanceof Refused) || error.code !== 'ticket_closed') throw error;
      conversationId = (await deps.conversations.followUp(over)).id;
    }
  }
  throw new Refused('internal');
}

/**
 * Whether a visitor's next message belongs into a new conversation: the ticket is closed, or without a ticket the
 * conversation was resolved longer ago than the site lets it go on. A solved ticket opens again.
 */
export function isOver(conversation: Conversation, now: number, continueWithinHours: number): boolean {
  if (conversation.ticket !== null) return conversation.ticket.status === 'closed';
  if (conversation.resolvedAt === null) return false;
  return now - conversation.resolvedAt >= continueWithinHours * HOUR_MS;
}

/** The visitor as the contact that the first message, or what is told with one, makes of them. */
async function contactOf(
  deps: VisitorMessageDeps,
  visitor: VisitorActor,
  visit: Visit | null,
  input: z.output<typeof SendVisitorMessage>,
): Promise<VisitorActor & { contactId: string }> {
  const writer = await deps.contacts.ensure(visitor, input.contact ?? {}, visit);
  // A browser of a known person is let in again by who told so.
  if (visitor.contactId === null && writer.person === null) deps.onContact(visitor, writer.contactId);
  return writer;
}
