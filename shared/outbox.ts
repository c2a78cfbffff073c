/**
 * What a person has sent and the server has not yet acknowledged. Kept in storage before it is shown, sent one
 * at a time for each conversation and in order, retried for as long as the outcome is unknown, and given up only
 * when the server refuses it for good. Knows neither sockets nor browsers: both are given.
 */
import { type Ack, isFinal, type Refusal } from './errors.ts';
import { RETRY_MAX_MS, RETRY_MIN_MS } from './limits.ts';

export type OutboxState =
  | { kind: 'waiting' }
  | { kind: 'sending' }
  /** Refused for good; stays until it is retried or discarded. */
  | { kind: 'failed'; refusal: Refusal };

export interface OutboxItem<Payload> {
  /** Minted with the item: what makes sending twice count once. */
  clientId: string;
  /** What it belongs to: items of the same lane go one after the other. */
  lane: string;
  payload: Payload;
  /** Milliseconds since 1970. */
  at: number;
  state: OutboxState;
}

/** Where items outlive the page. `durable` is false where the browser refuses to keep anything. */
export interface OutboxStorage<Payload> {
  readonly durable: boolean;
  load(): Promise<OutboxItem<Payload>[]>;
  save(item: OutboxItem<Payload>): Promise<void>;
  remove(clientId: string): Promise<void>;
}

export interface OutboxPorts<Payload, Sent> {
  storage: OutboxStorage<Payload>;
  /** Resolves with the server's answer; rejects where the outcome is unknown (time-out, lost connection). */
  send(item: OutboxItem<Payload>): Promise<Ack<Sent>>;
  onSent(item: OutboxItem<Payload>, sent: Sent): void;
  onChange(items: readonly OutboxItem<Payload>[]): void;
  now(): number;
  /** Calls `task` after a delay in milliseconds; the answer takes it back. */
  after(delayMs: number, task: () => void): () => void;
  /** A number from 0 up to 1, for jitter. */
  random(): number;
}

/** The pause before attempt `attempt` (1 is the first retry): doubling from 1 s to 30 s, half of it jitter. */
export function retryDelayMs(attempt: number, random: number): number {
  const full = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random;
}

export class Outbox<Payload, Sent> {
  readonly #ports: OutboxPorts<Payload, Sent>;
  readonly #lanes = new Map<string, { busy: boolean; attempts: number; cancelRetry: (() => void) | null }>();
  #items: OutboxItem<Payload>[] = [];
  #connected = false;

  constructor(ports: OutboxPorts<Payload, Sent>) {
    this.#ports = ports;
  }

  /** Everything that is not yet acknowledged, oldest first. */
  get items(): readonly OutboxItem<Payload>[] {
    return this.#items;
  }

  /** Whether items survive the page. */
  get durable(): boolean {
    return this.#ports.storage.durable;
  }

