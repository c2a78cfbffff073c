import type { Site } from '../../shared/sites.ts';
import { words } from '../words/words.ts';

export interface SiteChoiceProps {
  sites: readonly Site[];
  /** Null for all sites, now and later. */
  siteIds: readonly string[] | null;
  onChange(siteIds: string[] | null): void;
}

/** All sites, or some of them. */
export function SiteChoice({ sites, siteIds, onChange }: SiteChoiceProps) {
  const toggle = (id: string, on: boolean) => {
    const others = (siteIds ?? []).filter((one) => one !== id);
    onChange(on ? [...others, id] : others);
  };
  return (
    <div>
      <label class="settings-check">
        <input
          type="checkbox"
          checked={siteIds === null}
          onChange={(event) => onChange(event.currentTarget.checked ? null : sites.map((site) => site.id))}
        />
        {words.agents.allSitesEver}
      </label>
      {sites.map((site) => (
        <label class="settings-check" key={site.id}>
          <input
            type="checkbox"
            checked={siteIds === null || siteIds.includes(site.id)}
            disabled={siteIds === null}
            onChange={(event) => toggle(site.id, event.currentTarget.checked)}
          />
          {site.name}
        </label>
      ))}
    </div>
  );
}
