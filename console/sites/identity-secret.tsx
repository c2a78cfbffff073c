import { useState } from 'preact/hooks';
import { fill } from '../../shared/wording.ts';
import { fullTime } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../ui/button.tsx';
import { fillWith } from '../words/fill-with.ts';
import { refusalWords, words } from '../words/words.ts';
import { NewSecretDialog } from './new-secret-dialog.tsx';
import { Snippet } from './snippet.tsx';

/** As REST gives it. */
export interface Secret {
  secret: string;
  generation: number;
  /** Until when the one before counts too, in milliseconds since 1970. */
  previousUntil: number | null;
}

/** What the company's server signs with. It comes to the page only when somebody wants to see it. */
export function IdentitySecret({ siteId }: { siteId: string }) {
  const { api } = useDesk();
  const [shown, setShown] = useState<Secret | null>(null);
  const [failure, setFailure] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const show = async () => {
    setBusy(true);
    setFailure(undefined);
    const answer = await api.get<Secret>(`/sites/${siteId}/identity`);
    setBusy(false);
    if (answer.ok) setShown(answer.value);
    else setFailure(refusalWords(answer.error));
  };
  return (
    <section class="settings-section">
      <div>
        <h2 class="settings-part">{words.sites.secret}</h2>
        <p class="settings-why">
          {fillWith(words.sites.secretWhy, { variable: <code>PARLEY_SECRET</code> })}
        </p>
      </div>
      {shown === null ? (
        <div class="settings-row">
          <Button busy={busy} onClick={() => void show()}>
            {words.sites.showSecret}
          </Button>
        </div>
      ) : (
        <>
          <Snippet snippet={shown.secret} label={words.sites.copySecret}>
            {shown.previousUntil !== null &&
              fill(words.sites.oldCounts, { time: fullTime(shown.previousUntil) })}
          </Snippet>
          <div class="settings-row">
            <Button onClick={() => setShown(null)}>{words.sites.hideSecret}</Button>
            <Button onClick={() => setRenewing(true)}>{words.sites.newSecret}</Button>
          </div>
        </>
      )}
      {failure && (
        <p class="settings-failure" role="alert">
          {failure}
        </p>
      )}
      {renewing && shown && (
        <NewSecretDialog
          siteId={siteId}
          before={shown}
          onMade={setShown}
          onStale={() => void show()}
          onClose={() => setRenewing(false)}
        />
      )}
    </section>
  );
}
