import { setTimeout as delay } from 'node:timers/promises';
import type { Measured } from './measured-server.ts';
import type { Stage } from './side.ts';
import { percentile } from './statistics.ts';

/** Messages whose times are kept: more than can be on their way. */
const RING = 1 << 16;
/** A machine that many load may be this far behind at the end. */
const ANSWERED_WITHIN_MS = 30_000;
const TEXT = 'My order 4711 is marked as delivered since this morning but nothing is here.';
/** A clientId is a UUID that ends in the message's number, so that an agent's frame tells which one it is. */
const CLIENT_ID_START = '"clientId":"';
const NUMBER_DIGITS = 12;
const UUID_CHARACTERS = 36;
const OK = '"ok":true';

/** What was seen of messages in one run. Times in milliseconds, CPU in microseconds a message. */
export interface MessageFigures {
  perSecond: number;
  acknowledgedP50: number;
  acknowledgedP99: number;
  /** Until the last of the watching agents has it. */
  deliveredP50: number;
  deliveredP99: number;
  mainMicroseconds: number;
  allMicroseconds: number;
  /** Of what nodes share in processes of their own; NaN where they share nothing. */
  storeMicroseconds: number;
  redisMicroseconds: number;
  /** Entries in one insert; NaN where nothing is stored. */
  groupSize: number;
}

export interface MessageRun {
  /** Messages on their way at any time, of different visitors in turn; or begun together, `everyMs`. */
  writing: number;
  /** Without it the next is sent when one is acknowledged. */
  everyMs?: number;
  warmUpMs: number;
  measuredMs: number;
  /** Where to write a profile of the server's main thread, if at all. */
  profilePath: string | null;
}

/** Lets visitors write and agents watch, over and over. */
export class MessageTraffic {
  readonly #stage: Stage;
  readonly #text: string;
  readonly #sentAt = new Float64Array(RING);
  readonly #deliveries = new Uint8Array(RING);
  #acknowledged: number[] = [];
  #delivered: number[] = [];
  #number = 0;
  #underWay = 0;
  #goesOn = false;
  #failure: string | null = null;

  constructor(stage: Stage, text = TEXT) {
    this.#stage = stage;
    this.#text = text;
    for (const visitor of stage.visitors)
      visitor.handlers.onAnswer = (number, frame) => this.#onAnswer(number, frame);
    for (const agent of stage.agents) agent.handlers.onEvent = (frame) => this.#onEvent(frame);
  }

  /**
   * Runs once.
   * @throws Error where a message was refused or got lost: what is measured has to be the whole work
   */
  async run(server: Measured, run: MessageRun): Promise<MessageFigures> {
    await server.settle();
    this.#goesOn = run.everyMs === undefined;
    const send = () => {
      for (let started = 0; started < run.writing; started++) this.#send();
    };
    const again = run.everyMs === undefined ? undefined : setInterval(send, run.everyMs);
    if (again === undefined) send();
    await delay(run.warmUpMs);
    if (run.profilePath !== null) await server.profile();
    const before = await server.usage();
    this.#acknowledged = [];
    this.#delivered = [];
    const startedAt = performance.now();
    await delay(run.measuredMs);
    const after = await server.usage();
    const seconds = (performance.now() - startedAt) / 1_000;
    const [acknowledged, delivered] = [this.#acknowledged, this.#delivered];
    if (run.profilePath !== null) await server.stopProfile(run.profilePath);
    clearInterval(again);
    await this.#finish();
    const cpu = (end: number | null = null, start: number | null = null) =>
      end === null || start === null ? Number.NaN : (end - start) / acknowledged.length;
    return {
      perSecond: acknowledged.length / seconds,
      acknowledgedP50: percentile(acknowledged, 0.5),
      acknowledgedP99: percentile(acknowledged, 0.99),
      deliveredP50: percentile(delivered, 0.5),
      deliveredP99: percentile(delivered, 0.99),
      mainMicroseconds: cpu(after.mainMicroseconds, before.mainMicroseconds),
      allMicroseconds: cpu(after.allMicroseconds, before.allMicroseconds),
      storeMicroseconds: cpu(after.storeMicroseconds, before.storeMicroseconds),
      redisMicroseconds: cpu(after.redisMicroseconds, before.redisMicroseconds),
      groupSize: (after.grouped - before.grouped) / (after.groups - before.groups),
    };
  }

  /** Waits for the answers that are still out. */
  async #finish(): Promise<void> {
    this.#goesOn = false;
    const deadline = performance.now() + ANSWERED_WITHIN_MS;
    while (this.#underWay > 0 && performance.now() < deadline) await delay(20);
    if (this.#failure !== null) throw new Error(`a message was refused: ${this.#failure}`);
    if (this.#underWay > 0) throw new Error(`${this.#underWay} messages were not answered`);
  }

  #send(): void {
    const number = this.#number++;
    const visitor = number % this.#stage.visitors.length;
    const clientId = `00000000-0000-4000-8000-${String(number).padStart(NUMBER_DIGITS, '0')}`;
    this.#deliveries[number % RING] = 0;
    this.#sentAt[number % RING] = performance.now();
    this.#underWay++;
    const input = this.#stage.message(visitor, clientId, this.#text);
    this.#stage.visitors[visitor]?.ask(number, this.#stage.event, input);
  }

  #onAnswer(number: number, frame: Buffer): void {
    this.#underWay--;
    if (frame.indexOf(OK) < 0) this.#failure ??= frame.toString('utf8');
    this.#acknowledged.push(performance.now() - (this.#sentAt[number % RING] ?? 0));
    if (this.#goesOn) this.#send();
  }

  #onEvent(frame: Buffer): void {
    const { entryPrefix, agents } = this.#stage;
    if (frame.toString('latin1', 0, entryPrefix.length) !== entryPrefix) return;
    const end = frame.indexOf(CLIENT_ID_START) + CLIENT_ID_START.length + UUID_CHARACTERS;
    const slot = Number(frame.toString('latin1', end - NUMBER_DIGITS, end)) % RING;
    const deliveries = (this.#deliveries[slot] ?? 0) + 1;
    this.#deliveries[slot] = deliveries;
    if (deliveries === agents.length) this.#delivered.push(performance.now() - (this.#sentAt[slot] ?? 0));
  }
}
