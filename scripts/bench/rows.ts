import { type CatchUpFigures, MISSED } from './measure-catch-up.ts';
import type { ConnectionFigures } from './measure-connections.ts';
import type { MessageFigures } from './measure-messages.ts';
import type { ReconnectFigures } from './measure-reconnect.ts';
import { READING, type SlowReaderFigures } from './measure-slow-readers.ts';
import { median } from './statistics.ts';
import type { Goal, Row } from './table.ts';

/** The same figures of both servers, run by run. */
export interface Compared<Figures> {
  parley: Figures[];
  bare: Figures[];
}

/** What both servers' kilobytes are. */
const KILOBYTE = 1_024;
const MEGABYTE = KILOBYTE * KILOBYTE;

export function connectRows(runs: Compared<ConnectionFigures>): Row[] {
  const row = rowsOf(runs);
  return [
    row('connect: connections', (each) => each.perSecond, '/s'),
    row('connect: ready p50', (each) => each.readyP50, 'ms'),
    row('connect: ready p99', (each) => each.readyP99, 'ms'),
    row('connect: main thread', (each) => each.mainMicroseconds, 'µs'),
  ];
}

export function idleRows(runs: Compared<ConnectionFigures>): Row[] {
  const row = rowsOf(runs);
  return [
    row('idle: memory of the process per visitor', (each) => each.residentBytes / KILOBYTE, 'KB', {
      kind: 'at_most_times',
      times: 1.3,
    }),
    row('idle: objects per visitor', (each) => each.heapBytes / KILOBYTE, 'KB'),
  ];
}

export function catchUpRows(runs: Compared<CatchUpFigures>): Row[] {
  const row = rowsOf(runs);
  return [
    row(`catch-up: ${MISSED} entries behind, ready p50`, (each) => each.readyP50, 'ms', {
      kind: 'at_most',
      value: 50,
    }),
    row('catch-up: ready p99', (each) => each.readyP99, 'ms'),
  ];
}

/**
 * @param writing messages on their way at any time
 * @param visitors who write them in turn
 */
export function messageRows(writing: number, visitors: number, runs: Compared<MessageFigures>): Row[] {
  const row = rowsOf(runs);
  const alone = writing === 1;
  const name = (what: string) => `message, ${alone ? 'one' : `${writing} at once`} of ${visitors}: ${what}`;
  const rows = [
    row(
      name('messages'),
      (each) => each.perSecond,
      '/s',
      alone ? undefined : { kind: 'at_least_times', times: 0.5 },
    ),
    row(
      name('acknowledged p50'),
      (each) => each.acknowledgedP50,
      'ms',
      alone ? { kind: 'at_most', value: 2 } : undefined,
    ),
    row(name('acknowledged p99'), (each) => each.acknowledgedP99, 'ms'),
    row(name('delivered to 3 agents p50'), (each) => each.deliveredP50, 'ms'),
    row(name('delivered to 3 agents p99'), (each) => each.deliveredP99, 'ms'),
    row(
      name('main thread'),
      (each) => each.mainMicroseconds,
      'µs',
      alone ? undefined : { kind: 'at_most_times', times: 1.3 },
    ),
    row(name('all threads'), (each) => each.allMicroseconds, 'µs'),
    row(name('entries in an insert'), (each) => each.groupSize, ''),
  ];
  return rows;
}

/**
 * @param nodes how many `several` are
 */
export function clusterRows(
  nodes: number,
  one: Compared<MessageFigures>,
  several: Compared<MessageFigures>,
): Row[] {
  const [row, rowOfOne] = [rowsOf(several), rowsOf(one)];
  const name = (what: string) => `cluster, ${nodes} nodes: ${what}`;
  const figure = (what: keyof MessageFigures) => (each: MessageFigures) => each[what];
  const [ofOne, ofSeveral] = [
    rowOfOne('cluster, one node: CPU per message delivered to 3 agents', figure('allMicroseconds'), 'µs'),
    row(name('CPU of all nodes per message'), figure('allMicroseconds'), 'µs'),
  ];
  return [
    ofOne,
    ofSeveral,
    {
      name: name('times the CPU of one node'),
      parley: ofSeveral.parley / ofOne.parley,
      bare: ofSeveral.bare / ofOne.bare,
      unit: '×',
      goal: { kind: 'at_most', value: 1.25 },
    },
    row(name('CPU of Redis per message'), figure('redisMicroseconds'), 'µs'),
    rowOfOne('cluster, one node: CPU of the store per message', figure('storeMicroseconds'), 'µs'),
    row(name('CPU of the store per message'), figure('storeMicroseconds'), 'µs'),
    rowOfOne('cluster, one node: messages', figure('perSecond'), '/s'),
    row(name('messages'), figure('perSecond'), '/s'),
    row(name('delivered to 3 agents p50'), figure('deliveredP50'), 'ms'),
    row(name('delivered to 3 agents p99'), figure('deliveredP99'), 'ms'),
  ];
}

/** @param visitors who were all there when the server crashed */
export function reconnectRows(visitors: number, runs: Compared<ReconnectFigures>): Row[] {
  const row = rowsOf(runs);
  const name = (what: string) => `reconnect, ${visitors} visitors: ${what}`;
  return [
    row(name('the server listens again'), (each) => each.listeningSeconds, 's'),
    row(name('half are back'), (each) => each.halfSeconds, 's'),
    row(name('all are back'), (each) => each.allSeconds, 's', { kind: 'at_most', value: 60 }),
    row(name('connections tried by each'), (each) => each.attempts, ''),
    row(name('main thread for each'), (each) => each.mainMicroseconds, 'µs'),
    row(name('most memory of the process'), (each) => each.peakBytes / MEGABYTE, 'MB'),
  ];
}

/** @param others how many watch beside those who read all the time: in `reading` they do too, in `slow` not */
export function slowReaderRows(
  others: number,
  reading: Compared<SlowReaderFigures>,
  slow: Compared<SlowReaderFigures>,
): Row[] {
  const [quiet, row] = [rowsOf(reading), rowsOf(slow)];
  const all = (what: string) => `slow readers, all ${READING + others} read: ${what}`;
  const name = (what: string) => `slow readers, ${others} do not: ${what}`;
  const p99 = (each: SlowReaderFigures) => each.deliveredP99;
  const delivered = `delivered to the last of ${READING} p99`;
  const [ofQuiet, ofSlow] = [quiet(all(delivered), p99, 'ms'), row(name(delivered), p99, 'ms')];
  return [
    ofQuiet,
    ofSlow,
    {
      name: name('times as long as when all read'),
      parley: ofSlow.parley / ofQuiet.parley,
      bare: ofSlow.bare / ofQuiet.bare,
      unit: '×',
      goal: { kind: 'at_most', value: 3 },
    },
    quiet(all('memory grown by at most'), (each) => each.grownBytes / MEGABYTE, 'MB'),
    row(name('memory grown by at most'), (each) => each.grownBytes / MEGABYTE, 'MB'),
    row(name('the first is cut after'), (each) => each.firstCutSeconds, 's'),
    row(name('the last is cut after'), (each) => each.lastCutSeconds, 's'),
  ];
}

function rowsOf<Figures>({ parley, bare }: Compared<Figures>) {
  return (name: string, figure: (figures: Figures) => number, unit: string, goal?: Goal): Row => ({
    name,
    parley: median(parley.map(figure)),
    bare: median(bare.map(figure)),
    unit,
    ...(goal && { goal }),
  });
}
