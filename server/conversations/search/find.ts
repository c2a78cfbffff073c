import type { AgentActor } from '../../core/actor.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { siteScope } from '../policy.ts';
import { BY_TERM, type SearchCollections, type TermsDocument } from './model.ts';
import type { AskedWord } from './terms.ts';

/** Read at a time for each form of a word. */
const BATCH = 50;
/** Looked at for one page; whoever wants more asks for the next one. */
const EXAMINED_MAX = 2_000;
/** A shorter beginning stands for too many words. */
const PREFIX_MIN_CHARACTERS = 2;
/** Words that an unfinished one may become. */
const COMPLETIONS_MAX = 30;
/** Conversations read at a time to find such words. */
const COMPLETING = 10;
const WITH_TERMS = { terms: 1, openedAt: 1 };
const WITHOUT_TERMS = { openedAt: 1 };
/** Sorts behind a word and before all that begins with it. */
const FIRST_LETTER = '\0';
/** Sorts behind everything that begins with the same letters. */
const LAST_LETTER = '\uffff';

/** The newest first; conversations of one moment by their ids. */
type Position = { openedAt: number; id: string };

export interface SearchQuery {
  words: readonly AskedWord[];
  siteId: string | undefined;
  ticketsOnly: boolean;
  cursor: string | undefined;
  limit: number;
}

/**
 * A page of the conversations that hold every word and that an agent may see, those opened last first. Bounded: a
 * page may hold fewer than asked for and still not be the last.
 * @throws Refused `invalid_input` for a cursor that is not ours
 */
export async function findConversations(
  collections: Pick<SearchCollections, 'terms'>,
  agent: AgentActor,
  query: SearchQuery,
): Promise<{ ids: string[]; nextCursor: string | null }> {
  const words = await Promise.all(query.words.map((word) => completed(collections.terms, word)));
  const leading = mostTelling(words);
  if (leading === undefined) return { ids: [], nextCursor: null };
  const scope = {
    ...siteScope(agent, query.siteId),
    ...(query.ticketsOnly && { hasTicket: true }),
  };
  const ids: string[] = [];
  let position = query.cursor === undefined ? null : decodeCursor<Position>(query.cursor);
  for (let examined = 0; examined < EXAMINED_MAX; ) {
    const fields = words.length > 1 ? WITH_TERMS : WITHOUT_TERMS;
    const { found, isLast } = await nextBatch(collections.terms, { forms: leading, scope, fields }, position);
    for (const document of found) {
      if (ids.length === query.limit) return { ids, nextCursor: cursorAt(position) };
      if (words.every((forms) => forms === leading || document.terms.some((term) => forms.has(term)))) {
        ids.push(document._id);
      }
      position = positionOf(document);
    }
    examined += found.length;
    if (isLast) return { ids, nextCursor: null };
  }
  return { ids, nextCursor: cursorAt(position) };
}

/** Every form of a word, and what it may become where it is not finished: words that conversations hold now. */
async function completed(
  terms: SearchCollections['terms'],
  { forms, prefix }: AskedWord,
): Promise<Set<string>> {
  const all = new Set(forms);
  if (prefix === null || prefix.length < PREFIX_MIN_CHARACTERS) return all;
  const end = prefix + LAST_LETTER;
  let from = prefix;
  // From word to word through the index, leaving out the conversations in between that hold the same.
  for (let round = 0; round < COMPLETIONS_MAX && all.size < COMPLETIONS_MAX; round++) {
    const found = await terms
      .find({ terms: { $elemMatch: { $gte: from, $lt: end } } } as object)
      .project<Pick<TermsDocument, 'terms'>>({ terms: 1 })
      .hint(BY_TERM)
      .limit(COMPLETING)
      .toArray();
    const words = found.map((each) => each.terms.filter((term) => term >= from && term < end).sort());
    for (const word of words.flat()) if (all.size < COMPLETIONS_MAX) all.add(word);
    const last = words.at(-1)?.[0];
    if (last === undefined || found.length < COMPLETING) break;
    from = last + FIRST_LETTER;
  }
  return all;
}

/** The word that is likely in the fewest conversations: one with few forms, and long. */
function mostTelling(words: readonly Set<string>[]): Set<string> | undefined {
  const shortest = (forms: Set<string>) => Math.min(...[...forms].map((form) => form.length));
  return [...words].sort((a, b) => a.size - b.size || shortest(b) - shortest(a))[0];
}

/** The next conversations that hold any of these forms, in order, each once. */
async function nextBatch(
  terms: SearchCollections['terms'],
  { forms, scope, fields }: { forms: ReadonlySet<string>; scope: object; fields: object },
  after: Position | null,
): Promise<{ found: TermsDocument[]; isLast: boolean }> {
  const pages = await Promise.all(
    [...forms].map((form) =>
      terms
        .find({
          terms: form,
          ...(after !== null && { openedAt: { $lte: documentAt(after).openedAt } }),
          ...scope,
        } as object)
        .project<TermsDocument>(fields)
        .sort({ openedAt: -1, _id: 1 })
        .limit(BATCH)
        .toArray(),
    ),
  );
  // A page that is full may go on: what lies beyond its end is looked at when the others have been read that far.
  const open = pages.filter((page) => page.length === BATCH).map((page) => page[BATCH - 1] as TermsDocument);
  const end = open.sort(inOrder)[0];
  const all = new Map(pages.flat().map((document) => [document._id, document]));
  const found = [...all.values()]
    .filter((document) => after === null || inOrder(document, documentAt(after)) > 0)
    .filter((document) => end === undefined || inOrder(document, end) <= 0)
    .sort(inOrder);
  // More of one moment than are read at once end the list: without end it would be asked for the same again.
  return { found, isLast: end === undefined || found.length === 0 };
}

type Placed = Pick<TermsDocument, '_id' | 'openedAt'>;

function inOrder(a: Placed, b: Placed): number {
  return b.openedAt.getTime() - a.openedAt.getTime() || (a._id < b._id ? -1 : Number(a._id > b._id));
}

function positionOf({ _id, openedAt }: Placed): Position {
  return { openedAt: openedAt.getTime(), id: _id };
}

function documentAt({ openedAt, id }: Position): Placed {
  return { _id: id, openedAt: new Date(Number(openedAt) || 0) };
}

function cursorAt(position: Position | null): string | null {
  return position && encodeCursor({ ...position });
}
