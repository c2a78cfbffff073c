import type { Site } from '../../shared/sites.ts';
import { addressOf, SITE_PARTS, type SitePart } from '../router.ts';
import { SettingsHead } from '../settings/settings-frame.tsx';

const PARTS: Readonly<Record<SitePart, { name: string; why: string }>> = {
  chat: { name: 'Chat', why: 'How the chat looks and behaves on this site.' },
  pages: {
    name: 'On your pages',
    why: 'Where the snippet is seen, and what went wrong there last.',
  },
  identity: {
    name: 'Signed-in people',
    why: 'Your server says who somebody is, and they see their conversations on every device.',
  },
};

/** Which site it is, and the way between the pages of its settings. */
export function SiteHead({ site, part }: { site: Site; part: SitePart }) {
  return (
    <>
      <SettingsHead title={site.name} why={PARTS[part].why} />
      <nav class="site-parts" aria-label={`Settings of ${site.name}`}>
        {SITE_PARTS.map((each) => (
          <a
            key={each}
            class="site-part"
            href={addressOf({ kind: 'site', id: site.id, part: each })}
            aria-current={each === part ? 'page' : undefined}
          >
            {PARTS[each].name}
          </a>
        ))}
      </nav>
    </>
  );
}
