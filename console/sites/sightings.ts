/** Where a site's snippet is seen, as it is shown: origin by origin. Pure. */
import type { Sighting } from '../../shared/sightings.ts';

/** All that is known of one origin. */
export interface SeenOrigin {
  origin: string;
  lastSeenAt: number;
  /** Those with a path, the one that was seen last first. */
  pages: readonly Sighting[];
  problem: Sighting['problem'];
  /** Whether the chat is there: by what happened last. */
  works: boolean;
}

/** @param sightings the one that was seen last first */
export function byOrigin(sightings: readonly Sighting[]): SeenOrigin[] {
  const origins = new Map<string, Sighting[]>();
  for (const seen of sightings) origins.set(seen.origin, [...(origins.get(seen.origin) ?? []), seen]);
  return [...origins].map(([origin, all]) => {
    const problem = lastProblem(all);
    const workedAt = Math.max(...all.map((seen) => seen.workedAt ?? 0));
    return {
      origin,
      lastSeenAt: Math.max(...all.map((seen) => seen.lastSeenAt)),
      pages: all.filter(({ path }) => path !== null),
      problem,
      works: problem === null || workedAt > problem.at,
    };
  });
}

function lastProblem(all: readonly Sighting[]): Sighting['problem'] {
  return all.reduce<Sighting['problem']>(
    (last, { problem }) => (problem && problem.at >= (last?.at ?? 0) ? problem : last),
    null,
  );
}
