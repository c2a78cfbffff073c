import { describe, expect, it } from 'vitest';
import { threadRows as consoleRows } from '../../console/conversations/thread-rows.ts';
import { applyEntry, applyPublicEntry, emptyPublicConversation } from '../../shared/apply-entry.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { isFinal } from '../../shared/is-final.ts';
import { takeEntry } from '../../widget/core/talks.ts';
import { threadRows as widgetRows } from '../../widget/messages/rows.ts';
import { words } from '../../widget/words/en.ts';
import { speak } from '../../widget/words/words.ts';
import { entriesOf, ME, summaryOf } from '../console/builders.ts';

speak(words, 'en');

const AT = 1_700_000_000_000;

/** An entry of a kind that this version does not know. */
function unknown(entry: Entry): Entry {
  const { kind: _kind, ...rest } = entry;
  return { ...rest, kind: 'celebrated', confetti: 3 } as unknown as Entry;
}

function publicEntry(seq: number, body: object): PublicEntry {
  const author = { kind: 'agent', id: 'a', name: 'Ana' };
  return { conversationId: 'c', seq, clientId: `c-${seq}`, author, at: AT + seq, ...body } as PublicEntry;
}

describe('what a server of the next version sends', () => {
  it('PROTOCOL 10: an entry of an unknown kind has its number and time, and changes nothing else', () => {
    const [first, second, third] = entriesOf('c1', 'c:one', 'c:two', 'a:three') as [Entry, Entry, Entry];
    const before = summaryOf([first]);
    const after = applyEntry(before, unknown(second));
    expect(after).toEqual({
      ...before,
      lastSeq: 2,
      publicSeq: 2,
      lastAt: second.at,
      lastPublicAt: second.at,
    });
    expect(applyEntry(after, third)).toMatchObject({ lastSeq: 3, contactMessages: 1, agentMessages: 1 });
    const empty = emptyPublicConversation('c', AT);
    const visible = applyPublicEntry(empty, publicEntry(1, { kind: 'celebrated' }));
    expect(visible).toEqual({ ...empty, lastSeq: 1, lastAt: AT + 1 });
  });

  it('PROTOCOL 10: it is not shown, and what follows is', () => {
    const entries = [{ kind: 'celebrated' }, { kind: 'message', text: 'hello' }].map((body, index) =>
      publicEntry(index + 1, body),
    );
    const talk = entries.reduce(takeEntry, {}).c;
    expect(widgetRows(talk, [], 'Shop', AT).map(({ kind }) => kind)).toEqual(['note', 'theirs']);
    const [one, two] = entriesOf('c1', 'c:one', 'c:two') as [Entry, Entry];
    const rows = consoleRows({
      entries: [unknown(one), two],
      pending: [],
      contactReadSeq: 0,
      me: { id: ME, name: 'Ana' },
      dayOf: () => 'one day',
    });
    expect(rows.map((row) => (row.kind === 'text' ? row.text : row.kind))).toEqual(['day', 'two']);
  });

  it('PROTOCOL 10: an unknown error code is final, so that nothing is sent again and again', () => {
    expect(isFinal('no_confetti' as ErrorCode)).toBe(true);
  });
});
