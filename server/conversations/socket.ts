import { z } from 'zod';
import {
  AssignConversation,
  ChangeConversation,
  type Conversation,
  ConversationRef,
  ListConversations,
  OlderEntries,
  ReadConversation,
  WatchConversation,
} from '../../shared/conversations.ts';
import type { ConsoleEvents, WidgetEvents } from '../../shared/events.ts';
import type { AgentActor, VisitorActor } from '../core/actor.ts';
import { KeyedQueue } from '../core/keyed-queue.ts';
import { type EventContext, type EventHandlers, event } from '../core/realtime/on-event.ts';
import { rooms } from '../core/realtime/rooms.ts';
import { Refused } from '../core/refused.ts';
import { appendedOf } from './appended-of.ts';
import type { Conversations } from './conversations.ts';
import type { AppendRequest } from './log.ts';
import { assignment, ending, reopening, resolution } from './status.ts';

const Nothing = z.union([z.null(), z.undefined()]);
type AgentContext = EventContext<AgentActor>;
type VisitorContext = EventContext<VisitorActor>;

/** What a console may ask about conversations. */
export function consoleEvents(conversations: Conversations) {
  const append = async ({ socketId }: AgentContext, request: AppendRequest) => {
    const { entry } = await conversations.append(request, socketId);
    return appendedOf(entry);
  };
  // A console that goes away from a conversation and back is in it, however long each takes to look up.
  const turns = new KeyedQueue();
  return {
    'conversations:list': event({
      input: ListConversations,
      handle: ({ actor }: AgentContext, query) => conversations.list(actor, query),
    }),
    'conversations:counts': event({
      input: Nothing,
      handle: ({ actor }: AgentContext) => conversations.counts(actor),
    }),
    'conversation:watch': event({
      input: WatchConversation,
      // Rooms first, then the store: what is committed in between comes twice rather than not at all.
      async handle({ actor, socketId, join }: AgentContext, { conversationId, after }) {
        await turns.run(socketId, async () => {
          const conversation = await conversations.visible(actor, conversationId);
          join(rooms.watchers(conversationId));
          // Both: it may turn out in this moment who the contact is, which goes to the first.
          join(rooms.contactWatchers(conversation.contactId));
          join(rooms.contactWatchers((await conversations.contactOf(conversation)).id));
        });
        return conversations.watched(actor, conversationId, after);
      },
    }),
    'conversation:unwatch': event({
      input: ConversationRef,
      async handle({ actor, socketId, leave }: AgentContext, { conversationId }) {
        await turns.run(socketId, async () => {
          const conversation = await conversations.visible(actor, conversationId);
          leave(rooms.watchers(conversationId));
          leave(rooms.contactWatchers(conversation.contactId));
          leave(rooms.contactWatchers((await conversations.contactOf(conversation)).id));
        });
        return null;
      },
    }),
    'conversation:older': event({
      input: OlderEntries,
      async handle({ actor }: AgentContext, { conversationId, before }) {
        await conversations.visible(actor, conversationId);
        return conversations.forAgents.older(conversationId, before);
      },
    }),
    'conversation:read': event({
      input: ReadConversation,
      async handle({ actor }: AgentContext, { conversationId, seq }) {
        await conversations.readByAgent(actor, conversationId, seq);
        return null;
      },
    }),
    'conversation:assign': event({
      input: AssignConversation,
      handle: (context: AgentContext, input) =>
        append(context, assignment(context.actor, input, conversations)),
    }),
    'conversation:resolve': event({
      input: ChangeConversation,
      handle: (context: AgentContext, input) => append(context, resolution(context.actor, input)),
    }),
    'conversation:reopen': event({
      input: ChangeConversation,
      handle: (context: AgentContext, input) => append(context, reopening(context.actor, input)),
    }),
    heads: event({
      input: ConversationRef,
      handle: ({ actor }: AgentContext, { conversationId }) => conversations.heads(actor, conversationId),
    }),
  } satisfies EventHandlers<AgentActor, ConsoleEvents>;
}

/**
 * What a widget may ask about conversations.
 * @param recognize the visitor as the store knows them: another node may have taken the first message
 */
export function widgetEvents(
  conversations: Conversations,
  recognize: (visitor: VisitorActor) => Promise<VisitorActor>,
) {
  return {
    'conversation:read': event({
      input: ReadConversation,
      async handle({ actor }: VisitorContext, { conversationId, seq }) {
        await conversations.readByVisitor(actor, conversationId, seq);
        return null;
      },
    }),
    'conversation:end': event({
      input: ChangeConversation,
      async handle({ actor, socketId }: VisitorContext, input) {
        const { contactId, ...visitor } = await recognize(actor);
        if (contactId === null) throw new Refused('not_found');
        const { entry } = await conversations.append(ending({ ...visitor, contactId }, input), socketId);
        return { conversationId: entry.conversationId, seq: entry.publicSeq, at: entry.at };
      },
    }),
    'conversation:catch-up': event({
      input: WatchConversation,
      handle({ actor }: VisitorContext, { conversationId, after }) {
        return conversations.forVisitor.one(actor, conversationId, after);
      },
    }),
    'conversation:older': event({
      input: OlderEntries,
      async handle({ actor }: VisitorContext, { conversationId, before }) {
        const isFarEnough = ({ publicSeq }: Conversation) => publicSeq >= before - 1;
        const conversation = await conversations.visibleUpTo(actor, conversationId, isFarEnough);
        return conversations.forVisitor.older(conversation, before);
      },
    }),
    heads: event({
      input: Nothing,
      handle: async ({ actor }: VisitorContext) => conversations.forVisitor.heads(await recognize(actor)),
    }),
  } satisfies EventHandlers<VisitorActor, WidgetEvents>;
}
