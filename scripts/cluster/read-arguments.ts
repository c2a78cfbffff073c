import { parseArgs } from 'node:util';

export const USAGE = `npm run cluster [-- --nodes N] [--port P]

  --nodes   how many nodes, default 3
  --port    where the proxy listens, default 3000`;

const NODES_MAX = 16;

export interface ClusterArguments {
  nodes: number;
  port: number;
}

/** What is wrong with the command line, in words for whoever typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function readArguments(args: readonly string[]): ClusterArguments {
  const { nodes, port } = parse(args);
  return { nodes: numberIn('nodes', nodes, 1, NODES_MAX), port: numberIn('port', port, 1, 65_535) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        nodes: { type: 'string', default: '3' },
        port: { type: 'string', default: '3000' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberIn(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}.`);
}
