import { setTimeout as delay } from 'node:timers/promises';
import { inParallel, OPENING_AT_ONCE } from './clients.ts';
import { ReturningVisitor } from './returning-visitor.ts';
import type { OpenVisitor, Side } from './side.ts';
import { percentile } from './statistics.ts';

/** Who is not back by then is not counted as late, but the bench as failed. */
const GIVE_UP_AFTER_MS = 180_000;
const LOOK_EVERY_MS = 50;
/** One of so many visitors has a conversation; the others have only looked. */
const ONE_TALKS_OF = 4;
/** What is left behind by setting the stage is done by then. */
const SETTLE_MS = 1_000;

/** What was seen of visitors whose server has crashed. Times count from the crash. */
export interface ReconnectFigures {
  /** Until the server takes connections again. */
  listeningSeconds: number;
  /** Until half of the visitors were back, and all of them. */
  halfSeconds: number;
  allSeconds: number;
  /** Connections begun by each visitor until one stood. */
  attempts: number;
  /** CPU of the server's main thread for each visitor, its start included. */
  mainMicroseconds: number;
  /** The most memory that the new process took, as the system sees it. */
  peakBytes: number;
}

/** Visitors who stay, whatever happens to the server. */
export class ReturningCrowd {
  readonly #side: Side;
  readonly #visitors: ReturningVisitor[];
  #back: number[] = [];

  private constructor(side: Side, opens: readonly OpenVisitor[]) {
    this.#side = side;
    this.#visitors = opens.map(
      (open) => new ReturningVisitor(open, () => this.#back.push(performance.now())),
    );
  }

  /** Lets so many visitors come, some of them begin a conversation, and stay. */
  static async gather(side: Side, count: number): Promise<ReturningCrowd> {
    const opens: OpenVisitor[] = [];
    await inParallel(count, OPENING_AT_ONCE, async (index) => {
      opens[index] = index % ONE_TALKS_OF === 0 ? await side.leave(0) : side.newVisitor();
    });
    await side.server.settle();
    const crowd = new ReturningCrowd(side, opens);
    // A few at a time: how a crowd comes in at once is what is measured later.
    for (let start = 0; start < count; start += OPENING_AT_ONCE) {
      for (const visitor of crowd.#visitors.slice(start, start + OPENING_AT_ONCE)) visitor.connect();
      await crowd.#untilBack(Math.min(count, start + OPENING_AT_ONCE));
    }
    return crowd;
  }

  /**
   * Lets the server crash, and starts it again.
   * @throws Error where not all are back in time
   */
  async measure(): Promise<ReconnectFigures> {
    const { server } = this.#side;
    const count = this.#visitors.length;
    await delay(SETTLE_MS);
    this.#back = [];
    const begun = this.#attempts();
    const crashedAt = performance.now();
    await server.crashAndRestart();
    const listeningAt = performance.now();
    await this.#untilBack(count);
    const { mainMicroseconds, peakBytes } = await server.usage();
    const times = this.#back.map((at) => (at - crashedAt) / 1_000);
    return {
      listeningSeconds: (listeningAt - crashedAt) / 1_000,
      halfSeconds: percentile(times, 0.5),
      allSeconds: Math.max(...times),
      attempts: (this.#attempts() - begun) / count,
      mainMicroseconds: (mainMicroseconds ?? Number.NaN) / count,
      peakBytes,
    };
  }

  close(): void {
    for (const visitor of this.#visitors) visitor.close();
  }

  #attempts(): number {
    return this.#visitors.reduce((sum, visitor) => sum + visitor.attempts, 0);
  }

  async #untilBack(count: number): Promise<void> {
    const deadline = performance.now() + GIVE_UP_AFTER_MS;
    while (this.#back.length < count) {
      if (performance.now() > deadline) throw new Error(`${count - this.#back.length} visitors are not back`);
      await delay(LOOK_EVERY_MS);
    }
  }
}
