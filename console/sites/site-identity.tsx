import { useDesk } from '../desk-context.ts';
import { SettingsFrame } from '../settings/settings-frame.tsx';
import { words } from '../words/words.ts';
import { IdentitySecret } from './identity-secret.tsx';
import { SigningGuide } from './signing-guide.tsx';
import { SiteHead } from './site-head.tsx';
import type { SiteWithSnippet } from './site-with-snippet.ts';
import { WhoMayChat } from './who-may-chat.tsx';

interface SiteIdentityProps {
  site: SiteWithSnippet;
  onSaved(site: SiteWithSnippet): void;
}

/** How a site says who its visitors are. */
export function SiteIdentity({ site, onSaved }: SiteIdentityProps) {
  const { me } = useDesk();
  const admin = me.value.role === 'admin';
  return (
    <SettingsFrame>
      <SiteHead site={site} part="identity" />
      {!admin && <p class="settings-notice">{words.sites.onlyAdminsSecret}</p>}
      <WhoMayChat site={site} locked={!admin} onSaved={onSaved} />
      {admin && <IdentitySecret siteId={site.id} />}
      <SigningGuide />
    </SettingsFrame>
  );
}
