import type { Stored, StoredEntry } from '../read-store.ts';
import type { Findings } from './check.ts';

/** The logs by themselves: numbers without holes or doubles, nothing twice, tickets 1, 2, 3 ... */
export function checkLogs({ entries, documents }: Stored, { wrong, missing }: Findings): void {
  for (const [id, log] of byConversation(entries)) {
    checkLog(id, log, wrong);
    const last = log.at(-1);
    const document = documents.get(id);
    if (document?.lastSeq !== last?.seq || document?.publicSeq !== last?.publicSeq) {
      missing.push(`the document of ${id} is at ${document?.lastSeq}, its log at ${last?.seq}`);
    }
  }
  for (const text of doubled(entries.map((entry) => entry.text).filter((text) => text !== ''))) {
    wrong.push(`stored twice: ${short(text)}`);
  }
  const numbers = entries.flatMap(({ number }) => (number === null ? [] : [number])).sort((a, b) => a - b);
  numbers.forEach((number, index) => {
    if (number !== index + 1) wrong.push(`ticket numbers go ${numbers.join(', ')}`);
  });
}

function checkLog(id: string, log: readonly StoredEntry[], wrong: string[]): void {
  let publicSeq = 0;
  let at = 0;
  log.forEach((entry, index) => {
    if (entry.seq !== index + 1) wrong.push(`${id} has number ${entry.seq} where ${index + 1} belongs`);
    if (entry.visibility === 'public') publicSeq++;
    if (entry.publicSeq !== publicSeq) {
      wrong.push(`${id}:${entry.seq} counts ${entry.publicSeq} public entries instead of ${publicSeq}`);
    }
    if (entry.at < at) wrong.push(`${id}:${entry.seq} is earlier than the one before it`);
    at = entry.at;
  });
  for (const clientId of doubled(log.map((entry) => entry.clientId))) {
    wrong.push(`${id} has ${clientId} twice`);
  }
}

/** Logs in order, by their conversation. */
export function byConversation(entries: readonly StoredEntry[]): Map<string, StoredEntry[]> {
  const logs = new Map<string, StoredEntry[]>();
  for (const entry of entries) {
    const log = logs.get(entry.conversationId) ?? [];
    logs.set(entry.conversationId, log);
    log.push(entry);
  }
  return logs;
}

/** What is there more than once. */
export function doubled(items: readonly string[]): string[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.has(item) || !seen.add(item));
}

/** Enough of a text to find it by. */
export function short(text: string): string {
  return text.split(' ').slice(0, 2).join(' ');
}
