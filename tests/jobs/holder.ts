/** A node's jobs in a process of its own: takes a job, says so, and finishes it when it is told to. */
import { systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { Jobs } from '../../server/core/jobs/jobs.ts';
import { createLog } from '../../server/core/log.ts';

const [url = '', handler = '', leaseMs = ''] = process.argv.slice(2);
const db = await connectStore(url);
const jobs = new Jobs(db, systemClock, createLog('silent', false), { leaseMs: Number(leaseMs) });
jobs.handle(handler, async ({ conversationId, seq }) => {
  const told = new Promise((resolve) => process.once('message', resolve));
  process.send?.('taken');
  await told;
  // As every side effect: under a key of its own, so that it shows once.
  const _id = `${conversationId}:${seq}`;
  await db
    .collection<{ _id: string }>('effects')
    .insertOne({ _id })
    .catch(() => undefined);
  // Once what the runner writes after a job is written too.
  void jobs.idle().then(() => process.send?.('done'));
});
jobs.start();
