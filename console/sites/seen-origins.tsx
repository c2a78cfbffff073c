import { useState } from 'preact/hooks';
import type { SightedProblem } from '../../shared/sightings.ts';
import { fill } from '../../shared/wording.ts';
import { now } from '../core/clock.ts';
import { fullTime, listTime } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { toast } from '../ui/toast.tsx';
import { fillWith } from '../words/fill-with.ts';
import { refusalWords, words } from '../words/words.ts';
import type { SeenOrigin } from './sightings.ts';
import type { SiteWithSnippet } from './site-with-snippet.ts';

/** What each problem means: in a word, and in a sentence where not the server says it, which alone has read the token. */
function problemWords(code: SightedProblem): { chip: string; says: string | null } {
  const { refused, notRecognized, problems } = words.sites;
  if (code === 'token_invalid' || code === 'token_expired') return { chip: notRecognized, says: null };
  return { chip: refused, says: problems[code] };
}

interface SeenOriginsProps {
  site: SiteWithSnippet;
  origins: readonly SeenOrigin[];
  onSaved(site: SiteWithSnippet): void;
}

/** Each origin with its pages and its last error. */
export function SeenOrigins({ site, origins, onSaved }: SeenOriginsProps) {
  return (
    <ul class="settings-list" aria-label={words.sites.seenOn}>
      {origins.map((seen) => (
        <li key={seen.origin}>
          <div class="settings-item">
            <div class="settings-item-words">
              <span class="settings-item-name">
                {seen.origin === 'null' ? words.sites.noAddress : seen.origin}
              </span>
              <span class="settings-item-faint">
                {seen.origin === 'null' && `${words.sites.noAddressSays} `}
                {fillWith(words.sites.lastSeen, { time: <SeenAt at={seen.lastSeenAt} /> })}
              </span>
              {seen.problem && <Problem problem={seen.problem} works={seen.works} />}
            </div>
            {seen.problem?.code === 'origin_not_allowed' && !seen.works && (
              <Allow site={site} origin={seen.origin} onSaved={onSaved} />
            )}
            {seen.works || seen.problem === null ? (
              <Chip tone="good">{words.sites.works}</Chip>
            ) : (
              <Chip tone="bad">{problemWords(seen.problem.code).chip}</Chip>
            )}
          </div>
          {seen.pages.length > 0 && (
            <ul class="seen-pages" aria-label={fill(words.sites.pagesOf, { origin: seen.origin })}>
              {seen.pages.map((page) => (
                <li key={page.id}>
                  <span class="seen-path">
                    <bdi class="address">{page.path}</bdi>
                  </span>
                  <SeenAt at={page.lastSeenAt} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

function SeenAt({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {listTime(at, now.value)}
    </time>
  );
}

function Problem({ problem, works }: { problem: NonNullable<SeenOrigin['problem']>; works: boolean }) {
  return (
    <span class={works ? 'settings-item-faint' : 'settings-failure'}>
      {works && fillWith(words.sites.lastError, { time: <SeenAt at={problem.at} /> })}{' '}
      {problemWords(problem.code).says ?? problem.message}
    </span>
  );
}

/** Puts the origin on the site's list. */
function Allow({
  site,
  origin,
  onSaved,
}: {
  site: SiteWithSnippet;
  origin: string;
  onSaved(site: SiteWithSnippet): void;
}) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  if (desk.me.value.role !== 'admin' || origin === 'null') return null;
  if (site.origins.length === 0 || site.origins.includes(origin)) return null;
  const allow = async () => {
    setBusy(true);
    const origins = [...site.origins, origin];
    const answer = await desk.api.patch<SiteWithSnippet>(`/sites/${site.id}`, { origins });
    setBusy(false);
    if (!answer.ok) return toast(refusalWords(answer.error));
    desk.takeSites([answer.value]);
    onSaved(answer.value);
    toast(words.sites.allowed);
  };
  return (
    <Button
      size="small"
      busy={busy}
      aria-label={fill(words.sites.allowOrigin, { origin })}
      onClick={() => void allow()}
    >
      {words.sites.allow}
    </Button>
  );
}
