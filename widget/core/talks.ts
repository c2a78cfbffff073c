/**
 * A visitor's conversations as the widget knows them: each one's log without holes, and the fold of it. Every
 * change gives a new value; what is known already gives the same one back. Pure.
 */
import { applyPublicEntry, emptyPublicConversation } from '../../shared/apply-entry.ts';
import type { OlderPage, PublicConversation, VisitorConversation } from '../../shared/conversations.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { VisitorHeads } from '../../shared/events.ts';
import {
  emptyThread,
  hasHole,
  headOf,
  receive,
  type Thread,
  takeCatchUp,
  takeOlder,
} from '../../shared/thread.ts';

export interface Talk {
  conversation: PublicConversation;
  thread: Thread<PublicEntry>;
  /** How far the visitor has read, and how many agents' messages that were. */
  read: { seq: number; agentMessages: number };
  /** How far any agent has read. */
  seenSeq: number;
}

/** By the conversation's id. */
export type Talks = Readonly<Record<string, Talk>>;

/** Takes in a conversation as the server says it stands, and keeps what has come live meanwhile. */
export function takeTalk(talks: Talks, told: VisitorConversation): Talks {
  const before = talks[told.conversation.id];
  const { conversation, catchUp } = told;
  // An answer may be overtaken by a later one; but a log may also have been brought back from a backup.
  const stands = Math.max(conversation.lastSeq, catchUp.after);
  const overtaken = before && before.conversation.lastSeq > stands;
  return put(talks, {
    conversation: overtaken ? before.conversation : conversation,
    thread: takeCatchUp(before?.thread ?? emptyThread(), catchUp),
    read: told.read,
    seenSeq: Math.max(told.seenSeq, before?.seenSeq ?? 0),
  });
}

/** Takes one live entry in, also of a conversation that is new here. */
export function takeEntry(talks: Talks, entry: PublicEntry): Talks {
  const talk = talks[entry.conversationId] ?? newTalk(entry.conversationId, entry.at);
  const thread = receive(talk.thread, entry);
  return thread === talk.thread ? talks : put(talks, { ...talk, thread });
}

export function takeOlderPage(talks: Talks, id: string, page: OlderPage<PublicEntry>): Talks {
  const talk = talks[id];
  return talk ? put(talks, { ...talk, thread: takeOlder(talk.thread, page) }) : talks;
}

export function takeSeen(talks: Talks, id: string, seq: number): Talks {
  const talk = talks[id];
  return talk && seq > talk.seenSeq ? put(talks, { ...talk, seenSeq: seq }) : talks;
}

export function takeRead(talks: Talks, id: string, read: Talk['read']): Talks {
  const talk = talks[id];
  return talk && read.seq > talk.read.seq ? put(talks, { ...talk, read }) : talks;
}

/** The conversations in which something is missing, by what has come live or by the server's own numbers. */
export function missingIn(talks: Talks, heads: VisitorHeads): string[] {
  const behind = Object.keys(heads).filter((id) => {
    const talk = talks[id];
    return (talk ? headOf(talk.thread) : 0) < (heads[id]?.lastSeq ?? 0);
  });
  const holed = Object.keys(talks).filter((id) => talks[id] !== undefined && hasHole(talks[id].thread));
  return [...new Set([...behind, ...holed])];
}

/** For each conversation the last number without a hole, as the handshake names it. */
export function headsOf(talks: Talks): Record<string, number> {
  return Object.fromEntries(Object.entries(talks).map(([id, talk]) => [id, headOf(talk.thread)]));
}

/** Messages of agents that the visitor has not read. */
export function unreadOf(talk: Talk): number {
  return Math.max(0, talk.conversation.agentMessages - talk.read.agentMessages);
}

/** The latest first. */
export function newestFirst(talks: Talks): Talk[] {
  return Object.values(talks).sort((a, b) => b.conversation.lastAt - a.conversation.lastAt);
}

/** The last entry that somebody else made, and so the last one there is to read. 0 for none. */
export function lastToRead(talk: Talk): number {
  return talk.thread.entries.findLast((entry) => entry.author.kind !== 'contact')?.seq ?? 0;
}

function newTalk(id: string, at: number): Talk {
  return {
    conversation: emptyPublicConversation(id, at),
    thread: emptyThread(),
    read: { seq: 0, agentMessages: 0 },
    seenSeq: 0,
  };
}

function put(talks: Talks, talk: Talk): Talks {
  return { ...talks, [talk.conversation.id]: refold(talk) };
}

/** Brings the fold up to the log, where the log goes on from it. */
function refold(talk: Talk): Talk {
  const conversation = talk.thread.entries.reduce(
    (fold, entry) => (entry.seq === fold.lastSeq + 1 ? applyPublicEntry(fold, entry) : fold),
    talk.conversation,
  );
  return { ...talk, conversation };
}
