import type { Site } from '../../shared/sites.ts';
import { fill } from '../../shared/wording.ts';
import { addressOf, SITE_PARTS, type SitePart } from '../router.ts';
import { SettingsHead } from '../settings/settings-frame.tsx';
import { words } from '../words/words.ts';
import './site-form.css';

/** Which site it is, and the way between the pages of its settings. */
export function SiteHead({ site, part }: { site: Site; part: SitePart }) {
  return (
    <>
      <SettingsHead title={site.name} why={words.sites.parts[part].why} />
      <nav class="site-parts" aria-label={fill(words.sites.settingsOf, { name: site.name })}>
        {SITE_PARTS.map((each) => (
          <a
            key={each}
            class="site-part"
            href={addressOf({ kind: 'site', id: site.id, part: each })}
            aria-current={each === part ? 'page' : undefined}
          >
            {words.sites.parts[each].name}
          </a>
        ))}
      </nav>
    </>
  );
}
