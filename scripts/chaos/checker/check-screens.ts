import type { JournalLine, ShownEntry } from '../journal.ts';
import type { Stored, StoredEntry } from '../read-store.ts';
import type { Findings, Witness } from './check.ts';
import { byConversation, doubled, short } from './check-logs.ts';

interface Screen {
  threads: Map<string, { entries: ShownEntry[]; hasOlder: boolean }>;
  waiting: { clientId: string; text: string }[];
}

type ScreenLine = Extract<JournalLine, { kind: 'thread' | 'waiting' }>;

/** What stood on a client's screens, at each moment and at the end. */
export function checkScreens(witness: Witness, { entries }: Stored, findings: Findings): void {
  const logs = logsOf(witness, entries);
  let screens = new Map<string, Screen>();
  /** Null where the client says nothing of a list. */
  let listed: Record<string, number> | null = null;
  for (const line of witness.lines) {
    if (line.kind === 'started') screens = new Map();
    if (line.kind === 'listed') listed = line.conversations;
    if (line.kind !== 'thread' && line.kind !== 'waiting') continue;
    const screen = screens.get(line.screen) ?? { threads: new Map(), waiting: [] };
    screens.set(line.screen, screen);
    change(screen, line);
    checkMoment(witness.name, screen, line, logs, findings.wrong);
  }
  checkEnd(witness, [...screens.values()], logs, findings.missing);
  if (witness.kind === 'visitor' || listed === null) return;
  for (const [id, log] of logs) {
    if (listed[id] !== log.length) {
      findings.missing.push(
        `${witness.name} has ${listed[id]} of ${log.length} entries of ${id} in the list`,
      );
    }
  }
}

/** The logs as this client numbers them: all of them for an agent, the own public ones for a visitor. */
function logsOf({ name, kind }: Witness, entries: readonly StoredEntry[]): Map<string, StoredEntry[]> {
  const logs = byConversation(entries);
  if (kind === 'agent') return logs;
  const own = [...logs].filter(([, log]) => log.some(({ text }) => text.startsWith(`⟦${name}⟧`)));
  return new Map(own.map(([id, log]) => [id, log.filter(({ visibility }) => visibility === 'public')]));
}

function change(screen: Screen, line: ScreenLine): void {
  if (line.kind === 'waiting') {
    screen.waiting = line.items;
    return;
  }
  const before = screen.threads.get(line.conversationId)?.entries ?? [];
  const entries = [...before.slice(0, line.position), ...line.entries];
  screen.threads.set(line.conversationId, { entries, hasOlder: line.hasOlder });
}

function checkMoment(
  name: string,
  screen: Screen,
  line: ScreenLine,
  logs: ReadonlyMap<string, readonly StoredEntry[]>,
  wrong: string[],
): void {
  // Server-made ids are unique within a conversation alone; those of what waits are unique altogether.
  const threads = [...screen.threads.values()].map(({ entries }) => entries.map(({ clientId }) => clientId));
  const waiting = screen.waiting.map(({ clientId }) => clientId);
  for (const shown of threads) {
    for (const clientId of doubled([...shown, ...waiting])) wrong.push(`${name} saw ${clientId} twice`);
  }
  if (line.kind === 'waiting') return;
  const log = logs.get(line.conversationId) ?? [];
  const all = screen.threads.get(line.conversationId)?.entries ?? [];
  const first = all[0]?.seq ?? 1;
  all.slice(line.position).forEach((entry, index) => {
    const seq = first + line.position + index;
    if (entry.seq !== seq) wrong.push(`${name} saw number ${entry.seq} of ${line.conversationId} at ${seq}`);
    const stored = log[entry.seq - 1];
    if (stored?.clientId !== entry.clientId || stored.kind !== entry.kind || stored.text !== entry.text) {
      wrong.push(
        `${name} saw what is not in the log: ${line.conversationId}:${entry.seq} ${short(entry.text)}`,
      );
    }
  });
}

function checkEnd(
  { name }: Witness,
  screens: readonly Screen[],
  logs: ReadonlyMap<string, readonly StoredEntry[]>,
  missing: string[],
): void {
  if (screens.length === 0 && logs.size > 0) missing.push(`${name} has shown nothing since the last start`);
  for (const { threads, waiting } of screens) {
    for (const { text } of waiting) missing.push(`${name} still waits to send ${short(text)}`);
    for (const [id, log] of logs) {
      const thread = threads.get(id);
      const last = thread?.entries.at(-1)?.seq ?? 0;
      const first = thread?.entries[0]?.seq ?? 0;
      if (last !== log.length) missing.push(`${name} shows ${last} of ${log.length} entries of ${id}`);
      else if (first !== 1 && !thread?.hasOlder) missing.push(`${name} shows ${id} from ${first} on`);
    }
  }
}
