import { type CatchUpFigures, MISSED } from './measure-catch-up.ts';
import type { ConnectionFigures } from './measure-connections.ts';
import type { MessageFigures } from './measure-messages.ts';
import { median } from './statistics.ts';
import type { Goal, Row } from './table.ts';

/** The same figures of both servers, run by run. */
export interface Compared<Figures> {
  parley: Figures[];
  bare: Figures[];
}

/** What both servers' kilobytes are. */
const KILOBYTE = 1_024;

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

function rowsOf<Figures>({ parley, bare }: Compared<Figures>) {
  return (name: string, figure: (figures: Figures) => number, unit: string, goal?: Goal): Row => ({
    name,
    parley: median(parley.map(figure)),
    bare: median(bare.map(figure)),
    unit,
    ...(goal && { goal }),
  });
}
