import { parseArgs } from 'node:util';
import { readOptions, UsageError, wholeNumber } from '../usage.ts';

const CONVERSATIONS_MAX = 10_000_000;

export const USAGE = `npm run seed -- --conversations N [--url mongodb://host:27017/parley] [--random-seed TEXT]

  --conversations  how many to add
  --url            a MongoDB with the name of the database; without it MONGODB_URL, or the
                   embedded store in DATA_DIR, which no server may hold at the same time
  --random-seed    the same text on the same store gives the same data; default "parley"`;

export interface SeedArguments {
  conversations: number;
  url: string | null;
  randomSeed: string;
}

/** @throws UsageError */
export function readArguments(args: readonly string[]): SeedArguments {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        conversations: { type: 'string' },
        url: { type: 'string' },
        'random-seed': { type: 'string', default: 'parley' },
      },
    }),
  );
  const { conversations, url } = values;
  if (conversations === undefined) throw new UsageError('--conversations is missing.');
  if (url !== undefined && !/^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/.test(url))
    throw new UsageError('--url looks like mongodb://host:27017/parley, with a database.');
  return {
    conversations: wholeNumber('conversations', conversations, 1, CONVERSATIONS_MAX),
    url: url ?? null,
    randomSeed: values['random-seed'],
  };
}
