import type { Connection, mongo } from 'mongoose';
import type { SightedProblem, Sighting } from '../../shared/sightings.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';

/** A page where nobody has seen the snippet for so long no longer has it. */
const FORGET_SECONDS = 90 * 24 * 60 * 60;

/** A page on which a site's snippet has been seen, as it is stored. */
export interface SightingDocument {
  /** Hash of site, origin and path: every node writes the same one. */
  _id: string;
  siteId: string;
  origin: string;
  path: string | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
  workedAt: Date | null;
  problem: { code: SightedProblem; message: string; at: Date } | null;
}

const sightingSchema = documentSchema(
  {
    _id: String,
    siteId: String,
    origin: String,
    path: String,
    firstSeenAt: Date,
    lastSeenAt: Date,
    workedAt: Date,
    problem: Object,
  },
  'sightings',
);
sightingSchema.index({ siteId: 1, lastSeenAt: -1 });
sightingSchema.index({ lastSeenAt: 1 }, { expireAfterSeconds: FORGET_SECONDS });

export function sightingCollection(db: Connection): mongo.Collection<SightingDocument> {
  return collectionOf<SightingDocument>(db, 'Sighting', sightingSchema);
}

export function presentSighting(document: SightingDocument): Sighting {
  const { origin, path, firstSeenAt, lastSeenAt, workedAt, problem } = document;
  return {
    id: document._id,
    origin,
    path,
    firstSeenAt: firstSeenAt.getTime(),
    lastSeenAt: lastSeenAt.getTime(),
    workedAt: workedAt?.getTime() ?? null,
    problem: problem && { code: problem.code, message: problem.message, at: problem.at.getTime() },
  };
}
