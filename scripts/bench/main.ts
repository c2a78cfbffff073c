import { resolve } from 'node:path';
import { startBare } from './bare-side.ts';
import { buildServers, type Programs } from './build-servers.ts';
import { describeMachine } from './describe-machine.ts';
import { type CatchUpFigures, measureCatchUp } from './measure-catch-up.ts';
import { type ConnectionFigures, measureConnections } from './measure-connections.ts';
import { type MessageFigures, MessageTraffic } from './measure-messages.ts';
import { type Pace, startParley } from './parley-side.ts';
import { type BenchArguments, readArguments, USAGE, UsageError } from './read-arguments.ts';
import { type Compared, catchUpRows, connectRows, idleRows, messageRows } from './rows.ts';
import type { Side } from './side.ts';
import { type Row, toTable } from './table.ts';

/** Messages on their way at the same time in a busy morning. */
const WRITING = 200;
const WARM_UP_MS = 2_000;
const EXIT_USAGE = 64;

process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  let asked: BenchArguments;
  try {
    asked = readArguments(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    return EXIT_USAGE;
  }
  const programs = await buildServers();
  const rows: Row[] = [];
  if (asked.names.includes('connect') || asked.names.includes('idle')) {
    const connections = await compareConnections(programs, asked);
    if (asked.names.includes('connect')) rows.push(...connectRows(connections));
    if (asked.names.includes('idle')) rows.push(...idleRows(connections));
  }
  if (asked.names.includes('message')) {
    rows.push(...(await compareMessages(programs, asked, WRITING, 'fast')));
    rows.push(...(await compareMessages(programs, asked, asked.visitors, 'people')));
  }
  if (asked.names.includes('catch-up')) rows.push(...catchUpRows(await compareCatchUp(programs, asked)));
  console.log(`\n${describeMachine()}; median of ${asked.runs}; clients and store on the same cores\n`);
  console.log(toTable(rows));
  return 0;
}

/** Each run in fresh processes: memory that was used once is not given back. */
async function compareConnections(
  programs: Programs,
  asked: BenchArguments,
): Promise<Compared<ConnectionFigures>> {
  const found: Compared<ConnectionFigures> = { parley: [], bare: [] };
  const measure = async (side: Side, profilePath: string | null) => {
    try {
      return await measureConnections(side, asked.sockets, profilePath);
    } finally {
      await side.close();
    }
  };
  for (let run = 1; run <= asked.runs; run++) {
    tell(`connections, run ${run} of ${asked.runs}`);
    found.parley.push(
      await measure(await startParley(programs.parley, 'people'), profilePath(asked, 'parley-connect', run)),
    );
    found.bare.push(await measure(await startBare(programs.bare), profilePath(asked, 'bare-connect', run)));
  }
  return found;
}

async function compareCatchUp(programs: Programs, asked: BenchArguments): Promise<Compared<CatchUpFigures>> {
  const found: Compared<CatchUpFigures> = { parley: [], bare: [] };
  const parley = await startParley(programs.parley, 'people');
  const bare = await startBare(programs.bare);
  try {
    for (let run = 1; run <= asked.runs; run++) {
      tell(`catch-up, run ${run} of ${asked.runs}`);
      found.parley.push(await measureCatchUp(parley, profilePath(asked, 'parley-catch-up', run)));
      found.bare.push(await measureCatchUp(bare, profilePath(asked, 'bare-catch-up', run)));
    }
    return found;
  } finally {
    await Promise.all([parley.close(), bare.close()]);
  }
}

/** Both servers stay up, and are measured in turn, so that whatever else the machine does hits both. */
async function compareMessages(
  programs: Programs,
  asked: BenchArguments,
  visitors: number,
  pace: Pace,
): Promise<Row[]> {
  const parley = await startParley(programs.parley, pace);
  const bare = await startBare(programs.bare);
  try {
    tell(`${visitors} visitors begin their conversations`);
    const traffic = {
      parley: new MessageTraffic(await parley.setStage(visitors)),
      bare: new MessageTraffic(await bare.setStage(visitors)),
    };
    const rows: Row[] = [];
    for (const writing of pace === 'fast' ? [1, WRITING] : [WRITING]) {
      const found: Compared<MessageFigures> = { parley: [], bare: [] };
      for (let run = 1; run <= asked.runs; run++) {
        tell(`messages, ${writing} at once of ${visitors}, run ${run} of ${asked.runs}`);
        const timing = { writing, warmUpMs: WARM_UP_MS, measuredMs: asked.seconds * 1_000 };
        const ours = { ...timing, profilePath: profilePath(asked, `parley-${writing}-of-${visitors}`, run) };
        const theirs = { ...timing, profilePath: profilePath(asked, `bare-${writing}-of-${visitors}`, run) };
        found.parley.push(await traffic.parley.run(parley.server, ours));
        found.bare.push(await traffic.bare.run(bare.server, theirs));
      }
      rows.push(...messageRows(writing, visitors, found));
    }
    return rows;
  } finally {
    await Promise.all([parley.close(), bare.close()]);
  }
}

/** Where the profile of a run goes, where profiles are wanted. */
function profilePath({ profile }: BenchArguments, what: string, run: number): string | null {
  return profile ? resolve(`bench-${what}-run-${run}.cpuprofile`) : null;
}

function tell(what: string): void {
  process.stderr.write(`${what}\n`);
}
