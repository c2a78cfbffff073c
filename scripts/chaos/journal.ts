/** What a client writes down as it happens: all that the checker knows of it. One JSON line each, never changed. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One item of a thread as it stood on a screen. `seq` is the client's own number: a visitor's or an agent's. */
export interface ShownEntry {
  seq: number;
  clientId: string;
  kind: string;
  /** Empty where the kind has none. */
  text: string;
}

export type JournalLine =
  /** A process begins; screens are empty again. */
  | { kind: 'started' }
  /** Somebody is about to send this. Texts are never written twice. */
  | { kind: 'intended'; text: string; lane: string }
  /** The client has taken it in: from now on it must not get lost. */
  | { kind: 'kept'; text: string }
  /** It stands there as sent. */
  | { kind: 'acknowledged'; text: string; clientId: string }
  /** The server will not have it. */
  | { kind: 'refused'; text: string; code: string }
  /** From the given position on the thread now goes like this. */
  | {
      kind: 'thread';
      screen: string;
      conversationId: string;
      position: number;
      entries: ShownEntry[];
      hasOlder: boolean;
    }
  /** What waits to be sent. */
  | { kind: 'waiting'; screen: string; items: { clientId: string; text: string }[] }
  /** Marks of texts that came over the wire for the first time, shown or not. */
  | { kind: 'heard'; marks: string[] }
  /** A ticket was asked for and given. */
  | { kind: 'ticketed'; conversationId: string; number: number }
  /** Conversations in the list, with their last numbers. */
  | { kind: 'listed'; conversations: Record<string, number> };

/** Written at once and as a whole, so that it survives the end of its writer. */
export function openJournal(path: string): (line: JournalLine) => void {
  return (line) => appendFileSync(path, `${JSON.stringify(line)}\n`);
}

/** A last line that was cut off by the end of its writer is left out. */
export function readJournal(path: string): JournalLine[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalLine);
}
