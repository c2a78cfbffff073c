import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VISIBILITY } from '../../shared/entries.ts';
import { ERRORS } from '../../shared/errors.ts';
import * as limits from '../../shared/limits.ts';
import type { StepResult } from './run-steps.ts';

/** What the document has to agree with. */
export interface ProtocolFacts {
  errors: Readonly<Record<string, { status: number; final: boolean; message: string }>>;
  limits: Readonly<Record<string, number>>;
  /** By kind of entry. */
  visibility: Readonly<Record<string, string>>;
  /** `shared/events.ts`. */
  events: string;
  /** Every test, by path. */
  tests: Readonly<Record<string, string>>;
}

export const PROTOCOL_FILE = 'shared/PROTOCOL.md';
const CODES = /(<!-- codes: [^>]*-->\n)[\s\S]*?(<!-- \/codes -->)/;
/** Each table of events, and the interface that declares them. */
const EVENT_TABLES = {
  '→ from a widget': 'WidgetEvents',
  'to a widget': 'WidgetServerEvents',
  '→ from a console': 'ConsoleEvents',
  'to a console': 'ConsoleServerEvents',
};

/** Finds where the words about the wire differ from the code, and rules that no test holds. */
export async function checkProtocol(root: string): Promise<StepResult> {
  const document = await readFile(join(root, PROTOCOL_FILE), 'utf8');
  const faults = protocolFaults(document, await readFacts(root));
  return faults.length === 0 ? { kind: 'passed' } : { kind: 'failed', report: faults.join('\n') };
}

/** @returns one line for each fault */
export function protocolFaults(document: string, facts: ProtocolFacts): string[] {
  return [
    ...ruleFaults(document, facts.tests),
    ...limitFaults(document, facts.limits),
    ...kindFaults(document, facts.visibility),
    ...eventFaults(document, facts.events),
    ...(withCodes(document, facts.errors) === document
      ? []
      : ['the table of error codes is old: npx tsx scripts/protocol.ts --write']),
  ];
}

/**
 * Puts the table of error codes between its two marks.
 * @throws Error where the marks are gone
 */
export function withCodes(document: string, errors: ProtocolFacts['errors']): string {
  if (!CODES.test(document))
    throw new Error(`${PROTOCOL_FILE} has lost the marks of its table of error codes`);
  const rows = Object.entries(errors).map(
    ([code, { status, final, message }]) =>
      `| \`${code}\` | ${status} | ${final ? 'final' : ''} | ${message} |`,
  );
  const table = ['| code | status in REST | | message |', '|---|---|---|---|', ...rows].join('\n');
  return document.replace(CODES, (_all, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}

function ruleFaults(document: string, tests: ProtocolFacts['tests']): string[] {
  const numbers = [...document.matchAll(/^(\d+)\. /gm)].map((match) => Number(match[1]));
  const rules = new Set(numbers);
  const quoted = new Set<number>();
  const faults: string[] = [];
  for (const [path, source] of Object.entries(tests)) {
    for (const number of quotedIn(source)) {
      quoted.add(number);
      if (!rules.has(number)) faults.push(`${path} quotes PROTOCOL ${number}, which does not exist`);
    }
  }
  for (const number of rules) {
    if (numbers.filter((each) => each === number).length > 1)
      faults.push(`rule ${number} stands there twice`);
    if (!quoted.has(number)) faults.push(`rule ${number} is quoted by no test ('PROTOCOL ${number}: …')`);
  }
  return faults;
}

/** The rules that titles name, such as `it('PROTOCOL 3, 4: …'`; a comment holds nothing. */
function quotedIn(source: string): number[] {
  const titles = source.matchAll(/['"`]PROTOCOL (\d+(?:, \d+)*): /g);
  return [...titles].flatMap((match) => (match[1] ?? '').split(', ').map(Number));
}

function limitFaults(document: string, known: ProtocolFacts['limits']): string[] {
  return [...document.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`(?: \(([\d,]+)\))?/g)].flatMap(
    ([, name = '', said]) => {
      const value = known[name];
      if (value === undefined) return [`${name} is not a limit`];
      if (said?.replaceAll(',', '') === String(value)) return [];
      return [`${name} is ${value}, the document says ${said ?? 'nothing'}`];
    },
  );
}

function kindFaults(document: string, visibility: ProtocolFacts['visibility']): string[] {
  const rows = document.matchAll(/^\| `(\w+)` \| (public|private) \|/gm);
  const said = Object.fromEntries([...rows].map(([, kind, seenBy]) => [kind, seenBy]));
  return differences('entry', visibility, said);
}

function eventFaults(document: string, source: string): string[] {
  return Object.entries(EVENT_TABLES).flatMap(([heading, name]) => {
    const [, table = ''] = new RegExp(`^\\| ${heading} \\|.*\\n((?:\\|.*\\n)*)`, 'm').exec(document) ?? [];
    const [, body = ''] = new RegExp(`interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
    const said = [...table.matchAll(/^\| `([\w:-]+)`/gm)].map(([, event]) => [event, name]);
    const declared = [...body.matchAll(/^ {2}'?([\w:-]+)'?: /gm)].map(([, event]) => [event, name]);
    return differences('event', Object.fromEntries(declared), Object.fromEntries(said));
  });
}

function differences(what: string, code: Readonly<Record<string, string>>, said: typeof code): string[] {
  return [...new Set([...Object.keys(code), ...Object.keys(said)])]
    .filter((name) => code[name] !== said[name])
    .map(
      (name) =>
        `${what} ${name}: ${code[name] ?? 'nothing'} in the code, ${said[name] ?? 'nothing'} in the document`,
    );
}

async function readFacts(root: string): Promise<ProtocolFacts> {
  const found = await readdir(join(root, 'tests'), { withFileTypes: true, recursive: true });
  const paths = found
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    // What is tried there are made-up rules.
    .filter((path) => path !== join(root, 'tests/tools/protocol.test.ts'));
  const sources = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return {
    errors: ERRORS,
    limits: Object.fromEntries(
      Object.entries(limits).filter((one): one is [string, number] => typeof one[1] === 'number'),
    ),
    visibility: VISIBILITY,
    events: await readFile(join(root, 'shared/events.ts'), 'utf8'),
    tests: Object.fromEntries(
      paths.map((path, index) => [path.slice(root.length + 1), sources[index] ?? '']),
    ),
  };
}
