import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import type { Connection } from 'mongoose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { ensureIndexes } from '../../server/core/db/indexes.ts';
import { Jobs } from '../../server/core/jobs/jobs.ts';
import { createLog } from '../../server/core/log.ts';
import { eventually } from '../support/eventually.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

const HOLDER = new URL('./holder.ts', import.meta.url);
const LEASE_MS = 10_000;
/** On a machine that has nothing else to do. */
const FOLLOWED_WITHIN_MS = 15_000;
const quiet = createLog('silent', false);

let store: TestStore;
let db: Connection;
let jobs: Jobs;
let holder: ChildProcess | undefined;

beforeEach(async () => {
  store = await startTestStore({ tcpPort: 0 });
  db = await connectStore(store.url);
});
afterEach(async () => {
  holder?.kill('SIGKILL');
  await jobs.stop();
  await db.close();
  await store.close();
});

const jobOf = (id: string) =>
  db.collection<{ _id: string; state: string; epoch: number; dueAt: Date }>('jobs').findOne({ _id: id });
const effects = () => db.collection<{ _id: string }>('effects').find().toArray();

/** Another process takes the one job there is, and this one waits to follow it. */
async function held(leaseMs: number): Promise<ChildProcess> {
  jobs = new Jobs(db, systemClock, quiet, { leaseMs });
  await ensureIndexes(db, quiet);
  await jobs.add([{ conversationId: 'c', seq: 1, handler: 'mail' }]);
  holder = fork(HOLDER, [store.url, 'mail', String(leaseMs)], { execArgv: ['--import', 'tsx'] });
  expect(await once(holder, 'message')).toEqual(['taken', undefined]);
  jobs.handle('mail', async ({ conversationId, seq }) => {
    await db.collection<{ _id: string }>('effects').insertOne({ _id: `${conversationId}:${seq}` });
  });
  jobs.start();
  return holder;
}

it('a holder that is killed is followed by another within 15 s', async () => {
  const process = await held(LEASE_MS);
  process.kill('SIGKILL');
  const busyness = Math.max(1, (loadavg()[0] ?? 0) / cpus().length);
  await eventually(async () => expect(await jobOf('c:1:mail')).toMatchObject({ state: 'done', epoch: 2 }), {
    timeoutMs: FOLLOWED_WITHIN_MS * busyness,
  });
  expect(await effects()).toEqual([{ _id: 'c:1' }]);
}, 240_000);

it('a holder that stood still and wakes up changes nothing, and its effect shows once', async () => {
  const process = await held(2_000);
  process.kill('SIGSTOP');
  await eventually(async () => expect(await jobOf('c:1:mail')).toMatchObject({ state: 'done', epoch: 2 }), {
    timeoutMs: 60_000,
  });
  const after = await jobOf('c:1:mail');
  process.kill('SIGCONT');
  process.send('go on');
  expect(await once(process, 'message')).toEqual(['done', undefined]);
  // It has written that the job is done, and renewed its lease, under an epoch that is over.
  process.disconnect();
  process.kill('SIGTERM');
  await once(process, 'exit');
  expect(await jobOf('c:1:mail')).toEqual(after);
  expect(await effects()).toEqual([{ _id: 'c:1' }]);
}, 120_000);
