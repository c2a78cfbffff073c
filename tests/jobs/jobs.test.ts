import type { Connection } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { ensureIndexes } from '../../server/core/db/indexes.ts';
import { type JobHandler, Jobs } from '../../server/core/jobs/jobs.ts';
import { createLog } from '../../server/core/log.ts';
import { eventually } from '../support/eventually.ts';
import { startTestStore } from '../support/store.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const LEASE_MS = 400;
const quiet = createLog('silent', false);
let store: Awaited<ReturnType<typeof startTestStore>>;
const connections: Connection[] = [];
const running: Jobs[] = [];

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  for (const jobs of running) await jobs.stop();
  for (const connection of connections) await connection.close();
  await store.close();
});

/** One node's runner. With a clock that stands it neither polls nor renews: a node that has stopped. */
async function node(
  name: string,
  handler: JobHandler,
  clock: Clock = systemClock,
): Promise<{ jobs: Jobs; db: Connection }> {
  const db = await connectStore(store.url);
  connections.push(db);
  const jobs = new Jobs(db, clock, quiet, { leaseMs: LEASE_MS });
  await ensureIndexes(db, quiet);
  jobs.handle(name, handler);
  return { jobs, db };
}

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('a job', () => {
  it('runs once, however often and by however many it is asked for', async () => {
    const ran: string[] = [];
    const one = await node('once', async () => void ran.push('one'));
    const two = await node('once', async () => void ran.push('two'));
    const job = { conversationId: 'c1', seq: 1, handler: 'once' };
    for (const { jobs } of [one, two]) {
      running.push(jobs);
      jobs.start();
    }
    await Promise.all([one.jobs.add([job]), two.jobs.add([job]), one.jobs.add([job])]);
    await eventually(() => expect(ran).toHaveLength(1));
    await one.jobs.add([job]);
    await Promise.all([one.jobs.idle(), two.jobs.idle()]);
    expect(ran).toHaveLength(1);
  });

  it('is taken over when its holder stops, and the late holder changes nothing', async () => {
    const late = gate();
    const stopped = await node(
      'take-over',
      async () => {
        await late.opened;
        throw new Error('woke up too late');
      },
      new TurnedClock(),
    );
    running.push(stopped.jobs);
    stopped.jobs.start();
    await stopped.jobs.add([{ conversationId: 'c2', seq: 1, handler: 'take-over' }]);
    const collection = stopped.db.collection<{ _id: string; state: string; epoch: number }>('jobs');
    await eventually(async () =>
      expect(await collection.findOne({ _id: 'c2:1:take-over' })).toMatchObject({ epoch: 1 }),
    );
    const ran: number[] = [];
    const follower = await node('take-over', async () => void ran.push(1));
    running.push(follower.jobs);
    follower.jobs.start();
    await eventually(() => expect(ran).toEqual([1]), { timeoutMs: 10_000 });
    await eventually(async () =>
      expect(await collection.findOne({ _id: 'c2:1:take-over' })).toMatchObject({ state: 'done', epoch: 2 }),
    );
    late.open();
    await stopped.jobs.idle();
    expect(await collection.findOne({ _id: 'c2:1:take-over' })).toMatchObject({ state: 'done', epoch: 2 });
  });

  it('is kept by a holder that is slow but alive', async () => {
    const slow = gate();
    let started = 0;
    const handler: JobHandler = async () => {
      started++;
      await slow.opened;
    };
    const holder = await node('slow', handler);
    const other = await node('slow', handler);
    for (const { jobs } of [holder, other]) {
      running.push(jobs);
      jobs.start();
    }
    const collection = holder.db.collection<{ _id: string; dueAt: Date; epoch: number }>('jobs');
    await holder.jobs.add([{ conversationId: 'c3', seq: 1, handler: 'slow' }]);
    const first = await eventually(() => collection.findOne({ _id: 'c3:1:slow', epoch: 1 }));
    // Held for more than two whole leases: it must have been renewed, and nobody else may have it.
    await eventually(async () => {
      const now = await collection.findOne({ _id: 'c3:1:slow' });
      expect((now?.dueAt.getTime() ?? 0) - first.dueAt.getTime()).toBeGreaterThan(2 * LEASE_MS);
    });
    expect(started).toBe(1);
    slow.open();
    await eventually(async () =>
      expect(await collection.findOne({ _id: 'c3:1:slow' })).toMatchObject({ state: 'done', epoch: 1 }),
    );
  });

  it('is tried again when it fails', async () => {
    let attempts = 0;
    const { jobs } = await node('flaky', async () => {
      attempts++;
      if (attempts === 1) throw new Error('not yet');
    });
    running.push(jobs);
    jobs.start();
    await jobs.add([{ conversationId: 'c4', seq: 1, handler: 'flaky' }]);
    await eventually(() => expect(attempts).toBe(2), { timeoutMs: 10_000 });
  });
});
