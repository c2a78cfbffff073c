import { parseArgs } from 'node:util';
import { readOptions, UsageError, wholeNumber } from '../usage.ts';
import { BUG_FAULTS } from './bug-names.ts';
import { FAULTS } from './faults/faults.ts';

const NUMBER_MAX = 9_999_999;

export interface ChaosArguments {
  faults: string[];
  /** The first one. */
  seed: number;
  /** How many seeds. */
  runs: number;
  atOnce: number;
  /** To be found. */
  bug: string | null;
  /** Clients are people in front of a real Chromium. */
  inChromium: boolean;
}

const list = (named: Readonly<Record<string, { what: string }>>) =>
  Object.entries(named).map(([name, { what }]) => `  ${name.padEnd(22)} ${what}`);

export const USAGE = [
  'Usage: npm run chaos [-- --fault NAME] [--seed N] [--runs N] [--at-once N] [--bug NAME] [--browser]',
  '',
  'Faults; all of them where none is named:',
  ...list(FAULTS),
  '',
  '--browser: people in front of a real Chromium, with what npm run build has made.',
  '',
  `Bugs that the checker has to find: ${Object.keys(BUG_FAULTS).join(', ')}`,
].join('\n');

/** @throws UsageError for what is wrong */
export function readArguments(args: readonly string[]): ChaosArguments {
  const {
    fault,
    seed,
    runs,
    'at-once': atOnce,
    bug,
    browser,
  } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        fault: { type: 'string', multiple: true },
        seed: { type: 'string', default: '1' },
        runs: { type: 'string', default: '1' },
        'at-once': { type: 'string', default: '2' },
        bug: { type: 'string' },
        browser: { type: 'boolean', default: false },
      },
    }),
  ).values;
  for (const name of fault ?? [])
    if (!Object.hasOwn(FAULTS, name)) throw new UsageError(`There is no fault ${name}.`);
  if (bug !== undefined && !Object.hasOwn(BUG_FAULTS, bug)) throw new UsageError(`There is no bug ${bug}.`);
  return {
    faults: fault ?? (bug === undefined ? Object.keys(FAULTS) : [BUG_FAULTS[bug] ?? 'none']),
    seed: wholeNumber('seed', seed, 1, NUMBER_MAX),
    runs: wholeNumber('runs', runs, 1, NUMBER_MAX),
    atOnce: wholeNumber('at-once', atOnce, 1, NUMBER_MAX),
    bug: bug ?? null,
    inChromium: browser,
  };
}
