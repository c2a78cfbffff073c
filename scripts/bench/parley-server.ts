import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app.ts';
import { readConfig, settlePort } from '../../server/config.ts';
import { type Clock, systemClock } from '../../server/core/clock.ts';
import { createLog } from '../../server/core/log.ts';
import { openStore } from '../../server/open-store.ts';
import { ADMIN } from './agent-sessions.ts';
import type { ParleySettings } from './parley-settings.ts';
import { answerQuestions } from './server-control.ts';

const [port = '0', json = ''] = process.argv.slice(2);
const { pace, dataDir, mongodbUrl, redisUrl } = JSON.parse(json) as ParleySettings;

/** Of all nodes: whoever signs in at one is signed in at the others. */
const SECRET_KEY = 'gone with its data when the bench ends';
/** Counted like any other allowance, but never used up. */
const FAST = { burst: 1_000, perSecond: 1_000 };

/** The whole server with its store, as `npm start` runs it, in a process that tells what it uses. */
const config = readConfig({
  PORT: port,
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
  ...(mongodbUrl !== undefined && { MONGODB_URL: mongodbUrl, SECRET_KEY }),
  ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
});
let aheadMs = 0;
const clock: Clock = {
  ...systemClock,
  now: () => systemClock.now() + aheadMs,
  elapsed: () => systemClock.elapsed() + aheadMs,
};
const log = createLog(config.logLevel, false);
const store = await openStore(config, log);
const app = createApp(
  { config, db: store.db, clock, log },
  pace === 'fast' ? { visitorMessages: FAST } : undefined,
);
const inserted = countInserts();
await app.start();
await new Promise<void>((resolve) => app.server.listen(config.port, config.host, resolve));
settlePort(config, (app.server.address() as AddressInfo).port);
answerQuestions({
  port: config.port,
  groups: () => ({ ...inserted }),
  sockets: () => app.realtime.io.engine.clientsCount,
  pass: (milliseconds) => {
    aheadMs += milliseconds;
  },
  async settle() {
    await app.jobs.idle();
    await app.conversations.settled();
  },
  async stop() {
    await app.drain();
    await store.close();
  },
});

/** Counts the inserts of entries and what they carry, beside the server and not inside of it. */
function countInserts(): { groups: number; grouped: number } {
  const counts = { groups: 0, grouped: 0 };
  const { entries, database } = app.conversations.collections;
  const command = database.command.bind(database);
  database.command = (what, options) => {
    if (what.insert === entries.collectionName) {
      counts.groups++;
      counts.grouped += what.documents.length;
    }
    return command(what, options);
  };
  return counts;
}
