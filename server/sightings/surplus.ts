import type { SightingDocument } from './model.ts';

/** Of one origin: enough to see what kind of pages they are. */
const PATHS_OF_ORIGIN = 8;
/** More is one company's work only if somebody invents them. */
const WORKING_ORIGINS = { established: 24, newest: 6 };
const REFUSED_ORIGINS = { established: 5, newest: 5 };

interface Room {
  established: number;
  newest: number;
}

/**
 * What is to be forgotten, so that what is kept of a site stays small whatever comes: of each origin what is known
 * without its path, and the paths that were seen last; of the origins those that have been there longest, which nobody
 * can push out by inventing others, and those that were seen last, so that a new page is found. Where the chat works and
 * where it is refused have room of their own.
 * @param all of one site
 */
export function surplusOf(all: readonly SightingDocument[]): SightingDocument[] {
  const origins = pagesByOrigin(all).map((pages) => pages.sort(inOrder));
  const works = (pages: readonly SightingDocument[]) => pages.some(({ workedAt }) => workedAt !== null);
  const kept = [
    ...keptOf(origins.filter(works), WORKING_ORIGINS),
    ...keptOf(
      origins.filter((pages) => !works(pages)),
      REFUSED_ORIGINS,
    ),
  ];
  const keptPages = new Set(kept.flatMap((pages) => pages.slice(0, PATHS_OF_ORIGIN)));
  return all.filter((page) => !keptPages.has(page));
}

function pagesByOrigin(all: readonly SightingDocument[]): SightingDocument[][] {
  const byOrigin = new Map<string, SightingDocument[]>();
  for (const page of all) byOrigin.set(page.origin, [...(byOrigin.get(page.origin) ?? []), page]);
  return [...byOrigin.values()];
}

function keptOf(origins: SightingDocument[][], { established, newest }: Room): SightingDocument[][] {
  const byAge = origins.sort((a, b) => firstOf(a) - firstOf(b));
  const rest = byAge.slice(established).sort((a, b) => lastOf(b) - lastOf(a));
  return [...byAge.slice(0, established), ...rest.slice(0, newest)];
}

/** The one that stands for all of an origin, then those that were seen last. */
function inOrder(a: SightingDocument, b: SightingDocument): number {
  const forAll = Number(b.path === null) - Number(a.path === null);
  return forAll || b.lastSeenAt.getTime() - a.lastSeenAt.getTime();
}

function firstOf(pages: readonly SightingDocument[]): number {
  return Math.min(...pages.map(({ firstSeenAt }) => firstSeenAt.getTime()));
}

function lastOf(pages: readonly SightingDocument[]): number {
  return Math.max(...pages.map(({ lastSeenAt }) => lastSeenAt.getTime()));
}
