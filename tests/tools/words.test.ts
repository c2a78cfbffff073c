import { expect, test } from 'vitest';
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
});
