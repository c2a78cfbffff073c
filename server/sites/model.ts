import type { Connection, mongo } from 'mongoose';
import { DEFAULT_SITE, type Site, type SiteLogo, type SiteSettings } from '../../shared/sites.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';

/** A site as it is stored. */
export interface SiteDocument extends SiteSettings {
  _id: string;
  key: string;
  createdAt: Date;
  /** Absent or null without one. */
  logo?: SiteLogo | null;
}

const siteSchema = documentSchema(
  {
    _id: String,
    key: { type: String, required: true },
    name: { type: String, required: true },
    color: String,
    theme: String,
    greeting: String,
    texts: Object,
    position: String,
    offsets: Object,
    launcher: String,
    logo: Object,
    language: String,
    origins: [String],
    continueWithinHours: Number,
    categories: [String],
    preChatForm: Object,
    offlineForm: Object,
    hours: Object,
    specialDays: [Object],
    signedInOnly: Boolean,
    enabled: Boolean,
    createdAt: { type: Date, required: true },
  },
  'sites',
);
siteSchema.index({ key: 1 }, { unique: true });

export function siteCollection(db: Connection): mongo.Collection<SiteDocument> {
  return collectionOf<SiteDocument>(db, 'Site', siteSchema);
}

/**
 * Settings that came later than the site are as a new site has them; what only the next version knows is left out,
 * because sites go to consoles as they are.
 */
export function fromSiteDocument(document: SiteDocument): Site {
  const settings: SiteSettings = { ...DEFAULT_SITE, ...document };
  return {
    id: document._id,
    key: document.key,
    createdAt: document.createdAt.getTime(),
    name: settings.name,
    logo: document.logo ?? null,
    color: settings.color,
    theme: settings.theme,
    greeting: settings.greeting,
    texts: settings.texts,
    position: settings.position,
    offsets: settings.offsets,
    launcher: settings.launcher,
    language: settings.language,
    origins: settings.origins,
    continueWithinHours: settings.continueWithinHours,
    categories: settings.categories,
    preChatForm: settings.preChatForm,
    offlineForm: settings.offlineForm,
    hours: settings.hours,
    specialDays: settings.specialDays,
    signedInOnly: settings.signedInOnly,
    enabled: settings.enabled,
  };
}
