import { setTimeout as delay } from 'node:timers/promises';
import type { Programs } from './build-programs.ts';
import { check } from './checker/check.ts';
import type { Fault } from './faults/fault.ts';
import { FAULTS } from './faults/faults.ts';
import { readJournal } from './journal.ts';
import { Random } from './random.ts';
import { readStore } from './read-store.ts';
import { World } from './world.ts';

/** What a run does. */
export interface RunOptions {
  fault: string;
  seed: number;
  programs: Programs;
  /** A bug to be found. */
  bug?: string;
  /** Clients are a visitor with two tabs and an agent in real browsers. */
  inChromium?: boolean;
}

export interface RunResult {
  fault: string;
  seed: number;
  /** Empty for a good run. */
  faults: string[];
  /** What became of it: messages stored, how often the fault struck. */
  stored: number;
  struck: number;
  seconds: number;
  /** Journals and logs, kept where the run went wrong. */
  folder: string;
}

/** Messages that clients begin to send before the first blow, and until all is over. */
const FIRST_MESSAGES = 4;
const MESSAGES = 30;
/** People in front of a browser are slower. */
const MESSAGES_IN_CHROMIUM = 12;
/** A machine that is busy with other things is given so long for them, in real milliseconds. */
const WRITTEN_WITHIN_MS = 20_000;
/** Within this time after the last fault everybody has everything, in real milliseconds. */
const COMPLETE_WITHIN_MS = 90_000;
/** Where a bug is looked for, what is missing after so long is found. */
const FOUND_WITHIN_MS = 8_000;
const LOOK_EVERY_MS = 250;

const IN_CHROMIUM = {
  inChromium: true,
  visitors: 1,
  agents: 1,
  messages: 8,
  browser: (name: string) => ({ tabs: name.startsWith('v') ? 2 : 1 }),
};

/** Runs one fault with one seed. @throws Error where there is no such fault, or the machine cannot do it */
export async function run({
  fault: name,
  seed,
  programs,
  bug,
  inChromium = false,
}: RunOptions): Promise<RunResult> {
  const fault: Fault | undefined = FAULTS[name];
  if (fault === undefined) throw new Error(`There is no fault ${name}.`);
  const startedAt = performance.now();
  const random = new Random(`${name} ${seed}`);
  const made = fault.world?.(random) ?? {};
  const options = {
    programs,
    random,
    nodes: 2,
    visitors: 3,
    agents: 2,
    messages: 20,
    ...made,
    ...(inChromium && IN_CHROMIUM),
  };
  const messages = inChromium ? MESSAGES_IN_CHROMIUM : MESSAGES;
  const world = await World.start(bug === undefined ? options : { ...options, bug }).catch(async (error) => {
    await fault.after?.(made);
    throw error;
  });
  const result: RunResult = {
    fault: name,
    seed,
    faults: [],
    stored: 0,
    struck: 0,
    seconds: 0,
    folder: world.folder,
  };
  try {
    await world.startClients();
    if (fault.isEarly !== true) await written(world, FIRST_MESSAGES);
    const [struck] = await Promise.all([fault.strike(world, random), written(world, messages)]);
    await world.heal();
    world.finish();
    const judged = await judge(world, bug === undefined ? COMPLETE_WITHIN_MS : FOUND_WITHIN_MS);
    Object.assign(result, judged, { struck });
    if (struck === 0) result.faults.push('the fault did not strike');
    if (judged.stored < messages / 2) result.faults.push(`only ${judged.stored} entries were stored`);
  } catch (error) {
    result.faults.push(`it could not go on: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await world.close();
    await fault.after?.(made);
    if (result.faults.length === 0) await world.forget();
  }
  result.seconds = (performance.now() - startedAt) / 1000;
  return result;
}

/** Resolves when clients have begun to send so many messages, or the time for it is over. */
async function written({ clients }: World, messages: number): Promise<void> {
  const deadline = performance.now() + WRITTEN_WITHIN_MS;
  while (performance.now() < deadline) {
    const lines = clients.flatMap(({ journalPath }) => readJournal(journalPath));
    if (lines.filter(({ kind }) => kind === 'intended').length >= messages) return;
    await delay(LOOK_EVERY_MS);
  }
}

/** Looks again and again until everything has come about, or something is wrong, or the time is over. */
async function judge(world: World, withinMs: number): Promise<{ faults: string[]; stored: number }> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const witnesses = world.clients.map(({ name, kind, journalPath }) => ({
      name,
      kind,
      lines: readJournal(journalPath),
    }));
    const stored = await readStore(world.storeUrl);
    const findings = check(witnesses, stored);
    const isOver = findings.missing.length === 0 || performance.now() > deadline;
    if (isOver || findings.wrong.length > 0) {
      return { faults: [...findings.wrong, ...findings.missing], stored: stored.entries.length };
    }
    await delay(LOOK_EVERY_MS);
  }
}
