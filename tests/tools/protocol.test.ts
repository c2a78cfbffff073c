import { expect, test } from 'vitest';
import { type ProtocolFacts, protocolFaults, withCodes } from '../../scripts/check/protocol.ts';

const errors = { busy: { status: 503, final: false, message: 'Wait.' } };

const DOCUMENT = withCodes(
  `# The wire
1. A frame is at most \`FRAME_MAX_BYTES\` (65,536) long.
2. Entries are numbered.

| kind | visibility | fields |
|---|---|---|
| \`message\` | public | \`text\` |

| → from a widget | input | answer's value |
|---|---|---|
| \`message:send\` | \`{text}\` | null |

| to a widget | what |
|---|---|
| \`welcome\` | rule 1 |

<!-- codes: made -->
<!-- /codes -->
`,
  errors,
);

const FACTS: ProtocolFacts = {
  errors,
  limits: { FRAME_MAX_BYTES: 65_536 },
  visibility: { message: 'public' },
  events: `export interface WidgetEvents {
  /** One. */
  'message:send': Asked<{ text: string }, null>;
}
export interface WidgetServerEvents {
  welcome: (welcome: { protocol: number }) => void;
}
`,
  tests: { 'tests/a.test.ts': `it('PROTOCOL 1, 2: holds', () => {});` },
};

test('a document that says what the code does has no faults', () => {
  expect(protocolFaults(DOCUMENT, FACTS)).toEqual([]);
});

test.each<[string, string, Partial<ProtocolFacts>, string]>([
  [
    'a rule that only a comment quotes',
    DOCUMENT,
    { tests: { 'a.ts': "it('PROTOCOL 1: x'); // PROTOCOL 2: y" } },
    'rule 2 is quoted by no test',
  ],
  [
    'a test that quotes a rule that is gone',
    DOCUMENT,
    { tests: { ...FACTS.tests, 'b.ts': 'it(`PROTOCOL 9: x`)' } },
    'b.ts quotes PROTOCOL 9',
  ],
  [
    'a number given twice',
    DOCUMENT.replace('2. Entries', '1. Entries'),
    {
      tests: { 'a.ts': "it('PROTOCOL 1: x')" },
    },
    'rule 1 stands there twice',
  ],
  [
    'another limit',
    DOCUMENT,
    { limits: { FRAME_MAX_BYTES: 1 } },
    'FRAME_MAX_BYTES is 1, the document says 65,536',
  ],
  ['a limit without its value', DOCUMENT.replace(' (65,536)', ''), {}, 'the document says nothing'],
  ['a limit that is gone', DOCUMENT, { limits: {} }, 'FRAME_MAX_BYTES is not a limit'],
  ['a kind that is seen by others', DOCUMENT, { visibility: { message: 'private' } }, 'entry message'],
  [
    'a kind that is not described',
    DOCUMENT,
    { visibility: { message: 'public', note: 'private' } },
    'entry note',
  ],
  ['an event that is not described', DOCUMENT.replace('| `welcome` | rule 1 |\n', ''), {}, 'event welcome'],
  ['an event that is gone', DOCUMENT, { events: '' }, 'event message:send'],
  [
    'an error code that is new',
    DOCUMENT,
    { errors: { ...errors, internal: { status: 500, final: false, message: 'x' } } },
    'the table of error codes is old',
  ],
])('%s is found', (_what, document, part, fault) => {
  expect(protocolFaults(document, { ...FACTS, ...part }).join('\n')).toContain(fault);
});
