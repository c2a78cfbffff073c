import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOfNow } from '../../server/conversations/content-of-now.ts';
import { presentEntry, presentPublicEntry } from '../../server/conversations/present.ts';
import { isWritten } from '../../shared/apply-change.ts';
import { applyEntry, applyPublicEntry, emptyConversation, publicView } from '../../shared/apply-entry.ts';
import type { CatchUp, Conversation, OlderPage } from '../../shared/conversations.ts';
import {
  type Author,
  type Entry,
  type EntryBody,
  type PublicEntry,
  visibilityOf,
} from '../../shared/entries.ts';
import { REACTION_EMOJI } from '../../shared/reactions.ts';
import { emptyThread, receive, type Thread, takeCatchUp, takeOlder } from '../../shared/thread.ts';
import { type Talks, takeEntry, takeOlderPage, takeTalk } from '../../widget/core/talks.ts';
import { unsigned } from '../support/unsigned.ts';

const ID = 'conversation';
const CONTACT: Author = { kind: 'contact', id: 'contact' };
const AGENTS: Author[] = ['ana', 'sofia'].map((id) => ({ kind: 'agent', id }));
const names = (id: string) => `${id} of the team`;
/** Entries of a snapshot and of an older page; small, so that short logs have several. */
const PAGE = 4;

/** A log as the store keeps it, and what the server hands out of it. */
class TestLog {
  readonly entries: Entry[] = [];
  conversation: Conversation = emptyConversation({
    id: ID,
    siteId: 'site',
    contactId: CONTACT.id,
    predecessorId: null,
    topic: null,
    openedAt: 0,
  });

  append(body: EntryBody, author: Author): void {
    const { lastSeq, publicSeq } = this.conversation;
    const visibility = visibilityOf(body);
    const seq = lastSeq + 1;
    const entry: Entry = {
      ...body,
      conversationId: ID,
      seq,
      publicSeq: publicSeq + (visibility === 'public' ? 1 : 0),
      clientId: `client-${seq}`,
      visibility,
      author,
      at: seq * 1_000,
    };
    this.entries.push(entry);
    this.conversation = applyEntry(this.conversation, entry);
  }

  get agents(): Entry[] {
    return this.entries.map((entry) => presentEntry(entry, names));
  }

  get visitors(): PublicEntry[] {
    return this.entries
      .map((entry) => presentPublicEntry(entry, names, unsigned))
      .filter((entry) => entry !== null);
  }
}

function catchUp<E extends Entry | PublicEntry>(all: E[], after: number, most: number): CatchUp<E> {
  const missed = all.slice(after);
  if (after > 0 && missed.length <= most) {
    return { kind: 'difference', after, entries: contentOfNow(missed), hasOlder: false };
  }
  return { kind: 'snapshot', after, entries: contentOfNow(all.slice(-PAGE)), hasOlder: all.length > PAGE };
}

function older<E extends Entry | PublicEntry>(all: E[], before: number): OlderPage<E> {
  const first = Math.max(0, before - 1 - PAGE);
  const page = all.slice(first, before - 1);
  return { entries: contentOfNow(page, all.slice(before - 1)), hasOlder: first > 0 };
}

const pick = fc.nat({ max: 1_000 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('message', 'note'), by: pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('edit', 'remove', 'react'),
      by: pick,
      which: pick,
      emoji: pick,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('resolve'), by: pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('hear', 'catch up', 'welcome', 'look back'), by: pick }),
  },
);
type Step = { do: string; by: number; which?: number; emoji?: number };

