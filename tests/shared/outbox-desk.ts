import type { Ack } from '../../shared/errors.ts';
import { Outbox, type OutboxItem, type OutboxNews, type OutboxStorage } from '../../shared/outbox.ts';
import { createLine } from '../support/line.ts';
import { TurnedClock } from '../support/turned-clock.ts';

export type Item = OutboxItem<string>;

/** Keeps items as a browser does: by value, in the order of keys. */
export class KeptItems implements OutboxStorage<string> {
  full = false;
  readonly kept = new Map<string, string>();

  async load(): Promise<Item[]> {
    return [...this.kept.values()].map((item) => JSON.parse(item));
  }
  async save(item: Item): Promise<boolean> {
    if (this.full) return false;
    this.kept.set(item.clientId, JSON.stringify(item));
    return true;
  }
  async remove(clientId: string): Promise<void> {
    this.kept.delete(clientId);
  }
}

/** A server that answers when the test says so, and the tabs of somebody who writes to it. */
export class Desk {
  readonly clock = new TurnedClock();
  readonly storage: OutboxStorage<string>;
  readonly inFlight: { item: Item; resolve(answer: Ack<string>): void; reject(): void }[] = [];
  readonly asked: string[] = [];
  readonly sent: string[] = [];
  readonly line = createLine();
  readonly tabs = new Set<Outbox<string, string>>();
  outbox: Outbox<string, string>;

  constructor(storage: OutboxStorage<string> = new KeptItems()) {
    this.storage = storage;
    this.outbox = this.#open();
  }

  /** The page is loaded anew: what was on its way is forgotten, what is kept comes back. */
  async reload(): Promise<void> {
    this.kill(this.outbox);
    this.inFlight.length = 0;
    this.outbox = this.#open();
    await this.outbox.restore();
  }

  /** Another tab of the same person. */
  async openTab(): Promise<Outbox<string, string>> {
    const tab = this.#open();
    await tab.restore();
    return tab;
  }

  /** The tab ends without a word; what it waits for never comes. */
  kill(tab: Outbox<string, string>): void {
    this.tabs.delete(tab);
    tab.disconnected();
  }

  async answer(answer: Ack<string> | 'lost', index = 0): Promise<void> {
    const [asked] = this.inFlight.splice(index, 1);
    if (answer === 'lost') asked?.reject();
    else asked?.resolve(answer);
    await flush();
  }

  #open(): Outbox<string, string> {
    const tab: Outbox<string, string> = new Outbox({
      storage: this.storage,
      send: (item) => {
        this.asked.push(item.clientId);
        return new Promise((resolve, reject) => {
          this.inFlight.push({ item, resolve, reject: () => reject(new Error('no answer')) });
        });
      },
      onSent: (item) => {
        if (tab === this.outbox) this.sent.push(item.clientId);
      },
      onChange: () => undefined,
      tell: (news) => {
        if (this.tabs.has(tab)) this.#spread(tab, JSON.stringify(news));
      },
      askTurn: this.line,
      now: () => this.clock.now(),
      after: (delayMs, task) => this.clock.after(delayMs, () => this.tabs.has(tab) && task()),
      random: () => 0,
    });
    this.tabs.add(tab);
    return tab;
  }

  #spread(from: Outbox<string, string>, news: string): void {
    const others = [...this.tabs].filter((tab) => tab !== from);
    queueMicrotask(() => {
      for (const tab of others) tab.hear(JSON.parse(news) as OutboxNews<string, string>);
    });
  }
}

export const OK: Ack<string> = { ok: true, value: 'done' };
export const FINAL: Ack<string> = { ok: false, error: { code: 'text_too_long', message: 'Too long.' } };
export const BUSY: Ack<string> = { ok: false, error: { code: 'busy', message: 'Again.' } };

/** Lets every promise that can go on do so. */
export const flush = () => new Promise((resolve) => setImmediate(resolve));

export async function add(desk: Desk, clientId: string, lane = 'a'): Promise<void> {
  await desk.outbox.add({ clientId, lane, payload: `text of ${clientId}` });
  await flush();
}

/** Ids and states of what is in the outbox. */
export const states = (desk: Desk) => desk.outbox.items.map((item) => [item.clientId, item.state.kind]);
