import { useState } from 'preact/hooks';
import type { SightedProblem } from '../../shared/sightings.ts';
import { now } from '../core/clock.ts';
import { fullTime, listTime } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { toast } from '../ui/toast.tsx';
import type { SeenOrigin } from './sightings.ts';
import type { SiteWithSnippet } from './site-with-snippet.ts';

/** What each problem means, in a word and a sentence. The last two are told by the server: only it has read the token. */
const PROBLEMS: Readonly<Record<SightedProblem, { chip: string; says: string | null }>> = {
  origin_not_allowed: { chip: 'Refused', says: 'It is not among the addresses where this chat may run.' },
  site_off: { chip: 'Refused', says: 'The chat was switched off.' },
  sign_in_required: {
    chip: 'Refused',
    says: 'The chat is for signed-in people only, and the page has shown no token.',
  },
  token_invalid: { chip: 'Not recognized', says: null },
  token_expired: { chip: 'Not recognized', says: null },
};

interface SeenOriginsProps {
  site: SiteWithSnippet;
  origins: readonly SeenOrigin[];
  onSaved(site: SiteWithSnippet): void;
}

/** Each origin with its pages and its last error. */
export function SeenOrigins({ site, origins, onSaved }: SeenOriginsProps) {
  return (
    <ul class="settings-list" aria-label="Seen on">
      {origins.map((seen) => (
        <li key={seen.origin}>
          <div class="settings-item">
            <div class="settings-item-words">
              <span class="settings-item-name">
                {seen.origin === 'null' ? 'A page without an address' : seen.origin}
              </span>
              <span class="settings-item-faint">
                {seen.origin === 'null' ? 'A file, or a frame that is shut in. ' : ''}
                Last seen <SeenAt at={seen.lastSeenAt} />
              </span>
              {seen.problem && <Problem problem={seen.problem} works={seen.works} />}
            </div>
            {seen.problem?.code === 'origin_not_allowed' && !seen.works && (
              <Allow site={site} origin={seen.origin} onSaved={onSaved} />
            )}
            {seen.works || seen.problem === null ? (
              <Chip tone="good">Works</Chip>
            ) : (
              <Chip tone="bad">{PROBLEMS[seen.problem.code].chip}</Chip>
            )}
          </div>
          {seen.pages.length > 0 && (
            <ul class="seen-pages" aria-label={`Pages of ${seen.origin}`}>
              {seen.pages.map((page) => (
                <li key={page.id}>
                  <span class="seen-path">{page.path}</span>
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
      {works && (
        <>
          Last error <SeenAt at={problem.at} />:{' '}
        </>
      )}
      {PROBLEMS[problem.code].says ?? problem.message}
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
    if (!answer.ok) return toast(answer.error.message);
    desk.takeSites([answer.value]);
    onSaved(answer.value);
    toast('It may run there now. The page shows it when it is loaded anew.');
  };
  return (
    <Button size="small" busy={busy} aria-label={`Allow ${origin}`} onClick={() => void allow()}>
      Allow
    </Button>
  );
}