/** Does what a person does; what the server would refuse is left out. */
function act(log: TestLog, { do: what, by, which = 0, emoji = 0 }: Step): void {
  const agent = AGENTS[by % 2] as Author;
  const text = `text-${log.entries.length + 1}`;
  if (what === 'message') log.append({ kind: 'message', text }, by % 3 === 0 ? CONTACT : agent);
  if (what === 'note') log.append({ kind: 'note', text }, agent);
  if (what === 'resolve') log.append({ kind: 'resolved', ticketStatus: 'solved' }, agent);
  const gone = new Set(log.entries.flatMap((entry) => (entry.kind === 'removed' ? [entry.target] : [])));
  const written = log.entries.filter(isWritten).filter(({ clientId }) => !gone.has(clientId));
  const target = written[which % Math.max(1, written.length)];
  if (target === undefined) return;
  const about = { of: target.kind, target: target.clientId };
  if (what === 'edit') log.append({ kind: 'edited', text, ...about }, target.author);
  if (what === 'remove') log.append({ kind: 'removed', ...about }, target.author);
  if (what === 'react') {
    const who = target.kind === 'note' || by % 3 > 0 ? agent : CONTACT;
    const said = REACTION_EMOJI[emoji % 2] as string;
    log.append({ kind: 'reacted', emoji: said, on: emoji % 3 > 0, ...about }, who);
  }
}

/** Texts that somebody may be given now. */
function textsOfNow(log: TestLog, audience: 'agent' | 'visitor'): Set<string> {
  const texts = new Map<string, string>();
  for (const entry of log.entries) {
    if (audience === 'visitor' && entry.visibility === 'private') continue;
    if (entry.kind === 'message' || entry.kind === 'note') texts.set(entry.clientId, entry.text);
    if (entry.kind === 'edited') texts.set(entry.target, entry.text);
    if (entry.kind === 'removed') texts.set(entry.target, '');
  }
  return new Set([...texts.values(), '']);
}

/** A visitor's widget at the end of a bad line: hears some things live, misses others, catches up, looks back. */
class Visitor {
  talks: Talks = {};
  readonly #log: TestLog;
  /** Of each message the newest version that was shown: texts count up. */
  readonly #versions = new Map<string, number>();
  #heard = 0;

  constructor(log: TestLog) {
    this.#log = log;
  }

  do(step: Step): void {
    this.#do(step);
    for (const entry of this.talks[ID]?.thread.entries ?? []) {
      if (entry.kind !== 'message') continue;
      const version = entry.removedAt ?? Number(entry.text.slice('text-'.length));
      const before = this.#versions.get(entry.clientId) ?? 0;
      expect(version, 'what was shown went back to what it was before').toBeGreaterThanOrEqual(before);
      this.#versions.set(entry.clientId, version);
    }
  }

