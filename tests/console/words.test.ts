import { describe, expect, it } from 'vitest';
import {
  languageWords,
  localTimeWords,
  pageWords,
  referrerWords,
  safeLink,
} from '../../console/contacts/visit-words.ts';
import { eventWords } from '../../console/conversations/event-words.ts';
import type { EventEntry } from '../../console/conversations/thread-rows.ts';
import { pageTitle } from '../../console/core/page-title.ts';
import { proposeSubject } from '../../console/tickets/propose-subject.ts';
import { initials } from '../../console/ui/face.ts';
import { passwordStrength } from '../../console/ui/password-strength.ts';
import { words } from '../../console/words/en.ts';
import { speak } from '../../console/words/words.ts';
import { isChange, isWritten } from '../../shared/apply-change.ts';
import type { EntryBody } from '../../shared/entries.ts';
import { COLLEAGUE, entriesOf, ME } from './builders.ts';

speak(words, { language: 'en', tag: 'en-GB' });

/** What happened, as read on the screen, by me or by somebody else. */
function told(body: EntryBody, by = ME, kind: 'agent' | 'contact' = 'agent'): string {
  const [entry] = entriesOf('c1', body);
  if (entry === undefined || isWritten(entry) || isChange(entry)) throw new Error('no event');
  const event: EventEntry = { ...entry, author: { kind, id: by } };
  const people: Record<string, string> = { [ME]: 'Ana Moraes', [COLLEAGUE]: 'Sofia Ferreira' };
  const pieces = eventWords(event, { meId: ME, agent: (id) => people[id], contact: 'Lena' });
  return pieces.map(({ text }) => text).join('');
}

describe('what happened', () => {
  it.each<[EntryBody, string, string]>([
    [{ kind: 'assigned', assigneeId: ME }, ME, 'You took this conversation'],
    [{ kind: 'assigned', assigneeId: ME }, COLLEAGUE, 'Sofia assigned this to you'],
    [{ kind: 'assigned', assigneeId: COLLEAGUE }, ME, 'You assigned this to Sofia'],
    [{ kind: 'assigned', assigneeId: null }, COLLEAGUE, 'Sofia assigned this to nobody'],
    [{ kind: 'resolved', ticketStatus: 'solved' }, COLLEAGUE, 'Sofia resolved this'],
    [{ kind: 'resolved', ticketStatus: 'closed' }, ME, 'You resolved this and closed the ticket'],
    [{ kind: 'reopened', ticketStatus: 'open' }, ME, 'You reopened this'],
    [
      { kind: 'ticket_created', number: 12, subject: 's', priority: 'low', category: '' },
      ME,
      'You made ticket #12',
    ],
    [
      { kind: 'ticket_changed', priority: 'high', category: '' },
      ME,
      'You changed the ticket: priority High and no category',
    ],
    [{ kind: 'away_told' }, ME, 'Lena was told that nobody is here and asked for an email address'],
  ])('%o by %s: %s', (body, by, sentence) => {
    expect(told(body, by)).toBe(sentence);
  });

  it('is the visitor’s where they have ended it', () => {
    expect(told({ kind: 'resolved', ticketStatus: 'solved' }, 'lena', 'contact')).toBe('Lena ended the chat');
  });
});

describe('the proposed subject of a ticket', () => {
  it.each([
    ['  \n\n  Hi!  My order\t4711 \nhas not come', 'Hi! My order 4711'],
    ['', ''],
    ['**Where** is [my order](https://shop.test/4711)?\nand `this`', 'Where is my order?'],
    ['```\n\nError: _none_\nat line 3\n```', 'Error: _none_'],
    ['- the zip\n- the button', 'the zip'],
    ['2. the *zip*', '2. the zip'],
    ['2 * 3 * 4 is **not', '2 * 3 * 4 is **not'],
    [`${'word '.repeat(30)}end`, `${'word '.repeat(16).trim()}…`],
    ['x'.repeat(100), `${'x'.repeat(80)}…`],
    [`${'😀'.repeat(90)}`, `${'😀'.repeat(80)}…`],
  ])('of %j is %j', (text, subject) => {
    expect(proposeSubject(text)).toBe(subject);
  });
});

describe('a visit', () => {
  it('shows the path of a page and where somebody came from', () => {
    expect(pageWords('https://shop.example/orders/4711?a=1')).toBe('/orders/4711?a=1');
    expect(pageWords('https://shop.example/')).toBe('shop.example/');
    expect(referrerWords('https://www.example.com/')).toBe('www.example.com');
    expect(pageWords('not an address')).toBe('not an address');
  });

  it('links to http and https only', () => {
    expect(safeLink('https://shop.example/a')).toBe('https://shop.example/a');
    expect(safeLink('javascript:alert(1)')).toBeNull();
    expect(safeLink('data:text/html,x')).toBeNull();
    expect(safeLink('nonsense')).toBeNull();
  });

  it('tells time and language, and nothing where they are nonsense', () => {
    expect(localTimeWords('Europe/Warsaw', Date.UTC(2026, 0, 5, 14, 10))).toBe('15:10, Warsaw');
    expect(localTimeWords('America/Sao_Paulo', Date.UTC(2026, 0, 5, 14, 10))).toBe('11:10, Sao Paulo');
    expect(localTimeWords('Nowhere/At_All', 0)).toBeNull();
    expect(languageWords('pt-BR')).toBe('Brazilian Portuguese');
    expect(languageWords('!')).toBe('!');
  });
});

describe('small words', () => {
  it('titles the page with what is unread', () => {
    expect(pageTitle('All open', 0)).toBe('All open · Parley');
    expect(pageTitle('All open', 2)).toBe('(2) All open · Parley');
    expect(pageTitle('', 120)).toBe('(99+) Parley');
  });

  it('makes initials of the first and the last word', () => {
    expect(['Ana Maria Moraes', 'Jan', '  ', 'lena@example.test', '😀 Zoë'].map(initials)).toEqual([
      'AM',
      'J',
      '',
      'L',
      'Z',
    ]);
  });

  it('rates passwords by length and variety', () => {
    const level = (password: string) => passwordStrength(password).level;
    expect(level('')).toBe('none');
    expect(level('short')).toBe('short');
    expect(level('aaaaaaaaaaaaaaaaaaaa')).toBe('fair');
    expect(level('correct horse battery')).toBe('good');
    expect(level('correct horse battery staple')).toBe('strong');
    expect(passwordStrength('correct horse battery').says).toBe(
      'Good: 21 characters. At least 12 characters.',
    );
  });
});
