import type { Contact } from '../../../shared/contacts.ts';
import type { Conversation } from '../../../shared/conversations.ts';
import type { Entry } from '../../../shared/entries.ts';
import type { AnsweredForm } from '../../../shared/forms.ts';
import type { Languages } from './languages.ts';

/** What a conversation is found by is bounded: its newest words come first. */
const TERMS_MAX = 1_500;
const TERM_MAX_CHARACTERS = 60;
const WORDS_ASKED_MAX = 8;
/** A text written in a language we do not know is read as this one. */
const FALLBACK = 'en';

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Bounded (RFC 5321, 4.5.3.1), because in ten thousand letters without an @ it would be looked for from each one on. */
const EMAIL = /[^\s@<>(),;:"']{1,64}@[^\s@<>(),;:"']{1,255}/gu;

/** One word of a question: any of these is as good. */
export interface AskedWord {
  /** The word itself and its stems in every language, because nobody says which one it is in. */
  forms: readonly string[];
  /** What it begins with, where it may not be finished yet. */
  prefix: string | null;
}

/**
 * Everything a conversation is found by, the newest first: a pure function of what can be seen of it now.
 * @param entries what was said, as it reads now, oldest first
 * @param asked what the visitor was asked before
 */
export function termsOf(
  languages: Languages,
  conversation: Pick<Conversation, 'ticket' | 'topic'>,
  contact: Pick<Contact, 'name' | 'email' | 'visit'> | undefined,
  entries: readonly Entry[],
  asked?: AnsweredForm,
): string[] {
  const language = languageOf(languages, contact?.visit?.language);
  const terms = new Set<string>();
  const add = (text: string) => {
    for (const term of language(text)) {
      if (terms.size >= TERMS_MAX) return;
      terms.add(term);
    }
  };
  const { ticket } = conversation;
  if (ticket !== null) {
    terms.add(`#${ticket.number}`);
    add(`${ticket.number} ${ticket.subject}`);
  }
  add(`${contact?.name ?? ''} ${contact?.email ?? ''}`);
  add(conversation.topic ?? '');
  // The questions are the same in all of them and tell none from another.
  for (const { value } of asked?.answers ?? []) add(typeof value === 'string' ? value : '');
  for (const entry of entries.toReversed()) {
    if (entry.kind === 'message') for (const text of textsOf(entry)) add(text);
    if (entry.kind === 'note') add(entry.text);
  }
  return [...terms];
}

/** Whatever can be read in a message. */
function textsOf({ text, quickReplies = [], cards = [] }: Extract<Entry, { kind: 'message' }>): string[] {
  const onCards = cards.flatMap((card) => [card.title, card.text ?? '', card.pictureWords ?? '']);
  return [text, ...quickReplies, ...onCards];
}

/** The newest words before those that are kept, as many as a conversation is found by. */
export function addTerms(newest: readonly string[], kept: readonly string[]): string[] {
  return [...new Set([...newest, ...kept])].slice(0, TERMS_MAX);
}

/** A question in words; the last one may not be finished yet. */
export function askedWords(languages: Languages, question: string): AskedWord[] {
  const text = normal(question);
  const parts = text.split(/\s+/).flatMap((part) => (/[@#]/.test(part) ? [part] : (part.match(WORD) ?? [])));
  const unfinished = /\S$/.test(question) ? parts.at(-1) : undefined;
  const isCommon = (word: string) => [...languages.values()].some(({ common }) => common.has(word));
  // Common words find nothing by themselves; alone they are all there is to go by.
  const telling = parts.filter((word) => word === unfinished || !isCommon(word));
  return (telling.length > 0 ? telling : parts).slice(-WORDS_ASKED_MAX).map((word) => ({
    forms: [...new Set([plain(word), ...[...languages.values()].map(({ stem }) => plain(stem(word)))])],
    prefix: word === unfinished ? plain(word) : null,
  }));
}

function languageOf(languages: Languages, tag: string | undefined): (text: string) => Iterable<string> {
  const known = languages.get(tag?.slice(0, 2).toLowerCase() ?? '') ?? languages.get(FALLBACK);
  return function* (text) {
    const lower = normal(text);
    for (const [email] of lower.matchAll(EMAIL)) yield plain(email);
    for (const [whole] of lower.matchAll(WORD)) {
      const word = whole.slice(0, TERM_MAX_CHARACTERS);
      if (word.length < 2 && !/\p{N}/u.test(word)) continue;
      if (known?.common.has(word)) continue;
      // As written, so that it is found by its beginning and without accents, and as its stem.
      yield plain(word);
      if (known !== undefined) yield plain(known.stem(word));
    }
  };
}

/** As stemmers take it. Romanian is often written with a cedilla where a comma belongs: they know only one of them. */
function normal(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ș', 'ş').replaceAll('ț', 'ţ');
}

/** Without accents, because many write without them. */
function plain(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').slice(0, TERM_MAX_CHARACTERS);
}