  #do({ do: what, by }: Step): void {
    const all = this.#log.visitors;
    const thread = this.talks[ID]?.thread;
    const head = thread?.entries.at(-1)?.seq ?? 0;
    if (what === 'hear') {
      const from = Math.max(this.#heard, head) + (by % 5 === 0 ? 1 : 0);
      this.#heard = from + 1 + (by % 3);
      for (const entry of all.slice(from, this.#heard)) {
        // As it was committed, when nothing had changed it yet; or told again later.
        const again = contentOfNow([entry], all.slice(entry.seq))[0] as PublicEntry;
        this.talks = takeEntry(this.talks, by % 2 === 0 ? entry : again);
      }
    }
    if (what === 'catch up' && head > 0) this.#take(catchUp(all, head, Number.POSITIVE_INFINITY));
    if (what === 'welcome' && all.length > 0) this.welcome();
    if (what === 'look back' && thread?.hasOlder) {
      this.talks = takeOlderPage(this.talks, ID, this.#checked(older(all, thread.entries[0]?.seq ?? 0)));
    }
  }

  welcome(): void {
    const head = this.talks[ID]?.thread.entries.at(-1)?.seq ?? 0;
    this.#take(catchUp(this.#log.visitors, head, PAGE));
  }

  #take(missed: CatchUp<PublicEntry>): void {
    this.talks = takeTalk(this.talks, {
      conversation: publicView(this.#log.conversation),
      catchUp: this.#checked(missed),
      read: { seq: 0, agentMessages: 0 },
      seenSeq: 0,
    });
  }

  #checked<Page extends { entries: PublicEntry[] }>(page: Page): Page {
    const allowed = textsOfNow(this.#log, 'visitor');
    for (const entry of page.entries) if ('text' in entry) expect(allowed).toContain(entry.text);
    return page;
  }
}

describe('edits, removals and reactions', () => {
  it('PROTOCOL 41: leave every visitor with the same thread and the same fold, however it came about, and hand out no old text', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const log = new TestLog();
        const visitor = new Visitor(log);
        for (const each of steps) {
          act(log, each);
          visitor.do(each);
        }
        if (log.conversation.publicSeq === 0) return;
        visitor.welcome();
        const talk = visitor.talks[ID];
        const first = talk?.thread.entries[0]?.seq ?? 0;
        expect(talk?.thread.entries).toEqual(contentOfNow(log.visitors).slice(first - 1));
        expect(talk?.conversation).toEqual(publicView(log.conversation));
      }),
      { numRuns: 500 },
    );
  });

  it('fold from nothing to what the visitor sees, also as they are handed out now', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const log = new TestLog();
        for (const each of steps) act(log, each);
        const empty = publicView(emptyConversation({ ...log.conversation, openedAt: 0 }));
        expect(contentOfNow(log.visitors).reduce(applyPublicEntry, empty)).toEqual(
          publicView(log.conversation),
        );
        expect(log.visitors.reduce(applyPublicEntry, empty)).toEqual(publicView(log.conversation));
      }),
      { numRuns: 500 },
    );
  });

  it('show agents the same thread after a difference as after a snapshot, notes and all', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 20 }), (before, after) => {
        const log = new TestLog();
        for (const each of before) act(log, each);
        const whole: CatchUp<Entry> = {
          kind: 'snapshot',
          after: 0,
          entries: contentOfNow(log.agents),
          hasOlder: false,
        };
        let thread: Thread<Entry> = takeCatchUp(emptyThread<Entry>(), whole);
        for (const each of after) act(log, each);
        thread = contentOfNow(log.agents.slice(thread.entries.length)).reduce(receive<Entry>, thread);
        expect(thread.entries).toEqual(contentOfNow(log.agents));
        // And with the beginning fetched as it is now.
        const newest = {
          kind: 'snapshot' as const,
          after: 0,
          entries: contentOfNow(log.agents.slice(-PAGE)),
          hasOlder: true,
        };
        let paged = takeCatchUp(emptyThread<Entry>(), newest);
        while (paged.hasOlder && paged.entries.length > 0)
          paged = takeOlder(paged, older(log.agents, paged.entries[0]?.seq ?? 0));
        expect(paged.entries).toEqual(contentOfNow(log.agents));
      }),
      { numRuns: 300 },
    );
  });

  it('PROTOCOL 42: are no activity: lists, waiting and unread stay as they are, and what shows of the last message follows', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 20 }), (before, after) => {
        const log = new TestLog();
        for (const each of before) act(log, each);
        const { lastSeq: _1, publicSeq: _2, changedAt: _3, preview: _4, ...still } = log.conversation;
        for (const each of after) if (/edit|remove|react/.test(each.do)) act(log, each);
        expect(log.conversation).toMatchObject(still);
        const last = contentOfNow(log.visitors).findLast((entry) => entry.kind === 'message');
        expect(log.conversation.preview?.text ?? '').toBe(last?.text ?? '');
        expect(log.conversation.preview?.removed).toBe(last?.removedAt === undefined ? undefined : true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a client that does not know a kind', () => {
  it('counts the entry and goes on', () => {
    const log = new TestLog();
    act(log, { do: 'message', by: 0 });
    const known = log.conversation;
    log.append({ kind: 'translated' } as unknown as EntryBody, CONTACT);
    expect(log.conversation).toMatchObject({ lastSeq: 2, status: known.status, preview: known.preview });
    const later = { ...log.visitors[0], kind: 'translated', seq: 2 } as unknown as PublicEntry;
    expect(applyPublicEntry(publicView(known), later)).toMatchObject({ lastSeq: 2, preview: known.preview });
  });
});
