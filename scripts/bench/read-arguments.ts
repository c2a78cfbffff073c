import { parseArgs } from 'node:util';
import { readOptions, UsageError, wholeNumber } from '../usage.ts';

const BENCHES = [
  'connect',
  'idle',
  'message',
  'cluster',
  'catch-up',
  'reconnect',
  'slow-readers',
  'page',
] as const;
type BenchName = (typeof BENCHES)[number];

export const USAGE = `npm run bench [-- NAME] [--sockets N] [--visitors N] [--readers N] [--seconds N]
                        [--runs N] [--profile]

  NAME        ${BENCHES.join(', ')}; without it all of them
  --sockets   visitors of "connect" and "idle", default 2000, and of "reconnect", default 10000
  --visitors  visitors of "message" who take turns, default 2400: none may write faster than the limits allow
  --readers   consoles of "slow-readers" that do not read, default 100
  --seconds   how long each run of "message" and "cluster" is measured, default 5
  --runs      how often each server is measured, in turn; the median is shown; default 3
  --profile   writes a .cpuprofile of the servers' main threads for each run`;

const NUMBER_MAX = 9_999_999;

export interface BenchArguments {
  names: readonly BenchName[];
  sockets: number;
  /** Visitors whose server crashes. */
  returning: number;
  visitors: number;
  readers: number;
  seconds: number;
  runs: number;
  profile: boolean;
}

/** @throws UsageError */
export function readArguments(args: readonly string[]): BenchArguments {
  const { values, positionals } = readOptions(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        sockets: { type: 'string' },
        readers: { type: 'string', default: '100' },
        visitors: { type: 'string', default: '2400' },
        seconds: { type: 'string', default: '5' },
        runs: { type: 'string', default: '3' },
        profile: { type: 'boolean', default: false },
      },
    }),
  );
  const unknown = positionals.find((name) => !BENCHES.some((known) => known === name));
  if (unknown !== undefined) throw new UsageError(`There is no bench "${unknown}".`);
  return {
    names: positionals.length === 0 ? BENCHES : BENCHES.filter((name) => positionals.includes(name)),
    sockets: wholeNumber('sockets', values.sockets ?? '2000', 1, NUMBER_MAX),
    returning: wholeNumber('sockets', values.sockets ?? '10000', 1, NUMBER_MAX),
    readers: wholeNumber('readers', values.readers, 1, NUMBER_MAX),
    visitors: wholeNumber('visitors', values.visitors, 1, NUMBER_MAX),
    seconds: wholeNumber('seconds', values.seconds, 1, NUMBER_MAX),
    runs: wholeNumber('runs', values.runs, 1, NUMBER_MAX),
    profile: values.profile,
  };
}
