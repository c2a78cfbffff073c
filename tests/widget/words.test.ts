import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGS } from '../../scripts/check/catalogs.ts';
import { chooseLanguage } from '../../shared/languages.ts';
import { counted, dayOf, fill, listed, timeOf } from '../../shared/wording.ts';

const NOON = new Date(2026, 2, 10, 12).getTime();
const DAY_MS = 24 * 60 * 60_000;

/** What follows the page, not the language: the launcher, and what stands at its side of the page. And what says both. */
const SIDES = /^\.chat(\.chat\.peek)?(\.left)? |^:host|^select\.input|^\[dir=/;

const PHYSICAL = [
  /(^|[\s;-])(left|right)\s*:/,
  /:\s*(left|right);/,
  /(padding|margin|inset): \S+ (\S+) \S+ (?!\2;)\S+;/,
  /background-position: (left|right)/,
];

it.each(['widget', 'console'])(
  'styles of the %s name no left and no right: they turn around with the language',
  async (room) => {
    const root = new URL(`../../${room}/`, import.meta.url).pathname;
    const sheets = (await readdir(root, { recursive: true })).filter((path) => path.endsWith('.css'));
    expect(sheets.length).toBeGreaterThan(4);
    const faults = await Promise.all(
      sheets.map(async (path) => {
        const rules = (await readFile(join(root, path), 'utf8')).split('}').map((rule) => rule.trim());
        return rules.filter((rule) => {
          const declarations = rule.slice(rule.lastIndexOf('{') + 1).replace(/\([^;]*\)/g, '');
          return PHYSICAL.some((pattern) => pattern.test(declarations)) && !SIDES.test(rule);
        });
      }),
    );
    expect(faults.flat()).toEqual([]);
  },
);

describe('the language', () => {
  it.each([
    [['de'], 'de', 'de'],
    [['de-at', 'fr'], 'de', 'de-AT'],
    [['pt'], 'pt-BR', 'pt'],
    [['pt-PT'], 'pt-BR', 'pt-PT'],
    [['fr_CA'], 'fr', 'fr-CA'],
    [['', undefined, 'not a tag', 'ja', 'es-MX', 'de'], 'es', 'es-MX'],
    [['deutsch', 'den'], 'en', 'en'],
    [[], 'en', 'en'],
  ] as const)('of %j is %s, written as in %s', (wanted, language, tag) => {
    expect(chooseLanguage(wanted)).toEqual({ language, tag });
  });
});

describe('a sentence', () => {
  it('has its values where the language puts them, and nothing of them is taken for a name', () => {
    expect(fill('{a} and {b}, {a}', { a: '{b}', b: 2 })).toBe('{b} and 2, {b}');
  });

  it.each([
    ['en', 1, '1 new message'],
    ['en', 2, '2 new messages'],
    ['fr', 0, '0 nouveau message'],
    ['fr', 2, '2 nouveaux messages'],
    ['pt-BR', 1, '1 mensagem nova'],
    ['pt-BR', 5, '5 mensagens novas'],
    ['ro', 1, '1 mesaj nou'],
    ['ro', 19, '19 mesaje noi'],
    ['ro', 20, '20 de mesaje noi'],
    ['ro', 101, '101 mesaje noi'],
    ['de', 1, '1 neue Nachricht'],
    ['es', 1234, '1234 mensajes nuevos'],
    ['de', 12_345, '12.345 neue Nachrichten'],
  ] as const)('%s counts %i: %s', (language, count, says) => {
    expect(counted(language, CATALOGS.widget[language].newMessages, count)).toBe(says);
  });

  it('lists names as the language does', () => {
    expect(['en', 'de', 'fr', 'ro'].map((language) => listed(language, ['Ana', 'Bo', 'Cy']))).toEqual([
      'Ana, Bo, and Cy',
      'Ana, Bo und Cy',
      'Ana, Bo et Cy',
      'Ana, Bo și Cy',
    ]);
  });

  it('names days by the calendar, not by hours, and dates in the order of the language', () => {
    const justAfterMidnight = new Date(2026, 2, 10, 0, 5).getTime();
    const justBefore = new Date(2026, 2, 9, 23, 55).getTime();
    expect(dayOf('en', justBefore, justAfterMidnight)).toBe('Yesterday');
    expect(dayOf('de', NOON, NOON)).toBe('Heute');
    expect(dayOf('pt-BR', NOON - DAY_MS, NOON)).toBe('Ontem');
    const third = new Date(2026, 1, 3).getTime();
    expect(dayOf('en-GB', third, NOON)).toBe('3 February');
    expect(dayOf('en-US', third, NOON)).toBe('February 3');
    expect(dayOf('fr', new Date(2025, 10, 3).getTime(), NOON)).toBe('3 novembre 2025');
    expect(dayOf('en-GB', new Date(2025, 10, 3).getTime(), NOON, 'short')).toBe('3 Nov 2025');
  });

  it('writes the time of the day', () => {
    expect(timeOf('de', new Date(2026, 2, 10, 15, 4).getTime())).toBe('15:04');
  });
});
