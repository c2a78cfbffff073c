import { parseArgs } from 'node:util';
import { BUG_FAULTS } from './bug-names.ts';
import { FAULTS } from './faults/faults.ts';

export class UsageError extends Error {}

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
  const { fault, seed, runs, 'at-once': atOnce, bug, browser } = parse(args);
  for (const name of fault ?? [])
    if (!Object.hasOwn(FAULTS, name)) throw new UsageError(`There is no fault ${name}.`);
  if (bug !== undefined && !Object.hasOwn(BUG_FAULTS, bug)) throw new UsageError(`There is no bug ${bug}.`);
  return {
    faults: fault ?? (bug === undefined ? Object.keys(FAULTS) : [BUG_FAULTS[bug] ?? 'none']),
    seed: count('--seed', seed),
    runs: count('--runs', runs),
    atOnce: count('--at-once', atOnce),
    bug: bug ?? null,
    inChromium: browser,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fault: { type: 'string', multiple: true },
        seed: { type: 'string', default: '1' },
        runs: { type: 'string', default: '1' },
        'at-once': { type: 'string', default: '2' },
        bug: { type: 'string' },
        browser: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function count(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`${name} takes a number from 1 on.`);
  return Number(text);
}
