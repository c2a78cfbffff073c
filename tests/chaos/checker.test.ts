import { describe, expect, it } from 'vitest';
import { check, type Witness } from '../../scripts/chaos/checker/check.ts';
import type { JournalLine, ShownEntry } from '../../scripts/chaos/journal.ts';
import type { Stored, StoredEntry } from '../../scripts/chaos/read-store.ts';

const HELLO = '⟦v1⟧ hello';
const ANSWER = '⟦v1⟧ answer';
const NOTE = '⟦v1⟧⟦note⟧ a difficult one';

function stored(text: string, seq: number, publicSeq: number, more: Partial<StoredEntry> = {}): StoredEntry {
  const visibility = text === NOTE ? 'private' : 'public';
  const kind = text === NOTE ? 'note' : 'message';
  const author = { kind: 'contact', id: 'c' };
  const rest = { conversationId: 'k', clientId: `id of ${text}`, author, at: seq, number: null };
  return { ...rest, seq, publicSeq, kind, visibility, text, ...more };
}

function shown(seq: number, text: string): ShownEntry {
  return { seq, clientId: `id of ${text}`, kind: text === NOTE ? 'note' : 'message', text };
}

function thread(position: number, entries: ShownEntry[], more = {}): JournalLine {
  return { kind: 'thread', screen: 's', conversationId: 'k', position, entries, hasOlder: false, ...more };
}

const log = [stored(HELLO, 1, 1), stored(NOTE, 2, 1), stored(ANSWER, 3, 2)];

function store(entries: StoredEntry[] = log): Stored {
  const last = entries.at(-1);
  const document = { lastSeq: last?.seq ?? 0, publicSeq: last?.publicSeq ?? 0 };
  return { entries, documents: new Map([['k', document]]) };
}

/** What a visitor writes down when all goes well. */
const GOOD: JournalLine[] = [
  { kind: 'started' },
  { kind: 'intended', text: HELLO, lane: 'tab' },
  { kind: 'waiting', screen: 's', items: [{ clientId: `id of ${HELLO}`, text: HELLO }] },
  { kind: 'kept', text: HELLO },
  { kind: 'waiting', screen: 's', items: [] },
  thread(0, [shown(1, HELLO)]),
  { kind: 'acknowledged', text: HELLO, clientId: `id of ${HELLO}` },
  { kind: 'heard', marks: ['⟦v1⟧'] },
  thread(1, [shown(2, ANSWER)]),
];
const AGENT: Witness = {
  name: 'a1',
  kind: 'agent',
  lines: [
    thread(0, [shown(1, HELLO), shown(2, NOTE), shown(3, ANSWER)]),
    { kind: 'listed', conversations: { k: 3 } },
  ],
};

function visitor(...lines: JournalLine[]): Witness {
  return { name: 'v1', kind: 'visitor', lines };
}

