import { parseArgs } from 'node:util';
import { readOptions, wholeNumber } from '../usage.ts';

export const USAGE = `npm run cluster [-- --nodes N] [--port P]

  --nodes   how many nodes, default 3
  --port    where the proxy listens, default 3000`;

const NODES_MAX = 16;

export interface ClusterArguments {
  nodes: number;
  port: number;
}

/** @throws UsageError */
export function readArguments(args: readonly string[]): ClusterArguments {
  const { nodes, port } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        nodes: { type: 'string', default: '3' },
        port: { type: 'string', default: '3000' },
      },
    }),
  ).values;
  return {
    nodes: wholeNumber('nodes', nodes, 1, NODES_MAX),
    port: wholeNumber('port', port, 1, 65_535),
  };
}
