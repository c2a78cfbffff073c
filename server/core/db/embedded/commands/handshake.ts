import { LARGEST_BATCH, LARGEST_DOCUMENT, LARGEST_MESSAGE } from '../limits.ts';
import { answer, type Command, type Context } from './request.ts';

/** The wire of MongoDB 7.0: newer drivers offer commands from 8.0 on only above it. */
const WIRE_VERSION = 21;
const VERSION = [7, 0, 0, 0];

const HELLO_OPTIONS = [
  'helloOk',
  'client',
  'compression',
  'topologyVersion',
  'maxAwaitTimeMS',
  'loadBalanced',
  'saslSupportedMechs',
  'speculativeAuthenticate',
  'backpressure',
];

/** A standalone server: no set name, so that drivers send no transactions and no retryable writes. */
function hello(primaryField: string): Command {
  return {
    options: HELLO_OPTIONS,
    run: (_request, context) =>
      answer({
        helloOk: true,
        [primaryField]: true,
        maxBsonObjectSize: LARGEST_DOCUMENT,
        maxMessageSizeBytes: LARGEST_MESSAGE,
        maxWriteBatchSize: LARGEST_BATCH,
        localTime: new Date(context.clock.now()),
        logicalSessionTimeoutMinutes: 30,
        connectionId: 1,
        minWireVersion: 0,
        maxWireVersion: WIRE_VERSION,
        readOnly: false,
      }),
  };
}

const nothing: Command = { options: [], run: () => answer() };

const buildInfo: Command = {
  options: [],
  run: () =>
    answer({
      version: VERSION.slice(0, 3).join('.'),
      versionArray: VERSION,
      gitVersion: 'embedded store',
      modules: [],
      bits: 64,
      debug: false,
      maxBsonObjectSize: LARGEST_DOCUMENT,
    }),
};

const serverStatus: Command = {
  options: [],
  run: (_request, context: Context) =>
    answer({
      host: 'embedded',
      process: 'embedded store',
      version: VERSION.slice(0, 3).join('.'),
      pid: process.pid,
      uptime: (context.clock.now() - context.startedAt) / 1000,
      localTime: new Date(context.clock.now()),
      metrics: {
        cursor: { open: { total: context.cursors.count } },
        commits: context.store.commits,
        heldBytes: context.store.heldBytes,
      },
    }),
};

/** What drivers ask before and beside the real work. */
export const handshake: Record<string, Command> = {
  hello: hello('isWritablePrimary'),
  isMaster: hello('ismaster'),
  ismaster: hello('ismaster'),
  ping: nothing,
  endSessions: nothing,
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
};
