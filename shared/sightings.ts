/** Sightings: on which pages a site's snippet has been seen, and what went wrong there. */
import type { ErrorCode } from './errors.ts';

/** What can be wrong on a page, as the server notices it. */
export const SIGHTED_PROBLEMS = [
  'origin_not_allowed',
  'site_off',
  'sign_in_required',
  'token_invalid',
  'token_expired',
] as const satisfies readonly ErrorCode[];
export type SightedProblem = (typeof SIGHTED_PROBLEMS)[number];

export interface Sighting {
  id: string;
  /** Such as `https://shop.example`; `null` as text where the page has no address of its own. */
  origin: string;
  /** Without query, parts that name one thing as `*`; null for whatever is of the origin. */
  path: string | null;
  /** Milliseconds since 1970. */
  firstSeenAt: number;
  lastSeenAt: number;
  /** When the chat was last served there; null where it never was. */
  workedAt: number | null;
  /** What went wrong last, and how that is mended. */
  problem: { code: SightedProblem; message: string; at: number } | null;
}
