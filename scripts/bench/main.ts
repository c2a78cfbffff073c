import { resolve } from 'node:path';
import { buildWhenStale } from '../start.mjs';
import { EXIT_MISSING, runAsked } from '../usage.ts';
import { buildServers } from './build-servers.ts';
import {
  compareCatchUp,
  compareConnections,
  compareMessages,
  compareNodes,
  compareReconnect,
  compareSlowReaders,
  tell,
} from './compare.ts';
import { describeMachine } from './describe-machine.ts';
import { comparePages } from './measure-page.ts';
import { missingFor } from './missing.ts';
import { type BenchArguments, readArguments, USAGE } from './read-arguments.ts';
import type { Row } from './table.ts';
import { toTable } from './table.ts';

/** Visitors with conversations of their own, as many as write at once. */
const FEW = 200;

process.exitCode = await runAsked(USAGE, () => readArguments(process.argv.slice(2)), main);

/** @returns the exit code */
async function main(asked: BenchArguments): Promise<number> {
  const missing = missingFor(asked);
  if (missing.length > 0) {
    console.error(missing.join('\n'));
    return EXIT_MISSING;
  }
  const programs = await buildServers();
  const rows: Row[] = [];
  const isAsked = (...names: readonly BenchArguments['names'][number][]) =>
    names.some((name) => asked.names.includes(name));
  if (isAsked('connect', 'idle')) rows.push(...(await compareConnections(programs, asked)));
  if (isAsked('message')) {
    rows.push(...(await compareMessages(programs, asked, FEW, 'fast')));
    rows.push(...(await compareMessages(programs, asked, asked.visitors, 'people')));
  }
  if (isAsked('cluster')) rows.push(...(await compareNodes(programs, asked)));
  if (isAsked('catch-up')) rows.push(...(await compareCatchUp(programs, asked)));
  if (isAsked('reconnect')) rows.push(...(await compareReconnect(programs, asked)));
  if (isAsked('slow-readers')) rows.push(...(await compareSlowReaders(programs, asked)));
  if (isAsked('page')) {
    await buildWhenStale(resolve(import.meta.dirname, '../..'));
    rows.push(...(await comparePages(programs.parley, asked.runs, tell)));
  }
  console.log(`\n${describeMachine()}; median of ${asked.runs}; clients and store on the same cores\n`);
  console.log(toTable(rows));
  return 0;
}
