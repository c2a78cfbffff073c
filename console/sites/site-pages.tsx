import { useEffect } from 'preact/hooks';
import type { Page } from '../../shared/paging.ts';
import type { Sighting } from '../../shared/sightings.ts';
import { now } from '../core/clock.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { SettingsFrame } from '../settings/settings-frame.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Empty, Failed } from '../ui/state.tsx';
import { SeenOrigins } from './seen-origins.tsx';
import { byOrigin } from './sightings.ts';
import { SiteHead } from './site-head.tsx';
import type { SiteWithSnippet } from './site-with-snippet.ts';
import { Snippet } from './snippet.tsx';
import './site-pages.css';

interface SitePagesProps {
  site: SiteWithSnippet;
  onSaved(site: SiteWithSnippet): void;
}

/** Where the snippet is seen, and what to look at where it is not. */
export function SitePages({ site, onSaved }: SitePagesProps) {
  const { api } = useDesk();
  const { state, reload } = useLoaded(() => api.get<Page<Sighting>>(`/sites/${site.id}/sightings`), site.id);
  // Whoever has just pasted the snippet looks here whether it works.
  useEffect(reload, [now.value]);
  return (
    <SettingsFrame>
      <SiteHead site={site} part="pages" />
      {state.kind === 'loading' && (
        <Loading label="Loading pages">
          <Skeleton width="100%" height={64} />
        </Loading>
      )}
      {state.kind === 'failed' && (
        <Failed title="The pages could not be loaded" says={state.refusal.message} onRetry={reload} />
      )}
      {state.kind === 'ready' && state.value.items.length === 0 && (
        <>
          <Empty title="Not seen on any page yet">
            Paste this into your page and open it: within seconds it is listed here.
          </Empty>
          <Snippet snippet={site.snippet} />
        </>
      )}
      {state.kind === 'ready' && state.value.items.length > 0 && (
        <section class="settings-section">
          <SeenOrigins site={site} origins={byOrigin(state.value.items)} onSaved={onSaved} />
          <p class="field-help">
            Noted about once an hour. Pages are told apart once somebody begins a chat there, without what
            stands behind the “?”; a number or a code in the address counts as *. Forgotten after 90 days.
          </p>
        </section>
      )}
      <section class="settings-section">
        <div>
          <h2 class="settings-part">Where it does not show</h2>
          <p class="settings-why">
            A page that blocks the chat cannot tell us so, and is not listed. Open that page’s console in the
            browser (F12): one line that begins with “Parley:” names the cause and what to change; where the
            script itself is blocked, the browser says so. Most often it is the page’s content security
            policy, which has to allow:
          </p>
        </div>
        <Snippet snippet={site.policy} label="Copy policy" />
      </section>
    </SettingsFrame>
  );
}