  /** Takes in what an earlier page left behind. Call once, before the first `add`. */
  async restore(): Promise<void> {
    const kept = await this.#ports.storage.load();
    const known = new Set(this.#items.map((item) => item.clientId));
    const restored = kept
      .filter((item) => !known.has(item.clientId))
      .map(
        (item): OutboxItem<Payload> =>
          item.state.kind === 'sending' ? { ...item, state: { kind: 'waiting' } } : item,
      );
    this.#items = [...restored, ...this.#items].sort((a, b) => a.at - b.at);
    this.#changed();
    this.#pump();
  }

  /** Shows an item at once, keeps it, and sends it as soon as it can be. */
  async add(item: { clientId: string; lane: string; payload: Payload }): Promise<void> {
    const added: OutboxItem<Payload> = { ...item, at: this.#ports.now(), state: { kind: 'waiting' } };
    this.#items = [...this.#items, added];
    this.#changed();
    // Kept before it is sent: a page that dies in between sends it again under the same clientId.
    await this.#ports.storage.save(added).catch(() => undefined);
    this.#pump();
  }

  /** The connection is there and its handshake is answered: sending goes on at once. */
  connected(): void {
    this.#connected = true;
    for (const lane of this.#lanes.values()) {
      lane.cancelRetry?.();
      lane.cancelRetry = null;
    }
    this.#pump();
  }

  disconnected(): void {
    this.#connected = false;
  }

  /** Sends a refused item again. */
  async retry(clientId: string): Promise<void> {
    const item = this.#find(clientId);
    if (item?.state.kind !== 'failed') return;
    this.#set(clientId, { kind: 'waiting' });
    await this.#ports.storage.save({ ...item, state: { kind: 'waiting' } }).catch(() => undefined);
    this.#pump();
  }

  /** Drops an item that is not on its way. */
  async discard(clientId: string): Promise<void> {
    if (this.#find(clientId)?.state.kind === 'sending') return;
    this.#drop(clientId);
    await this.#ports.storage.remove(clientId).catch(() => undefined);
    this.#pump();
  }

  /** The item has turned up in the log by another way (another tab, a lost acknowledgement): it is done. */
  settle(clientId: string): void {
    const item = this.#find(clientId);
    if (item === undefined) return;
    this.#drop(clientId);
    void this.#ports.storage.remove(clientId).catch(() => undefined);
    this.#pump();
  }

  #pump(): void {
    if (!this.#connected) return;
    const started = new Set<string>();
    for (const item of this.#items) {
      if (started.has(item.lane) || item.state.kind === 'failed') continue;
      started.add(item.lane);
      const lane = this.#lane(item.lane);
      if (lane.busy || lane.cancelRetry !== null) continue;
      lane.busy = true;
      void this.#deliver(item).finally(() => {
        lane.busy = false;
        this.#pump();
      });
    }
    for (const [name, lane] of this.#lanes) if (!started.has(name) && !lane.busy) this.#lanes.delete(name);
  }

  async #deliver(item: OutboxItem<Payload>): Promise<void> {
    this.#set(item.clientId, { kind: 'sending' });
    const answer = await this.#ports.send(item).catch((): null => null);
    if (this.#find(item.clientId) === undefined) return; // settled meanwhile
    const lane = this.#lane(item.lane);
    if (answer?.ok) {
      lane.attempts = 0;
      this.#drop(item.clientId);
      this.#ports.onSent(item, answer.value);
      await this.#ports.storage.remove(item.clientId).catch(() => undefined);
    } else if (answer !== null && isFinal(answer.error.code)) {
      lane.attempts = 0;
      const failed: OutboxItem<Payload> = { ...item, state: { kind: 'failed', refusal: answer.error } };
      this.#set(item.clientId, failed.state);
      await this.#ports.storage.save(failed).catch(() => undefined);
    } else {
      this.#set(item.clientId, { kind: 'waiting' });
      this.#retryLater(lane, answer?.error.retryAfterMs ?? 0);
    }
  }

  #retryLater(lane: { attempts: number; cancelRetry: (() => void) | null }, atLeastMs: number): void {
    lane.attempts++;
    const delayMs = Math.max(atLeastMs, retryDelayMs(lane.attempts, this.#ports.random()));
    lane.cancelRetry = this.#ports.after(delayMs, () => {
      lane.cancelRetry = null;
      this.#pump();
    });
  }

  #lane(name: string): { busy: boolean; attempts: number; cancelRetry: (() => void) | null } {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = { busy: false, attempts: 0, cancelRetry: null };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  #find(clientId: string): OutboxItem<Payload> | undefined {
    return this.#items.find((item) => item.clientId === clientId);
  }

  #set(clientId: string, state: OutboxState): void {
    this.#items = this.#items.map((item) => (item.clientId === clientId ? { ...item, state } : item));
    this.#changed();
  }

  #drop(clientId: string): void {
    this.#items = this.#items.filter((item) => item.clientId !== clientId);
    this.#changed();
  }

  #changed(): void {
    this.#ports.onChange(this.#items);
  }
}
