import { useEffect } from 'preact/hooks';
import type { Page } from '../../shared/paging.ts';
import type { Sighting } from '../../shared/sightings.ts';
import { now } from '../core/clock.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { SettingsFrame } from '../settings/settings-frame.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Empty, Failed } from '../ui/state.tsx';
import { refusalWords, words } from '../words/words.ts';
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
  useEffect(() => {
    if (state.kind !== 'loading') reload();
  }, [now.value]);
  return (
    <SettingsFrame>
      <SiteHead site={site} part="pages" />
      {state.kind === 'loading' && (
        <Loading label={words.sites.loadingPages}>
          <Skeleton width="100%" height={64} />
        </Loading>
      )}
      {state.kind === 'failed' && (
        <Failed title={words.sites.pagesFailed} says={refusalWords(state.refusal)} onRetry={reload} />
      )}
      {state.kind === 'ready' && state.value.items.length === 0 && (
        <>
          <Empty title={words.sites.notSeen}>{words.sites.notSeenSays}</Empty>
          <Snippet snippet={site.snippet} />
        </>
      )}
      {state.kind === 'ready' && state.value.items.length > 0 && (
        <section class="settings-section">
          <SeenOrigins site={site} origins={byOrigin(state.value.items)} onSaved={onSaved} />
          <p class="field-help">{words.sites.pagesHelp}</p>
        </section>
      )}
      <section class="settings-section">
        <div>
          <h2 class="settings-part">{words.sites.notShown}</h2>
          <p class="settings-why">{words.sites.notShownSays}</p>
        </div>
        <Snippet snippet={site.policy} label={words.sites.copyPolicy} />
      </section>
    </SettingsFrame>
  );
}
