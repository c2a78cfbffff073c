/**
 * Judges a run by what the clients wrote down and what the store holds, and by nothing else. The journals are read
 * before the store: whatever they tell of has to be there.
 */
import type { JournalLine } from '../journal.ts';
import type { Stored } from '../read-store.ts';
import { checkLogs } from './check-logs.ts';
import { checkScreens } from './check-screens.ts';
import { checkSent } from './check-sent.ts';

/** A client and what it wrote down. */
export interface Witness {
  name: string;
  kind: 'visitor' | 'agent';
  lines: readonly JournalLine[];
}

export interface Findings {
  /** What must never be, at no time. */
  wrong: string[];
  /** What has to come about yet; at the end of a run's patience it is wrong too. */
  missing: string[];
}

export function check(witnesses: readonly Witness[], stored: Stored): Findings {
  const findings: Findings = { wrong: [], missing: [] };
  checkLogs(stored, findings);
  for (const witness of witnesses) {
    checkSent(witness, stored, findings);
    checkScreens(witness, stored, findings);
    checkHeard(witness, findings);
  }
  return findings;
}

/** A visitor's connection never carries what is not the visitor's, shown or not. */
function checkHeard({ name, kind, lines }: Witness, { wrong }: Findings): void {
  if (kind === 'agent') return;
  for (const line of lines) {
    if (line.kind !== 'heard') continue;
    for (const mark of line.marks) if (mark !== `⟦${name}⟧`) wrong.push(`${name} was sent ${mark}`);
  }
}
