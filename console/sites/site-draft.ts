/** A site's settings as they are edited: lists as lines of text, numbers as typed. Pure. */
import type { Language } from '../../shared/languages.ts';
import type { ChangeSite, Site } from '../../shared/sites.ts';

/** Ninety days, as the server takes it. */
const HOURS_MAX = 24 * 90;

export interface SiteDraft {
  name: string;
  language: Language;
  /** One in a line. */
  origins: string;
  continueWithinHours: string;
  /** One in a line. */
  categories: string;
  enabled: 'on' | 'off';
}

export function draftOf(site: Site): SiteDraft {
  return {
    name: site.name,
    language: site.language,
    origins: site.origins.join('\n'),
    continueWithinHours: String(site.continueWithinHours),
    categories: site.categories.join('\n'),
    enabled: site.enabled ? 'on' : 'off',
  };
}

/** What a draft changes of a site: only what differs. */
export function changesOf(site: Site, draft: SiteDraft): ChangeSite {
  const changes: ChangeSite = {};
  const edited: Required<
    Pick<ChangeSite, 'name' | 'language' | 'origins' | 'continueWithinHours' | 'categories' | 'enabled'>
  > = {
    name: draft.name.trim(),
    language: draft.language,
    origins: originsOf(draft.origins),
    // Anything but hours is a change too, and told at its field when it is saved.
    continueWithinHours: isHours(draft.continueWithinHours) ? Number(draft.continueWithinHours) : -1,
    categories: categoriesOf(draft.categories),
    enabled: draft.enabled === 'on',
  };
  for (const name of Object.keys(edited) as (keyof typeof edited)[]) {
    if (JSON.stringify(edited[name]) !== JSON.stringify(site[name])) {
      Object.assign(changes, { [name]: edited[name] });
    }
  }
  return changes;
}

/** Whether this is a time for which a conversation may go on. */
export function isHours(typed: string): boolean {
  return /^\d{1,4}$/.test(typed.trim()) && Number(typed) <= HOURS_MAX;
}

/** Each once, in order, without blank ones. Addresses are often pasted with commas between them. */
function originsOf(text: string): string[] {
  return once(text.split(/[\n,]/).map((line) => line.trim().replace(/\/+$/, '')));
}

function categoriesOf(text: string): string[] {
  return once(text.split('\n').map((line) => line.trim()));
}

function once(lines: string[]): string[] {
  return [...new Set(lines.filter(Boolean))];
}
