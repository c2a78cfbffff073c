import { resolve } from 'node:path';
import { TestRedis } from '../../tests/support/redis.ts';
import { startBareNodes } from './bare-nodes.ts';
import { startBare } from './bare-side.ts';
import type { Programs } from './build-servers.ts';
import { type CatchUpFigures, measureCatchUp } from './measure-catch-up.ts';
import { type ConnectionFigures, measureConnections } from './measure-connections.ts';
import { type MessageFigures, MessageTraffic } from './measure-messages.ts';
import { type ReconnectFigures, ReturningCrowd } from './measure-reconnect.ts';
import { measureSlowReaders, type SlowReaderFigures } from './measure-slow-readers.ts';
import { startParleyNodes } from './parley-nodes.ts';
import type { Pace } from './parley-settings.ts';
import { startParley } from './parley-side.ts';
import type { BenchArguments } from './read-arguments.ts';
import {
  type Compared,
  catchUpRows,
  clusterRows,
  connectRows,
  idleRows,
  messageRows,
  reconnectRows,
  slowReaderRows,
} from './rows.ts';
import type { Nodes, Side } from './side.ts';
import type { Row } from './table.ts';

/** Messages on their way at the same time in a busy morning. */
const WRITING = 200;
const WARM_UP_MS = 2_000;
/** Nodes that share the work of one. */
const NODES = 2;

/** Each run in fresh processes: memory that was used once is not given back. */
export async function compareConnections(programs: Programs, asked: BenchArguments): Promise<Row[]> {
  const found: Compared<ConnectionFigures> = { parley: [], bare: [] };
  for (let run = 1; run <= asked.runs; run++) {
    tell(`connections, run ${run} of ${asked.runs}`);
    const measure = (side: Side, name: string) =>
      measureConnections(side, asked.sockets, profilePath(asked, `${name}-connect`, run));
    found.parley.push(
      await during(await startParley(programs.parley, 'people'), (side) => measure(side, 'parley')),
    );
    found.bare.push(await during(await startBare(programs.bare), (side) => measure(side, 'bare')));
  }
  return [
    ...(asked.names.includes('connect') ? connectRows(found) : []),
    ...(asked.names.includes('idle') ? idleRows(found) : []),
  ];
}

export async function compareCatchUp(programs: Programs, asked: BenchArguments): Promise<Row[]> {
  const found: Compared<CatchUpFigures> = { parley: [], bare: [] };
  const parley = await startParley(programs.parley, 'people');
  const bare = await startBare(programs.bare);
  try {
    for (let run = 1; run <= asked.runs; run++) {
      tell(`catch-up, run ${run} of ${asked.runs}`);
      found.parley.push(await measureCatchUp(parley, profilePath(asked, 'parley-catch-up', run)));
      found.bare.push(await measureCatchUp(bare, profilePath(asked, 'bare-catch-up', run)));
    }
    return catchUpRows(found);
  } finally {
    await Promise.all([parley.close(), bare.close()]);
  }
}

/** Both servers stay up, and are measured in turn, so that whatever else the machine does hits both. */
export async function compareMessages(
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

/** One node and several of each, all up at the same time and measured in turn. */
export async function compareNodes(programs: Programs, asked: BenchArguments): Promise<Row[]> {
  const redis = await TestRedis.start();
  const running: Nodes[] = [];
  try {
    // Several nodes are there to carry more: each has as much to do as the one.
    const start = async (name: string, count: number, starting: Promise<Nodes>) => {
      const nodes = await starting;
      running.push(nodes);
      const traffic = new MessageTraffic(await nodes.setStage(count * WRITING));
      return (run: number) =>
        traffic.run(nodes.measured, {
          writing: count * WRITING,
          warmUpMs: WARM_UP_MS,
          measuredMs: asked.seconds * 1_000,
          profilePath: profilePath(asked, name, run),
        });
    };
    tell(`${WRITING} visitors of each node begin their conversations`);
    const measure = {
      parley: {
        one: await start('parley-one', 1, startParleyNodes(programs, 1, null)),
        several: await start('parley-cluster', NODES, startParleyNodes(programs, NODES, redis)),
      },
      bare: {
        one: await start('bare-one', 1, startBareNodes(programs, 1, null)),
        several: await start('bare-cluster', NODES, startBareNodes(programs, NODES, redis)),
      },
    };
    const one: Compared<MessageFigures> = { parley: [], bare: [] };
    const several: Compared<MessageFigures> = { parley: [], bare: [] };
    for (let run = 1; run <= asked.runs; run++) {
      tell(`messages over one node and ${NODES}, run ${run} of ${asked.runs}`);
      for (const name of ['parley', 'bare'] as const) {
        one[name].push(await measure[name].one(run));
        several[name].push(await measure[name].several(run));
      }
    }
    return clusterRows(NODES, one, several);
  } finally {
    await Promise.all(running.map((nodes) => nodes.close()));
    await redis.close();
  }
}

/** The visitors stay for all runs; the server is a new process in each. */
export async function compareReconnect(programs: Programs, asked: BenchArguments): Promise<Row[]> {
  const found: Compared<ReconnectFigures> = { parley: [], bare: [] };
  const measure = async (side: Side, figures: ReconnectFigures[]) => {
    tell(`${asked.returning} visitors begin their conversations`);
    const crowd = await ReturningCrowd.gather(side, asked.returning);
    for (let run = 1; run <= asked.runs; run++) {
      tell(`the server crashes, run ${run} of ${asked.runs}`);
      figures.push(await crowd.measure());
    }
    crowd.close();
  };
  await during(await startParley(programs.parley, 'people'), (side) => measure(side, found.parley));
  await during(await startBare(programs.bare), (side) => measure(side, found.bare));
  return reconnectRows(asked.returning, found);
}

/** Once with others who read and once with others who do not, each in fresh processes. */
export async function compareSlowReaders(programs: Programs, asked: BenchArguments): Promise<Row[]> {
  const reading: Compared<SlowReaderFigures> = { parley: [], bare: [] };
  const slow: Compared<SlowReaderFigures> = { parley: [], bare: [] };
  for (let run = 1; run <= asked.runs; run++) {
    for (const [others, doRead] of [
      [reading, true],
      [slow, false],
    ] as const) {
      tell(`${asked.readers} who ${doRead ? 'read' : 'do not read'}, run ${run} of ${asked.runs}`);
      const measure = (side: Side) => measureSlowReaders(side, asked.readers, doRead);
      others.parley.push(await during(await startParley(programs.parley, 'fast'), measure));
      others.bare.push(await during(await startBare(programs.bare), measure));
    }
  }
  return slowReaderRows(asked.readers, reading, slow);
}

/** Closes a server when what is done with it is done, however that went. */
async function during<T>(side: Side, work: (side: Side) => Promise<T>): Promise<T> {
  try {
    return await work(side);
  } finally {
    await side.close();
  }
}

/** Where the profile of a run goes, where profiles are wanted. */
function profilePath({ profile }: BenchArguments, what: string, run: number): string | null {
  return profile ? resolve(`bench-${what}-run-${run}.cpuprofile`) : null;
}

export function tell(what: string): void {
  process.stderr.write(`${what}\n`);
}
