import { resolve } from 'node:path';
import { Cluster } from './cluster/cluster.ts';
import { MissingPrograms } from './cluster/programs.ts';
import { readArguments, USAGE } from './cluster/read-arguments.ts';
import { buildWhenStale } from './start.mjs';
import { EXIT_MISSING, EXIT_USAGE, UsageError } from './usage.ts';

const root = resolve(import.meta.dirname, '..');

let cluster: Cluster | undefined;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked twice, somebody is in a hurry.
    void stop(0, stopping ? 'SIGKILL' : 'SIGTERM');
  });
}

try {
  const settings = readArguments(process.argv.slice(2));
  await buildWhenStale(root);
  cluster = new Cluster(root, settings, (reason) => {
    console.error(reason);
    void stop(1, 'SIGTERM');
  });
  await cluster.start();
} catch (error) {
  const isUsage = error instanceof UsageError;
  if (!stopping) console.error(error instanceof Error ? error.message : error);
  if (isUsage) console.error(USAGE);
  await stop(isUsage ? EXIT_USAGE : error instanceof MissingPrograms ? EXIT_MISSING : 1, 'SIGTERM');
}

async function stop(code: number, signal: NodeJS.Signals): Promise<void> {
  stopping = true;
  await cluster?.end(signal);
  process.exit(code);
}
