import { useState } from 'preact/hooks';
import { useDesk } from '../desk-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Segments } from '../ui/tabs.tsx';
import type { SiteWithSnippet } from './site-with-snippet.ts';

interface WhoMayChatProps {
  site: SiteWithSnippet;
  locked: boolean;
  onSaved(site: SiteWithSnippet): void;
}

/** Counts at once, so it asks first. */
export function WhoMayChat({ site, locked, onSaved }: WhoMayChatProps) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  return (
    <fieldset class="settings-fields" disabled={locked}>
      <div class="field">
        <span class="field-label" aria-hidden="true">
          Who may chat
        </span>
        <Segments
          label="Who may chat"
          chosen={site.signedInOnly ? 'signedIn' : 'anybody'}
          choices={[
            { value: 'anybody', label: 'Anybody' },
            { value: 'signedIn', label: 'Signed-in people only' },
          ]}
          onChoose={(value) => {
            const signedInOnly = value === 'signedIn';
            if (signedInOnly !== site.signedInOnly) setWanted(signedInOnly);
          }}
        />
        <p class="field-help">Signed-in people are those for whom your own server signs a token.</p>
      </div>
      {wanted !== null && (
        <SwitchDialog site={site} signedInOnly={wanted} onSaved={onSaved} onClose={() => setWanted(null)} />
      )}
    </fieldset>
  );
}

interface SwitchDialogProps extends Omit<WhoMayChatProps, 'locked'> {
  signedInOnly: boolean;
  onClose(): void;
}

function SwitchDialog({ site, signedInOnly, onSaved, onClose }: SwitchDialogProps) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | undefined>();
  const save = async () => {
    setBusy(true);
    setFailure(undefined);
    const answer = await desk.api.patch<SiteWithSnippet>(`/sites/${site.id}`, { signedInOnly });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error.message);
    onSaved(answer.value);
    desk.takeSites([answer.value]);
    onClose();
  };
  return (
    <Dialog
      title={signedInOnly ? 'Only for signed-in people?' : 'Open to anybody?'}
      says={
        signedInOnly
          ? 'Whoever comes without a token of your server can no longer chat, from now on. Those who chat now are cut off.'
          : 'Visitors can chat without a token, from now on.'
      }
      verb={signedInOnly ? 'Signed-in people only' : 'Anybody may chat'}
      busy={busy}
      failure={failure}
      onConfirm={() => void save()}
      onClose={onClose}
    />
  );
}
