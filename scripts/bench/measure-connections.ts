import { setTimeout as delay } from 'node:timers/promises';
import { inParallel, OPENING_AT_ONCE, opened } from './clients.ts';
import type { Side } from './side.ts';
import { percentile } from './statistics.ts';
import type { WireClient } from './wire-client.ts';

/** Connections opened and closed first, so that code is compiled and pools are filled. */
const WARM_UP = 500;
/** What is left behind by closing and opening is collected by then. */
const SETTLE_MS = 1_500;

/** What was seen of visitors who connect and then do nothing. Times in milliseconds. */
export interface ConnectionFigures {
  perSecond: number;
  readyP50: number;
  readyP99: number;
  /** CPU of the server's main thread for each connection. */
  mainMicroseconds: number;
  /** Memory of the whole process for each idle connection. */
  residentBytes: number;
  /** Of it what the main thread's objects take. */
  heapBytes: number;
}

/**
 * Connects visitors, so many at once, and lets them rest.
 * @param profilePath where to write a profile of the server's main thread, if at all
 */
export async function measureConnections(
  side: Side,
  sockets: number,
  profilePath: string | null,
): Promise<ConnectionFigures> {
  const { server } = side;
  const warm = await connectAll(side, WARM_UP, []);
  for (const client of warm) client.close();
  await delay(SETTLE_MS);
  if (profilePath !== null) await server.profile();
  const before = await server.usage(true);
  const times: number[] = [];
  const startedAt = performance.now();
  const clients = await connectAll(side, sockets, times);
  const seconds = (performance.now() - startedAt) / 1_000;
  const busy = await server.usage();
  if (profilePath !== null) await server.stopProfile(profilePath);
  await delay(SETTLE_MS);
  const idle = await server.usage(true);
  for (const client of clients) client.close();
  return {
    perSecond: sockets / seconds,
    readyP50: percentile(times, 0.5),
    readyP99: percentile(times, 0.99),
    mainMicroseconds:
      busy.mainMicroseconds === null || before.mainMicroseconds === null
        ? Number.NaN
        : (busy.mainMicroseconds - before.mainMicroseconds) / sockets,
    residentBytes: (idle.residentBytes - before.residentBytes) / sockets,
    heapBytes: (idle.heapBytes - before.heapBytes) / sockets,
  };
}

async function connectAll(side: Side, count: number, times: number[]): Promise<WireClient[]> {
  const clients: WireClient[] = [];
  await inParallel(count, OPENING_AT_ONCE, async () => {
    const startedAt = performance.now();
    clients.push(await opened((onReady, handlers) => side.connectVisitor(onReady, handlers)));
    times.push(performance.now() - startedAt);
  });
  return clients;
}
