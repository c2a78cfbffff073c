import { useState } from 'preact/hooks';
import { useDesk } from '../desk-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SegmentsField } from '../ui/tabs.tsx';
import { refusalWords, words } from '../words/words.ts';
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
      <SegmentsField
        label={words.sites.whoMayChat}
        help={words.sites.whoMayChatHelp}
        chosen={site.signedInOnly ? 'signedIn' : 'anybody'}
        choices={[
          { value: 'anybody', label: words.sites.anybody },
          { value: 'signedIn', label: words.sites.signedInOnly },
        ]}
        onChoose={(value) => {
          const signedInOnly = value === 'signedIn';
          if (signedInOnly !== site.signedInOnly) setWanted(signedInOnly);
        }}
      />
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
    if (!answer.ok) return setFailure(refusalWords(answer.error));
    onSaved(answer.value);
    desk.takeSites([answer.value]);
    onClose();
  };
  return (
    <Dialog
      {...(signedInOnly ? words.sites.onlySignedIn : words.sites.openToAll)}
      busy={busy}
      failure={failure}
      onConfirm={() => void save()}
      onClose={onClose}
    />
  );
}
