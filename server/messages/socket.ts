import { z } from 'zod';
import { ChangeMessage, MessageRef } from '../../shared/changes.ts';
import { type Agreed, TellContact, type Visit } from '../../shared/contacts.ts';
import { Typing } from '../../shared/conversations.ts';
import type { ConsoleEvents, WidgetEvents } from '../../shared/events.ts';
import { MESSAGES_AT_ONCE, MESSAGES_PER_SECOND } from '../../shared/limits.ts';
import { AddNote, SendAgentMessage, SendVisitorMessage } from '../../shared/messages.ts';
import { contactName, firstName } from '../../shared/names.ts';
import { appendedOf } from '../conversations/index.ts';
import { type AgentActor, knownAs, type VisitorActor } from '../core/actor.ts';
import { type Bus, topic } from '../core/realtime/bus.ts';
import { KeyedAllowance } from '../core/realtime/keyed-allowance.ts';
import { type EventContext, type EventHandlers, event } from '../core/realtime/on-event.ts';
import type { Publisher } from '../core/realtime/publish.ts';
import { rooms } from '../core/realtime/rooms.ts';
import type { Allowance } from '../core/realtime/token-bucket.ts';
import { Refused } from '../core/refused.ts';
import { changeOf } from './change-message.ts';
import { agentMessage, agentNote } from './send-agent-message.ts';
import { sendVisitorMessage, type VisitorMessageDeps } from './send-visitor-message.ts';

type AgentContext = EventContext<AgentActor>;
type VisitorContext = EventContext<VisitorActor>;

export const MESSAGES: Allowance = { burst: MESSAGES_AT_ONCE, perSecond: MESSAGES_PER_SECOND };
/** Reactions are quick to give; edits are not. */
const CHANGES: Allowance = { burst: 10, perSecond: 2 };
const TYPING = { burst: 10, perSecond: 2 };

/** How many messages visitors have written on another node, by the hash of their secret. */
const Written = topic('visitors:written', z.record(z.string(), z.number().int().min(0)));

export interface MessageSocketDeps extends VisitorMessageDeps {
  bus: Bus;
  publisher: Publisher;
  /** How often a visitor may write. */
  visitorMessages: Allowance;
  /**
   * What somebody has agreed to who leaves an address in a conversation; null where the site asks nothing.
   * @throws Refused `form_incomplete`
   */
  agreed(siteId: string, consent: boolean): Agreed | null;
  /** Where the visitor behind a socket is now. */
  visitOf(socketId: string): Visit | null;
}

export function messageWidgetEvents(deps: MessageSocketDeps) {
  const { bus, conversations, contacts, publisher, clock } = deps;
  // Sockets are counted each for itself, and a visitor may open any number of them.
  const written = new KeyedAllowance(deps.visitorMessages, clock);
  if (bus.redis !== null) written.onUsed((used) => bus.tell(Written, used));
  bus.on(Written, (used) => written.usedElsewhere(used));
  return {
    'message:send': event({
      input: SendVisitorMessage,
      limit: deps.visitorMessages,
      handle({ actor, socketId }: VisitorContext, input) {
        written.take(actor.tokenHash);
        return sendVisitorMessage(deps, actor, deps.visitOf(socketId), input, socketId);
      },
    }),
    'message:change': event({
      input: ChangeMessage,
      limit: CHANGES,
      async handle({ actor, socketId }: VisitorContext, input) {
        written.take(actor.tokenHash);
        if (!deps.mayChat(actor)) throw new Refused('sign_in_required');
        // Another node may have taken the first message.
        const writer = actor.contactId === null ? await contacts.recognize(actor) : actor;
        const request = changeOf(deps, writer, input);
        const { entry } = await conversations.append(request, socketId);
        return { conversationId: entry.conversationId, seq: entry.publicSeq, at: entry.at };
      },
    }),
    'contact:update': event({
      input: TellContact,
      async handle({ actor }: VisitorContext, { consent, by, ...details }) {
        const isAsked = details.email !== undefined && by !== 'page';
        const agreed = isAsked ? deps.agreed(actor.siteId, consent === true) : null;
        // Nothing is stored before the first message: what is told earlier comes along with it.
        const known = knownAs(actor);
        if (known === null) return details;
        const { name, email } = await contacts.update(known, details, agreed);
        return { ...(name !== null && { name }), ...(email !== null && { email }) };
      },
    }),
    typing: event({
      input: Typing,
      limit: TYPING,
      async handle({ actor }: VisitorContext, { conversationId, typing }) {
        const contact = await conversations.contactOf(await conversations.visible(actor, conversationId));
        publisher.toConsoles(rooms.watchers(conversationId), 'typing', {
          conversationId,
          typing,
          who: { kind: 'contact', id: contact.id, name: contactName(contact) },
        });
      },
    }),
  } satisfies EventHandlers<VisitorActor, WidgetEvents>;
}

export function messageConsoleEvents(deps: MessageSocketDeps) {
  const { conversations, publisher } = deps;
  return {
    'message:send': event({
      input: SendAgentMessage,
      limit: MESSAGES,
      async handle({ actor, socketId }: AgentContext, input) {
        const { entry } = await conversations.append(agentMessage(actor, input, deps.claim), socketId);
        return appendedOf(entry);
      },
    }),
    'note:add': event({
      input: AddNote,
      limit: MESSAGES,
      async handle({ actor, socketId }: AgentContext, input) {
        const { entry } = await conversations.append(agentNote(actor, input, deps.claim), socketId);
        return appendedOf(entry);
      },
    }),
    'message:change': event({
      input: ChangeMessage,
      limit: CHANGES,
      async handle({ actor, socketId }: AgentContext, input) {
        const { entry } = await conversations.append(changeOf(deps, actor, input), socketId);
        return appendedOf(entry);
      },
    }),
    'message:history': event({
      input: MessageRef,
      async handle({ actor }: AgentContext, { conversationId, target }) {
        await conversations.visible(actor, conversationId);
        return conversations.forAgents.history(conversationId, { clientId: target });
      },
    }),
    typing: event({
      input: Typing,
      limit: TYPING,
      async handle({ actor, socketId }: AgentContext, { conversationId, typing }) {
        const conversation = await conversations.visible(actor, conversationId);
        const name = firstName(actor.name);
        publisher.toWidgets(rooms.contact(conversation.contactId), 'typing', {
          conversationId,
          typing,
          name,
        });
        const who = { kind: 'agent' as const, id: actor.id, name: actor.name };
        publisher.toConsoles(
          rooms.watchers(conversationId),
          'typing',
          { conversationId, typing, who },
          socketId,
        );
      },
    }),
  } satisfies EventHandlers<AgentActor, ConsoleEvents>;
}
