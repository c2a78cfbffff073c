/**
 * What a person has sent and the server has not yet acknowledged. Kept in storage before it is sent, sent one at a
 * time for each conversation and in order, retried for as long as the outcome is unknown, and given up only when
 * the server refuses it for good. All tabs of a person show the same items and one of them sends. Knows neither
 * sockets nor browsers: both are given.
 */
import type { Ack, Refusal } from './errors.ts';
import { isFinal } from './is-final.ts';
import { OFFLINE_SHOWN_AFTER_MS, RETRY_MAX_MS, RETRY_MIN_MS } from './limits.ts';
import { type AskTurn, Turn } from './turn.ts';

export type OutboxState =
  | { kind: 'waiting' }
  | { kind: 'sending' }
  /** Refused for good; stays until it is retried or discarded. */
  | { kind: 'failed'; refusal: Refusal };

/** What is kept of an item. */
export interface OutboxItem<Payload> {
  /** Minted with the item: what makes sending twice count once. */
  clientId: string;
  /** What it belongs to: items of the same lane go one after the other. */
  lane: string;
  payload: Payload;
  /** Milliseconds since 1970; later than that of every item before. */
  at: number;
  state: OutboxState;
}

/** What is known of an item in this tab. */
export interface OutboxEntry<Payload> extends OutboxItem<Payload> {
  /** `refused`: the browser would not keep it, so it is gone with the page. */
  kept: 'not_yet' | 'kept' | 'refused';
  /** Not acknowledged for so long that the person may know. */
  late: boolean;
}

/** Where items outlive the page. Rejects nothing. */
export interface OutboxStorage<Payload> {
  /** Null where nothing can be read. */
  load(): Promise<OutboxItem<Payload>[] | null>;
  /** @returns whether the item is kept now */
  save(item: OutboxItem<Payload>): Promise<boolean>;
  remove(clientId: string): Promise<void>;
}

/** What one tab tells the others. */
export type OutboxNews<Payload, Sent> =
  | { kind: 'item'; item: OutboxEntry<Payload> }
  | { kind: 'sent'; clientId: string; sent: Sent }
  | { kind: 'discarded'; clientId: string };

export interface OutboxPorts<Payload, Sent> {
  storage: OutboxStorage<Payload>;
  /** Resolves with the server's answer; rejects where the outcome is unknown (time-out, lost connection). */
  send(item: OutboxItem<Payload>): Promise<Ack<Sent>>;
  onSent(item: OutboxEntry<Payload>, sent: Sent): void;
  onChange(items: readonly OutboxEntry<Payload>[]): void;
  /** Tells the person's other tabs, which give it to `hear`. */
  tell(news: OutboxNews<Payload, Sent>): void;
  /** Asks to be the tab that sends. */
  askTurn: AskTurn;
  now(): number;
  /** Calls `task` after a delay in milliseconds; the answer takes it back. */
  after(delayMs: number, task: () => void): () => void;
  /** A number from 0 up to 1, for jitter. */
  random(): number;
}

interface Lane {
  busy: boolean;
  attempts: number;
  cancelRetry: (() => void) | null;
}

/** The pause before attempt `attempt` (1 is the first retry): doubling from 1 s to 30 s, half of it jitter. */
export function retryDelayMs(attempt: number, random: number): number {
  const full = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random;
}

export class Outbox<Payload, Sent> {
  readonly #ports: OutboxPorts<Payload, Sent>;
  readonly #turn: Turn;
  readonly #lanes = new Map<string, Lane>();
  #items: OutboxEntry<Payload>[] = [];
  #connected = false;
  #durable = true;
  /** Has the turn and has looked up what there is to send. */
  #ready = false;

