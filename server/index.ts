import type { AddressInfo } from 'node:net';
import { openRescueDoor } from './agents/index.ts';
import { type App, createApp } from './app.ts';
import { type Config, ConfigError, readConfig, settlePort } from './config.ts';
import { systemClock } from './core/clock.ts';
import { createLog, type Log } from './core/log.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { snippetOf } from './sites/index.ts';

/** `EX_CONFIG` of sysexits.h: whoever restarts services knows that trying again will not help. */
const EXIT_WRONG_CONFIG = 78;
const EXIT_CANNOT_START = 1;
/** Supervisors kill after 10 s; what is not finished by then is left to be repaired at the next start. */
const EXIT_WITHIN_MS = 9_500;

await main();

async function main(): Promise<void> {
  const config = configOrExit();
  const readable = process.stdout.isTTY === true;
  const log = createLog(config.logLevel, readable);
  process.on('uncaughtException', (error) => {
    log.fatal(
      { err: error },
      'Something failed that nobody had thought of. Stopping; acknowledged work is safe.',
    );
    process.exit(EXIT_CANNOT_START);
  });
  try {
    const store = await openStore(config, log);
    const app = createApp({ config, db: store.db, clock: systemClock, log });
    await app.start();
    const setUpPath = await app.agents.setUpPath();
    await listen(app, config);
    announce(app, config, setUpPath, readable);
    stopOnSignal(app, store, await doorOf(app, config, log), log);
  } catch (error) {
    // What somebody can do something about is said in a sentence; where it came from helps only with the rest.
    const detail = error instanceof Error && error.constructor === Error ? {} : { err: error };
    log.fatal(detail, `Parley cannot start: ${reasonOf(error, config)}`);
    process.exit(EXIT_CANNOT_START);
  }
}

function configOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`Parley cannot start with these settings:\n`);
    for (const fault of error.faults) process.stderr.write(`  ${fault}\n`);
    process.exit(EXIT_WRONG_CONFIG);
  }
}

/** Only the embedded store belongs to one process; with a MongoDB `npm run admin` needs no door. */
async function doorOf(app: App, { mongodbUrl, dataDir }: Config, log: Log): Promise<() => void> {
  const nothing = () => undefined;
  if (mongodbUrl !== null) return nothing;
  const rescueLink = (email: string) => app.agents.rescueLink(email);
  return openRescueDoor({ dataDir, log, rescueLink }).catch((error) => {
    // The chat works without it.
    log.warn({ err: error }, '`npm run admin` will work only while the server is stopped.');
    return nothing;
  });
}

function listen({ server }: App, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => {
      settlePort(config, (server.address() as AddressInfo).port);
      resolve();
    });
  });
}

/** Says where to go. Said at every log level: nobody could set the server up otherwise. */
function announce(app: App, config: Config, setUpPath: string | null, readable: boolean): void {
  const log = createLog('info', readable);
  const { publicUrl } = config;
  const [site] = app.sites.all();
  log.info(`Parley is ready at ${publicUrl}`);
  if (setUpPath === null) log.info(`Console: ${publicUrl}/console/`);
  else log.info(`Set it up here, once, within 24 hours: ${publicUrl}${setUpPath}`);
  log.info(`Try the chat: ${publicUrl}/demo`);
  if (site !== undefined) log.info(`For your pages: ${snippetOf(site, publicUrl)}`);
  if (config.mongodbUrl === null) {
    log.info(
      `Everything is kept in ${config.dataDir} by the embedded store: for one node and for trying out.`,
    );
  }
}

function stopOnSignal(app: App, store: OpenStore, closeDoor: () => void, log: Log): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    // Asked twice, somebody is in a hurry.
    if (stopping) process.exit(EXIT_CANNOT_START);
    stopping = true;
    log.info(`${signal}: finishing what was taken, then stopping.`);
    const late = setTimeout(() => {
      log.warn('Not everything was finished in time; the next start repairs it.');
      process.exit(0);
    }, EXIT_WITHIN_MS);
    late.unref();
    closeDoor();
    app
      .drain()
      .then(() => store.close())
      .then(
        () => process.exit(0),
        (error) => {
          log.error({ err: error }, 'Stopping went wrong; the next start repairs what is left.');
          process.exit(0);
        },
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function reasonOf(error: unknown, { port }: Config): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `port ${port} is taken. Set PORT to another one, or to 0 for any.`;
  if (code === 'EACCES') return `port ${port} may not be used by this user. Set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.';
  return error.message;
}
