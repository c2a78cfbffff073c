import { setTimeout as delay } from 'node:timers/promises';
import { MESSAGE_MAX_CHARACTERS } from '../../shared/limits.ts';
import { MessageTraffic } from './measure-messages.ts';
import type { MeasuredServer } from './measured-server.ts';
import type { Side } from './side.ts';

/** Consoles that read all the time; how long they wait is what is measured. */
export const READING = 20;
const EVERY_MS = 50;
const WARM_UP_MS = 1_000;
const MEASURED_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** What was seen while a conversation was busy that many watched. Times in milliseconds. */
export interface SlowReaderFigures {
  /** Until the last of those who read all the time has a message. */
  deliveredP50: number;
  deliveredP99: number;
  /** The most memory of the process above what it took before, as the system sees it. */
  grownBytes: number;
  /** Seconds until the first and the last of those who do not read was cut; NaN where not all were. */
  firstCutSeconds: number;
  lastCutSeconds: number;
}

/**
 * Lets a visitor write the longest messages, while consoles watch.
 * @param others how many watch beside those who read all the time
 * @param doRead whether they read
 */
export async function measureSlowReaders(
  side: Side,
  others: number,
  doRead: boolean,
): Promise<SlowReaderFigures> {
  const stage = await side.setStage(1, READING + others);
  const traffic = new MessageTraffic(
    { ...stage, agents: stage.agents.slice(0, READING) },
    'x'.repeat(MESSAGE_MAX_CHARACTERS),
  );
  const seen = new Watched(side.server, others);
  await seen.start();
  if (!doRead) for (const agent of stage.agents.slice(READING)) agent.pause();
  const run = { writing: 1, everyMs: EVERY_MS, warmUpMs: WARM_UP_MS, measuredMs: MEASURED_MS };
  const { deliveredP50, deliveredP99 } = await traffic.run(side.server, { ...run, profilePath: null });
  await seen.stop();
  for (const client of [...stage.agents, ...stage.visitors]) client.close();
  const { grownBytes, firstCutSeconds, lastCutSeconds } = seen;
  return { deliveredP50, deliveredP99, grownBytes, firstCutSeconds, lastCutSeconds };
}

/** Looks at a server's memory and sockets again and again. */
class Watched {
  grownBytes = 0;
  firstCutSeconds = Number.NaN;
  lastCutSeconds = Number.NaN;
  readonly #server: MeasuredServer;
  /** How many may be cut. */
  readonly #others: number;
  #looking = true;
  #over: Promise<void> = Promise.resolve();

  constructor(server: MeasuredServer, others: number) {
    this.#server = server;
    this.#others = others;
  }

  async start(): Promise<void> {
    const before = await this.#server.usage(true);
    const startedAt = performance.now();
    this.#over = this.#look(before, () => (performance.now() - startedAt) / 1_000);
  }

  async stop(): Promise<void> {
    this.#looking = false;
    await this.#over;
  }

  async #look(before: { residentBytes: number; sockets: number }, seconds: () => number): Promise<void> {
    while (this.#looking) {
      const { residentBytes, sockets } = await this.#server.usage();
      this.grownBytes = Math.max(this.grownBytes, residentBytes - before.residentBytes);
      const cut = before.sockets - sockets;
      if (cut > 0 && Number.isNaN(this.firstCutSeconds)) this.firstCutSeconds = seconds();
      if (cut >= this.#others && Number.isNaN(this.lastCutSeconds)) this.lastCutSeconds = seconds();
      await delay(LOOK_EVERY_MS);
    }
  }
}
