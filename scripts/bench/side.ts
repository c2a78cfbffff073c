import type { MeasuredServer } from './measured-server.ts';
import type { WireClient, WireHandlers } from './wire-client.ts';

/** Agents who watch every conversation. */
export const AGENTS = 3;

/** One of the servers that are compared, running, and how its clients speak to it. */
export interface Side {
  server: MeasuredServer;
  /** Opens a visitor's connection; `onReady` when the server has told all that a visitor needs to begin. */
  connectVisitor(onReady: () => void, handlers?: WireHandlers): WireClient;
  /** Lets visitors begin conversations, and agents watch all of them. */
  setStage(visitors: number): Promise<Stage>;
  /**
   * Makes a visitor who has been away while a conversation went on.
   * @param entries how many that visitor is behind, where the server keeps any
   * @returns opens a connection of this visitor; `onReady` when all that a page shows at first has come
   */
  missEntries(entries: number): Promise<Side['connectVisitor']>;
  /** Ends the server and removes what it has kept. */
  close(): Promise<void>;
}

/** Visitors in their conversations, and agents who watch. */
export interface Stage {
  visitors: WireClient[];
  agents: WireClient[];
  /** Name of the event that sends a message. */
  event: string;
  /** A message's input as JSON. */
  message(visitor: number, clientId: string, text: string): string;
  /** What every frame begins with that brings an agent an entry. */
  entryPrefix: string;
}
