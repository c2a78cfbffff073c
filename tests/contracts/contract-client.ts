import type { Time } from '../../console/core/at-most-every.ts';
import type { Ack, Refusal } from '../../shared/errors.ts';
import type { ConsoleWelcome, WidgetWelcome } from '../../shared/events.ts';

/** An entry as far as both sides see it alike. */
export interface SeenEntry {
  seq: number;
  kind: string;
  clientId: string;
  at: number;
  author: { kind: string; id: string; name?: string };
  text?: string;
}

/** What a client folds; more of it where an agent does. */
interface SeenConversation {
  lastSeq: number;
}

/**
 * What a contract asks of a client of either side. It keeps itself connected, complete and in order; what it cannot
 * say of itself is asked for in the words of the wire.
 */
export interface ContractClient<Welcome> {
  start(): void;
  close(): void;
  /** Every welcome so far. */
  welcomes: Welcome[];
  /** Why the server will not have it, where that is for good. */
  refusal(): Refusal | null;
  /** Every live event so far. */
  heard: { event: string; payload: unknown }[];
  /** Rejects where the outcome is unknown. */
  ask(event: string, input: unknown): Promise<Ack<unknown>>;
  tell(event: string, input: unknown): void;
  /** Sends a message, for as long as it takes. */
  send(to: object, text: string): void;
  /** How many messages wait. */
  waiting(): number;
  /** Refusals of messages, for good. */
  failed(): Refusal[];
  /** What is shown of a conversation. */
  log(conversationId: string): readonly SeenEntry[];
  conversation(conversationId: string): SeenConversation | undefined;
  hasOlder(conversationId: string): boolean;
  older(conversationId: string): Promise<void>;
  /** Compares numbers with the server's. */
  check(): Promise<void>;
  /** Names of those who write. */
  typists(conversationId: string): string[];
  /** How far the other side has read, as the asker counts. */
  seen(conversationId: string): number;
}

export type VisitorClient = ContractClient<WidgetWelcome>;

export interface AgentClient extends ContractClient<ConsoleWelcome> {
  /** Opens a conversation and keeps it complete. */
  watch(conversationId: string): void;
}

export interface VisitorOptions {
  url: string;
  siteKey: string;
  token: string;
  protocol: number;
  time: Time;
}

export interface AgentOptions {
  url: string;
  time: Time;
}

/** A kind of client that keeps the contract. */
interface ClientKind<Options, Client> {
  name: string;
  /** The version it speaks. */
  protocol: number;
  create(options: Options): Client;
}

export type VisitorKind = ClientKind<VisitorOptions, VisitorClient>;
export type AgentKind = ClientKind<AgentOptions, AgentClient>;
