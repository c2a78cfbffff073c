import { parseArgs } from 'node:util';

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

/** What is wrong with the command line, in words for whoever typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function readArguments(args: readonly string[]): SeedArguments {
  const values = parse(args);
  const conversations = Number(values.conversations);
  if (values.conversations === undefined) throw new UsageError('--conversations is missing.');
  if (!Number.isInteger(conversations) || conversations < 1 || conversations > CONVERSATIONS_MAX)
    throw new UsageError(`--conversations is a whole number from 1 to ${CONVERSATIONS_MAX}.`);
  const { url } = values;
  if (url !== undefined && !/^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/.test(url))
    throw new UsageError('--url looks like mongodb://host:27017/parley, with a database.');
  return { conversations, url: url ?? null, randomSeed: values['random-seed'] };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        conversations: { type: 'string' },
        url: { type: 'string' },
        'random-seed': { type: 'string', default: 'parley' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
