import type { ContactDocument } from '../../server/contacts/model.ts';
import type { Opening } from '../../server/conversations/open.ts';
import { type AgentActor, answersFor } from '../../server/core/actor.ts';
import { emptyConversation } from '../../shared/apply-entry.ts';
import type { Conversation } from '../../shared/conversations.ts';
import type { Site } from '../../shared/sites.ts';
import { Dialogue } from './dialogue.ts';
import { makeContact, type SeededContact } from './people.ts';
import type { Random } from './random.ts';
import { Recording } from './recording.ts';
import { HOUR_MS } from './rhythm.ts';
import { Scene } from './scene.ts';
import { tellStory } from './story.ts';
import type { MailThread } from './threads.ts';

/** How often somebody writes whose earlier conversation is over. */
const RETURNING = 0.15;
/** People remembered as possible returners. */
const REMEMBERED_MAX = 2_000;

/** A conversation with everything that is stored because of it. */
export interface MadeConversation {
  recording: Recording;
  opening: Opening;
  contact: ContactDocument;
  /** With the secret of a browser where the contact is new. */
  newContact: SeededContact | null;
}

/** A conversation that the next message of its contact does not go on with. */
interface Over {
  conversationId: string;
  contact: ContactDocument;
  /** Since when, milliseconds since 1970. */
  since: number;
}

/** Who writes to whom. */
export interface CompanyParts {
  sites: readonly Site[];
  agents: readonly AgentActor[];
  threads: readonly MailThread[];
  random: Random;
  /** Milliseconds since 1970: the end of every story. */
  now: number;
}

/** A company with customers, of which some come back: makes its conversations, in the order in which they open. */
export class Company {
  readonly #parts: CompanyParts;
  #over: Over[] = [];

  constructor(parts: CompanyParts) {
    this.#parts = parts;
  }

  /** The conversation that somebody opens at `openedAt`, milliseconds since 1970. */
  converse(openedAt: number): MadeConversation {
    const { sites, agents, threads, random, now } = this.#parts;
    const before = random.chance(RETURNING) ? this.#comingBack(openedAt) : null;
    const site = sites.find((each) => each.id === before?.contact.siteId) ?? random.pick(sites);
    const newContact = before === null ? makeContact(site.id, openedAt, random) : null;
    const contact = newContact?.contact ?? before?.contact;
    if (contact === undefined) throw new Error('a conversation without a contact');
    const recording = new Recording(
      emptyConversation({
        id: random.id(),
        siteId: site.id,
        contactId: contact._id,
        predecessorId: before?.conversationId ?? null,
        openedAt,
        topic: null,
      }),
    );
    const colleagues = agents.filter((agent) => answersFor(agent, site.id));
    const dialogue = new Dialogue(threads, random);
    tellStory(new Scene({ recording, site, agents: colleagues, dialogue, random, now }));
    contact.lastSeenAt = new Date(lastSeenAt(recording));
    if (contact.visit !== null) contact.visit.at = contact.lastSeenAt;
    this.#remember(recording.conversation, contact, site);
    const opening = {
      siteId: site.id,
      contactId: contact._id,
      ...(before === null ? { openId: random.uuid() } : { predecessorId: before.conversationId }),
    };
    return { recording, opening, contact, newContact };
  }

  #comingBack(openedAt: number): Over | null {
    const over = this.#over.filter(({ since }) => since <= openedAt);
    if (over.length === 0) return null;
    const chosen = this.#parts.random.pick(over);
    this.#over = this.#over.filter((each) => each !== chosen);
    return chosen;
  }

  #remember({ id, ticket, resolvedAt, lastAt }: Conversation, contact: ContactDocument, site: Site): void {
    if (resolvedAt === null || (ticket !== null && ticket.status !== 'closed')) return;
    const since = ticket === null ? resolvedAt + site.continueWithinHours * HOUR_MS : lastAt;
    this.#over.push({ conversationId: id, contact, since });
    if (this.#over.length > REMEMBERED_MAX) this.#over.shift();
  }
}

function lastSeenAt({ opened, entries }: Recording): number {
  return entries.findLast((entry) => entry.author.kind === 'contact')?.at ?? opened.openedAt;
}
