/**
 * A client of either side, written from PROTOCOL.md alone: it knows nothing of the product's code and its types but
 * the shape that the contract asks for. Small, not clever: what it is not sure of, it asks for.
 */
import { randomUUID } from 'node:crypto';
import type { ContractClient } from './contract-client.ts';
import { type TinyConversation, type TinyEntry, tinyBeginning } from './tiny-fold.ts';
import { type TinyCatchUp, TinyLog } from './tiny-log.ts';
import { openTinyWire, type TinyRefusal, type TinyWire } from './tiny-wire.ts';

/** Rule 27's table: what is tried again. */
const NOT_FINAL = ['protocol_too_new', 'rate_limited', 'internal', 'busy', 'unavailable'];
const HOLE_WAIT_MS = 250;
const TYPING_EXPIRES_MS = 6_000;

export interface TinyOptions {
  url: string;
  namespace: '/widget' | '/console';
  handshake(heads: Record<string, number>): unknown;
  after(ms: number, task: () => void): () => void;
}

interface Unsent {
  to: object;
  text: string;
  clientId: string;
}

type Told = {
  conversation: TinyConversation;
  catchUp: TinyCatchUp;
  seenSeq?: number;
  contactReadSeq?: number;
};

export abstract class TinyClient<Welcome> implements ContractClient<Welcome> {
  readonly welcomes: Welcome[] = [];
  readonly heard: { event: string; payload: unknown }[] = [];
  protected readonly logs = new Map<string, TinyLog>();
  readonly #options: TinyOptions;
  readonly #unsent: Unsent[] = [];
  readonly #failed: TinyRefusal[] = [];
  readonly #typists = new Map<string, Map<string, () => void>>();
  readonly #seen = new Map<string, number>();
  #wire: TinyWire | null = null;
  #live = false;
  #closed = false;
  #sending = false;
  #refusal: TinyRefusal | null = null;
  #attempts = 0;

  constructor(options: TinyOptions) {
    this.#options = options;
  }

  /** What is missing of a conversation, as this side asks for it. */
  protected abstract fetch(conversationId: string, after: number): Promise<Told | null>;
  /** The last numbers that the server has. */
  protected abstract heads(): Promise<Record<string, number>>;
  protected abstract welcomed(welcome: Welcome): void;
  protected abstract messageOf(to: object, text: string, clientId: string): object;
  protected abstract typistOf(payload: never): string;

