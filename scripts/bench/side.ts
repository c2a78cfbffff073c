import type { Measured, MeasuredServer } from './measured-server.ts';
import type { WireClient, WireHandlers } from './wire-client.ts';

/** Agents who watch every conversation. */
export const AGENTS = 3;

/** Opens a connection; `onReady` when the server has told all that a page shows at first. */
export type OpenVisitor = (onReady: () => void, handlers?: WireHandlers) => WireClient;

/** One of the servers that are compared, running, and how its clients speak to it. */
export interface Side {
  server: MeasuredServer;
  /** Opens a new visitor's connection. */
  connectVisitor: OpenVisitor;
  /** Makes a visitor of whom the server knows nothing yet; gives what opens a connection of this visitor. */
  newVisitor(): OpenVisitor;
  setStage: SetStage;
  /**
   * Makes a visitor who has begun a conversation and left.
   * @param missed entries that have come since, where the server keeps any
   * @returns opens a connection of this visitor
   */
  leave(missed: number): Promise<OpenVisitor>;
  /** Ends the server and removes what it has kept. */
  close(): Promise<void>;
}

/** Nodes that are measured as one. */
export interface Nodes {
  measured: Measured;
  setStage: SetStage;
  /** Ends the nodes and removes what they have kept. */
  close(): Promise<void>;
}

/** Lets visitors begin conversations, and agents' consoles (`AGENTS` where nothing is said) watch all of them. */
type SetStage = (visitors: number, consoles?: number) => Promise<Stage>;

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
