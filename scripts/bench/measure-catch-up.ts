import { opened } from './clients.ts';
import type { Side } from './side.ts';
import { percentile } from './statistics.ts';

/** Entries that a visitor has missed: far more than are sent one by one. */
export const MISSED = 1_000;
const TIMES = 50;
const BETWEEN_MS = 1_000;

/** How long a visitor who was away waits, in milliseconds. */
export interface CatchUpFigures {
  readyP50: number;
  readyP99: number;
}

/**
 * Lets one visitor come back over and over, from opening the connection until all that is shown at first is there.
 * @param profilePath where to write a profile of the server's main thread, if at all
 */
export async function measureCatchUp(side: Side, profilePath: string | null): Promise<CatchUpFigures> {
  const connect = await side.leave(MISSED);
  await side.server.settle();
  if (profilePath !== null) await side.server.profile();
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    // Nobody comes back so often: what is allowed to one visitor is not what is measured.
    await side.server.pass(BETWEEN_MS);
    const startedAt = performance.now();
    const client = await opened(connect);
    times.push(performance.now() - startedAt);
    client.close();
  }
  if (profilePath !== null) await side.server.stopProfile(profilePath);
  return { readyP50: percentile(times, 0.5), readyP99: percentile(times, 0.99) };
}
