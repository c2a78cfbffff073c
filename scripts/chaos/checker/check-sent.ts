import type { Stored, StoredEntry } from '../read-store.ts';
import type { Findings, Witness } from './check.ts';
import { short } from './check-logs.ts';

/** What a client has sent: stored once it stands there as sent, lost never, and in the order of its sending. */
export function checkSent({ name, lines }: Witness, { entries }: Stored, { wrong, missing }: Findings): void {
  const stored = new Map(entries.map((entry) => [entry.text, entry]));
  const lanes = new Map<string, StoredEntry[]>();
  for (const line of lines) {
    switch (line.kind) {
      case 'intended': {
        const entry = stored.get(line.text);
        const lane = lanes.get(line.lane) ?? [];
        lanes.set(line.lane, lane);
        if (entry !== undefined) lane.push(entry);
        break;
      }
      case 'kept':
        if (!stored.has(line.text)) missing.push(`${name} waits for ${short(line.text)} to be sent`);
        break;
      case 'acknowledged':
        if (stored.get(line.text)?.clientId !== line.clientId) {
          wrong.push(`acknowledged and not stored: ${short(line.text)} of ${name}`);
        }
        break;
      case 'refused':
        wrong.push(`${short(line.text)} of ${name} was refused: ${line.code}`);
        break;
      case 'ticketed': {
        const { conversationId, number } = line;
        const entry = entries.find((one) => one.number === number);
        if (entry?.conversationId !== conversationId)
          wrong.push(`ticket ${number} was given and is not stored`);
        break;
      }
    }
  }
  for (const lane of lanes.values()) checkOrder(name, lane, wrong);
}

/** Of what belongs to one conversation, what was sent first is first. */
function checkOrder(name: string, lane: readonly StoredEntry[], wrong: string[]): void {
  const last = new Map<string, StoredEntry>();
  for (const entry of lane) {
    const before = last.get(entry.conversationId);
    if (before !== undefined && before.seq > entry.seq) {
      wrong.push(`${short(before.text)} of ${name} comes after ${short(entry.text)}, which was sent later`);
    }
    last.set(entry.conversationId, entry);
  }
}
