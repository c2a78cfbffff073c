import { type Connection, type mongo, Schema } from 'mongoose';
import { DEFAULT_SITE, type Site, type SiteSettings } from '../../shared/sites.ts';

/** A site as it is stored. */
export interface SiteDocument extends SiteSettings {
  _id: string;
  key: string;
  createdAt: Date;
}

const siteSchema = new Schema(
  {
    _id: String,
    key: { type: String, required: true },
    name: { type: String, required: true },
    color: String,
    greeting: String,
    position: String,
    origins: [String],
    continueWithinHours: Number,
    categories: [String],
    enabled: Boolean,
    createdAt: { type: Date, required: true },
  },
  { collection: 'sites', versionKey: false },
);
siteSchema.index({ key: 1 }, { unique: true });

export function siteCollection(db: Connection): mongo.Collection<SiteDocument> {
  return db.model('Site', siteSchema).collection as unknown as mongo.Collection<SiteDocument>;
}

/** Settings that came later than the site are as a new site has them. */
export function fromSiteDocument(document: SiteDocument): Site {
  const { _id, createdAt, ...rest } = document;
  return { ...DEFAULT_SITE, ...rest, id: _id, createdAt: createdAt.getTime() };
}
