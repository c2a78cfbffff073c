import { expect, test } from 'vitest';
import { catalogFaults } from '../../scripts/check/catalog-faults.ts';
import { literalTexts } from '../../scripts/check/literal-texts.ts';
import { unusedWords } from '../../scripts/check/words.ts';

const WORDS = {
  send: 'Send',
  back: 'Back',
  unread: { one: '{count} unread', other: '{count} unread' },
  status: { sent: 'Sent', seen: 'Seen' },
};

test('words that nothing says are named, those of a group one by one', () => {
  const code = "say(words.send); say(words.status[kind]); const kind = 'sent'; counted(words.unread, 2);";
  expect(unusedWords(WORDS, code)).toEqual(['back', 'status.seen']);
  expect(unusedWords(WORDS, `${code} words.back; words.status.seen`)).toEqual([]);
  expect(unusedWords(WORDS, `${code} moreWords().back; moreWords().status.seen`)).toEqual([]);
});

test('where they are sorted by room, by room', () => {
  const rooms = { general: { back: 'Back' }, list: WORDS };
  const code = 'words.general.back; words.list.send; optionsOf(words.list.status);';
  expect(unusedWords(rooms, code)).toEqual(['list.back', 'list.unread']);
  expect(unusedWords(rooms, `${code} const { back, unread } = words.list;`)).toEqual([]);
  expect(unusedWords(rooms, `${code} words.list[name]; 'back'; 'unread'`)).toEqual([]);
});

test('a language names the values of English, has the forms of its numbers, and is clean', () => {
  const english = { said: '{name}: {text}', unread: { one: '{count} unread', other: '{count} unread' } };
  const romanian = { said: '{nume}: {text} ', unread: { one: 'un necitit', other: '{count} necitite' } };
  expect(catalogFaults('en', english, english)).toEqual([]);
  expect(catalogFaults('ro', romanian, english)).toEqual([
    'ro: said names {nume}',
    'ro: said does not name {name}',
    'ro: said begins or ends with a space',
    'ro: unread has no form for “few”',
  ]);
});

test('texts in the code of a screen are found, names are not', () => {
  const code = `
    import { words } from './some words.ts';
    type Kind = 'One kind' | 'Another';
    export function Screen({ kind, name }: { kind: Kind; name: string }) {
      if (kind === 'One kind') throw new Error('nobody reads this');
      toast('That went well');
      return (
        <section class="one two" aria-label="Chat" title={words.chat}>
          <kbd>Enter</kbd> sends it · {name}
          <Field label={\`About \${name} and more\`} options={[{ value: 'One', label: 'first' }]} />
        </section>
      );
    }`;
  expect(literalTexts('screen.tsx', code)).toEqual([
    '“That went well” in line 6',
    '“Chat” in line 8',
    '“sends it ·” in line 9',
    '“About” in line 10',
    '“and more” in line 10',
    '“One” in line 10',
    '“first” in line 10',
  ]);
});