  start(): void {
    const { url, namespace, handshake, after } = this.#options;
    const heads = Object.fromEntries([...this.logs].map(([id, log]) => [id, log.head]));
    this.#wire = openTinyWire({
      url,
      namespace,
      handshake: handshake(heads),
      after,
      onEvent: (event, payload) => this.#hear(event, payload),
      onEnd: (refusal) => this.#ended(refusal),
    });
  }

  close(): void {
    this.#closed = true;
    this.#wire?.close();
  }

  refusal(): never {
    return this.#refusal as never;
  }

  async ask(event: string, input: unknown): Promise<never> {
    if (!this.#live || this.#wire === null) throw new Error('not connected');
    return (await this.#wire.ask(event, input)) as never;
  }

  tell(event: string, input: unknown): void {
    if (this.#live) this.#wire?.tell(event, input);
  }

  send(to: object, text: string): void {
    this.#unsent.push({ to, text, clientId: randomUUID() });
    void this.#pump();
  }

  waiting(): number {
    return this.#unsent.length;
  }

  failed(): never[] {
    return this.#failed as never[];
  }

  log(conversationId: string): readonly TinyEntry[] {
    return this.logs.get(conversationId)?.shown ?? [];
  }

  conversation(conversationId: string): TinyConversation | undefined {
    return this.logs.get(conversationId)?.stands;
  }

  hasOlder(conversationId: string): boolean {
    return this.logs.get(conversationId)?.hasOlder ?? false;
  }

  async older(conversationId: string): Promise<void> {
    const log = this.logs.get(conversationId);
    const before = log?.shown[0]?.seq;
    if (!log?.hasOlder || before === undefined) return;
    const answer: { ok: boolean; value: never } = await this.ask('conversation:older', {
      conversationId,
      before,
    });
    if (answer.ok) log.older(answer.value);
  }

  async check(): Promise<void> {
    const heads = await this.heads();
    for (const [id, seq] of Object.entries(heads)) {
      if (seq > (this.logs.get(id)?.head ?? 0)) await this.#catchUp(id);
    }
  }

  typists(conversationId: string): string[] {
    return [...(this.#typists.get(conversationId)?.keys() ?? [])];
  }

  seen(conversationId: string): number {
    return this.#seen.get(conversationId) ?? 0;
  }

  protected takeSeen(conversationId: string, seq: number): void {
    this.#seen.set(conversationId, Math.max(seq, this.seen(conversationId)));
  }

  protected take({ conversation, catchUp, seenSeq, contactReadSeq }: Told): void {
    this.#log(conversation.id).catchUp(conversation, catchUp);
    this.takeSeen(conversation.id, seenSeq ?? contactReadSeq ?? 0);
  }

  #log(id: string): TinyLog {
    const log = this.logs.get(id) ?? new TinyLog(tinyBeginning(id));
    this.logs.set(id, log);
    return log;
  }

  async #catchUp(id: string): Promise<void> {
    const told = await this.fetch(id, this.logs.get(id)?.head ?? 0).catch(() => null);
    if (told !== null) this.take(told);
  }

  #hear(event: string, payload: unknown): void {
    this.heard.push({ event, payload });
    if (event === 'welcome') {
      this.#live = true;
      this.#attempts = 0;
      this.welcomed(payload as Welcome);
      this.welcomes.push(payload as Welcome);
      void this.#pump();
    }
    if (event === 'entry') this.#entry(payload as TinyEntry);
    if (event === 'conversation:seen') {
      const { conversationId, seq } = payload as { conversationId: string; seq: number };
      this.takeSeen(conversationId, seq);
    }
    if (event === 'typing') this.#typing(payload as never);
  }

  #entry(entry: TinyEntry): void {
    const log = this.#log(entry.conversationId);
    log.take(entry);
    if (!log.hasHole) return;
    this.#options.after(HOLE_WAIT_MS, () => {
      if (log.hasHole) void this.#catchUp(entry.conversationId);
    });
  }

  #typing(payload: { conversationId: string; typing: boolean }): void {
    const who = this.typistOf(payload as never);
    const here = this.#typists.get(payload.conversationId) ?? new Map<string, () => void>();
    this.#typists.set(payload.conversationId, here);
    here.get(who)?.();
    here.delete(who);
    if (payload.typing)
      here.set(
        who,
        this.#options.after(TYPING_EXPIRES_MS, () => here.delete(who)),
      );
  }

  #ended(refusal: TinyRefusal | null): void {
    this.#live = false;
    if (this.#closed) return;
    if (refusal !== null && !NOT_FINAL.includes(refusal.code)) {
      this.#refusal = refusal;
      return;
    }
    this.#attempts++;
    const waitMs = Math.max(refusal?.retryAfterMs ?? 0, backOffMs(this.#attempts));
    this.#options.after(waitMs, () => this.#closed || this.start());
  }

  /** One message at a time, the oldest first, until it is answered for good. */
  async #pump(): Promise<void> {
    const [first] = this.#unsent;
    if (first === undefined || this.#sending || !this.#live) return;
    this.#sending = true;
    const answer = await this.ask('message:send', this.messageOf(first.to, first.text, first.clientId)).then(
      (given: { ok: boolean; value: { conversationId: string; seq: number }; error: TinyRefusal }) => given,
      () => null,
    );
    this.#sending = false;
    if (answer?.ok) {
      const { conversationId, seq } = answer.value;
      if (seq > (this.logs.get(conversationId)?.head ?? 0)) void this.#catchUp(conversationId);
    } else if (answer === null || NOT_FINAL.includes(answer.error.code)) {
      this.#options.after(Math.max(answer?.error.retryAfterMs ?? 0, backOffMs(1)), () => void this.#pump());
      return;
    } else this.#failed.push(answer.error);
    this.#unsent.shift();
    void this.#pump();
  }
}

function backOffMs(attempt: number): number {
  const fullMs = Math.min(30_000, 1_000 * 2 ** (attempt - 1));
  return fullMs / 2 + (fullMs / 2) * Math.random();
}