describe('the checker of the chaos', () => {
  it('finds nothing where all is well', () => {
    expect(check([visitor(...GOOD), AGENT], store())).toEqual({ wrong: [], missing: [] });
  });

  it.each([
    ['a hole', [log[0], log[2]], 'has number 3 where 2 belongs'],
    ['a number twice', [...log, stored('x', 3, 3)], 'has number 3 where 4 belongs'],
    ['wrong public numbers', [log[0], log[1], stored(ANSWER, 3, 3)], 'counts 3 public entries instead of 2'],
    ['time that goes backwards', [log[0], log[1], stored(ANSWER, 3, 2, { at: 1 })], 'is earlier than'],
    ['an id twice', [...log, stored('x', 4, 3, { clientId: `id of ${HELLO}` })], 'twice'],
    ['a text twice', [...log, stored(HELLO, 4, 3, { clientId: 'other' })], 'stored twice'],
    ['a gap in the tickets', [...log, stored('x', 4, 3, { number: 2 })], 'ticket numbers go 2'],
  ])('finds %s in a log', (_, entries, finding) => {
    const { wrong } = check([], store(entries.filter((entry) => entry !== undefined)));
    expect(wrong.join('\n')).toContain(finding);
  });

  it('finds what was acknowledged and is not stored', () => {
    const { wrong } = check([visitor(...GOOD.slice(0, 5), ...GOOD.slice(6, 7))], store(log.slice(0, 0)));
    expect(wrong).toEqual(['acknowledged and not stored: ⟦v1⟧ hello of v1']);
  });

  it('finds what was taken in and is nowhere', () => {
    const { missing } = check([visitor(...GOOD.slice(0, 4))], store([]));
    expect(missing).toContain('v1 waits for ⟦v1⟧ hello to be sent');
    expect(missing).toContain('v1 still waits to send ⟦v1⟧ hello');
  });

  it('finds what stood on a screen twice, also for a moment', () => {
    const again = [...GOOD, thread(2, [shown(3, HELLO)]), thread(2, [])];
    expect(check([visitor(...again)], store()).wrong).toContain(`v1 saw id of ${HELLO} twice`);
    const beside = { kind: 'waiting', screen: 's', items: [{ clientId: `id of ${ANSWER}`, text: ANSWER }] };
    expect(check([visitor(...GOOD, beside as JournalLine)], store()).wrong).toHaveLength(1);
  });

  it('finds what was shown and is not in the log, or elsewhere in it', () => {
    const ghost = visitor(...GOOD, thread(2, [shown(3, '⟦v1⟧ never')]), thread(2, []));
    expect(check([ghost], store()).wrong.join()).toContain('saw what is not in the log');
    const swapped = visitor(...GOOD.slice(0, 5), thread(0, [shown(1, ANSWER), shown(2, HELLO)]));
    expect(check([swapped], store()).wrong).toHaveLength(2);
  });

  it('finds a thread with a hole, one that ends too early and one that begins too late', () => {
    const hole = visitor(...GOOD.slice(0, 6), thread(1, [{ ...shown(3, ANSWER) }]));
    expect(check([hole], store()).wrong.join()).toContain('saw number 3 of k at 2');
    expect(check([visitor(...GOOD.slice(0, 8))], store()).missing).toEqual(['v1 shows 1 of 2 entries of k']);
    const late = [GOOD[0] as JournalLine, thread(0, [shown(2, ANSWER)])];
    expect(check([visitor(...late)], store()).missing).toContain('v1 shows k from 2 on');
    const paged = [GOOD[0] as JournalLine, thread(0, [shown(2, ANSWER)], { hasOlder: true })];
    expect(check([visitor(...paged)], store()).missing).toEqual([]);
  });

  it('finds what a visitor may not see, also where it was only sent', () => {
    const { wrong } = check([visitor(...GOOD, { kind: 'heard', marks: ['⟦note⟧', '⟦v2⟧'] })], store());
    expect(wrong).toEqual(['v1 was sent ⟦note⟧', 'v1 was sent ⟦v2⟧']);
    const note = thread(1, [shown(2, NOTE)]);
    expect(check([visitor(...GOOD.slice(0, 6), note)], store()).wrong).toHaveLength(1);
  });

  it('finds what was sent in another order', () => {
    const intended = [ANSWER, HELLO].map((text): JournalLine => ({ kind: 'intended', text, lane: 'tab' }));
    expect(check([visitor(...intended)], store()).wrong.join()).toContain('which was sent later');
  });

  it('finds a list and a document that are behind', () => {
    const behind: Witness = {
      ...AGENT,
      lines: [...AGENT.lines, { kind: 'listed', conversations: { k: 2 } }],
    };
    expect(check([behind], store()).missing).toEqual(['a1 has 2 of 3 entries of k in the list']);
    const { missing } = check([], { ...store(), documents: new Map([['k', { lastSeq: 2, publicSeq: 1 }]]) });
    expect(missing).toEqual(['the document of k is at 2, its log at 3']);
  });

  it('finds a ticket that was given and is not there, and a message that was refused', () => {
    const lines: JournalLine[] = [
      { kind: 'ticketed', conversationId: 'k', number: 1 },
      { kind: 'refused', text: HELLO, code: 'not_found' },
    ];
    expect(check([{ ...AGENT, lines: [...AGENT.lines, ...lines] }], store()).wrong).toEqual([
      'ticket 1 was given and is not stored',
      '⟦v1⟧ hello of a1 was refused: not_found',
    ]);
  });
});