  constructor(ports: OutboxPorts<Payload, Sent>) {
    this.#ports = ports;
    this.#turn = new Turn(ports.askTurn, ports.after, {
      onTaken: () => void this.#takeTurn(),
      onLost: () => {
        this.#ready = false;
        this.#pump();
      },
    });
  }

  /** Everything that is not yet acknowledged, oldest first. */
  get items(): readonly OutboxEntry<Payload>[] {
    return this.#items;
  }

  /** Whether the browser keeps what is added, as far as is known. */
  get durable(): boolean {
    return this.#durable;
  }

  /**
   * Takes in what the storage holds: what an earlier page left behind, and what other tabs have done while this one
   * could not hear them. Call before the first `add`.
   */
  async restore(): Promise<void> {
    const stored = await this.#ports.storage.load();
    this.#durable = stored !== null;
    if (stored === null) return;
    const states = new Map(stored.map((item) => [item.clientId, item.state]));
    const mine = this.#items.flatMap((item) => {
      if (item.kept !== 'kept') return [item];
      const state = states.get(item.clientId);
      if (state === undefined) return [];
      return [item.state.kind === 'sending' ? item : { ...item, state: unsent(state) }];
    });
    const known = new Set(mine.map((item) => item.clientId));
    const fresh = stored
      .filter((item) => !known.has(item.clientId))
      .map(
        (item): OutboxEntry<Payload> => ({ ...item, state: unsent(item.state), kept: 'kept', late: false }),
      );
    this.#change([...mine, ...fresh]);
    for (const { clientId } of fresh) this.#watchLate(clientId);
    this.#pump();
  }

  /** Shows an item at once, keeps it, and sends it as soon as it can be. */
  async add(item: { clientId: string; lane: string; payload: Payload }): Promise<void> {
    // A clock that is set back, or does not move, must not change the order.
    const at = Math.max(this.#ports.now(), (this.#items.at(-1)?.at ?? 0) + 1);
    this.#change([...this.#items, { ...item, at, state: { kind: 'waiting' }, kept: 'not_yet', late: false }]);
    this.#watchLate(item.clientId);
    // Kept before it is sent: a page that dies in between sends it again under the same clientId.
    await this.#save(item.clientId);
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

  /** Nothing can be sent from here, by another tab perhaps. */
  disconnected(): void {
    this.#connected = false;
    this.#giveTurnBack();
  }

  /** Takes in what another tab tells. */
  hear(news: OutboxNews<Payload, Sent>): void {
    this.#turn.heard();
    if (news.kind === 'item') {
      const { item } = news;
      const before = this.#find(item.clientId);
      const others = this.#items.filter((each) => each !== before);
      this.#change([...others, { ...item, late: before?.late === true && item.state.kind !== 'failed' }]);
      if (before === undefined) this.#watchLate(item.clientId);
    } else {
      const item = this.#find(news.clientId);
      if (item === undefined) return;
      this.#drop(item.clientId);
      if (news.kind === 'sent') this.#ports.onSent(item, news.sent);
    }
    this.#pump();
  }

  /** Sends a refused item again. */
  async retry(clientId: string): Promise<void> {
    if (this.#find(clientId)?.state.kind !== 'failed') return;
    this.#set(clientId, { kind: 'waiting' });
    this.#watchLate(clientId);
    await this.#save(clientId);
    this.#pump();
  }

  /** Drops an item that is not on its way. */
  async discard(clientId: string): Promise<void> {
    if (this.#find(clientId)?.state.kind === 'sending') return;
    this.#drop(clientId);
    this.#ports.tell({ kind: 'discarded', clientId });
    await this.#ports.storage.remove(clientId);
    this.#pump();
  }

  /** The item has turned up in the log by another way (another tab, a lost acknowledgement): it is done. */
  settle(clientId: string): void {
    if (this.#find(clientId) === undefined) return;
    this.#drop(clientId);
    void this.#ports.storage.remove(clientId);
    this.#pump();
  }

  async #takeTurn(): Promise<void> {
    // Whoever had it before is gone or has given up: what it was sending is sent again.
    this.#change(this.#items.map((item) => ({ ...item, state: unsent(item.state) })));
    // What is sent must be what there is: another tab may have sent it without this one hearing of it.
    await this.restore();
    this.#ready = this.#turn.mine;
    this.#pump();
  }

  #giveTurnBack(): void {
    this.#ready = false;
    this.#turn.giveBack();
  }

  #pump(): void {
    const busy = [...this.#lanes.values()].some((lane) => lane.busy);
    const wanted = this.#connected && this.#items.some((item) => item.state.kind !== 'failed');
    if (wanted) this.#turn.want();
    else if (!busy) this.#giveTurnBack();
    if (!wanted || !this.#ready) return;
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
    const { clientId } = item;
    this.#set(clientId, { kind: 'sending' });
    this.#tell(clientId);
    const answer = await this.#ports.send(item).catch((): null => null);
    const asked = this.#find(clientId);
    if (asked === undefined) return; // settled meanwhile
    const lane = this.#lane(item.lane);
    if (answer?.ok) {
      lane.attempts = 0;
      this.#drop(clientId);
      this.#ports.onSent(asked, answer.value);
      this.#ports.tell({ kind: 'sent', clientId, sent: answer.value });
      await this.#ports.storage.remove(clientId);
    } else if (answer !== null && isFinal(answer.error.code)) {
      lane.attempts = 0;
      this.#set(clientId, { kind: 'failed', refusal: answer.error });
      await this.#save(clientId);
    } else {
      this.#set(clientId, { kind: 'waiting' });
      // Another tab may have taken over, and knows better.
      if (this.#turn.mine) this.#tell(clientId);
      this.#retryLater(lane, answer?.error.retryAfterMs ?? 0);
    }
  }

  #retryLater(lane: Lane, atLeastMs: number): void {
    lane.attempts++;
    const delayMs = Math.max(atLeastMs, retryDelayMs(lane.attempts, this.#ports.random()));
    lane.cancelRetry = this.#ports.after(delayMs, () => {
      lane.cancelRetry = null;
      this.#pump();
    });
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = { busy: false, attempts: 0, cancelRetry: null };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  /** Keeps an item as it is now and tells the other tabs. */
  async #save(clientId: string): Promise<void> {
    const item = this.#find(clientId);
    if (item === undefined) return;
    const { kept: _, late: __, ...lasting } = item;
    this.#update(clientId, { kept: 'not_yet' });
    this.#durable = await this.#ports.storage.save(lasting);
    // Gone while it was being kept: what was kept of it has to go, too.
    if (this.#find(clientId) === undefined) return this.#ports.storage.remove(clientId);
    this.#update(clientId, { kept: this.#durable ? 'kept' : 'refused' });
    this.#tell(clientId);
  }

  #tell(clientId: string): void {
    const item = this.#find(clientId);
    if (item !== undefined) this.#ports.tell({ kind: 'item', item });
  }

  #watchLate(clientId: string): void {
    this.#ports.after(OFFLINE_SHOWN_AFTER_MS, () => {
      if (this.#find(clientId)?.late === false) this.#update(clientId, { late: true });
    });
  }

  #find(clientId: string): OutboxEntry<Payload> | undefined {
    return this.#items.find((item) => item.clientId === clientId);
  }

  #set(clientId: string, state: OutboxState): void {
    this.#update(clientId, state.kind === 'failed' ? { state, late: false } : { state });
  }

  #update(clientId: string, change: Partial<OutboxEntry<Payload>>): void {
    this.#change(this.#items.map((item) => (item.clientId === clientId ? { ...item, ...change } : item)));
  }

  #drop(clientId: string): void {
    this.#change(this.#items.filter((item) => item.clientId !== clientId));
  }

  #change(items: OutboxEntry<Payload>[]): void {
    this.#items = items.sort((a, b) => a.at - b.at || (a.clientId < b.clientId ? -1 : 1));
    this.#ports.onChange(this.#items);
  }
}

/** Only the tab that sends an item knows it as being on its way. */
function unsent(state: OutboxState): OutboxState {
  return state.kind === 'sending' ? { kind: 'waiting' } : state;
}
