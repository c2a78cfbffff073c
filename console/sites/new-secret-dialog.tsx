import { fullTime } from '../core/times.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf, SelectField } from '../ui/field.tsx';
import type { Secret } from './identity-secret.tsx';

/** For how many hours the secret before still counts. */
const KEPT = {
  '1': 'An hour',
  '24': 'A day',
  '168': 'A week',
  '720': '30 days',
  '0': 'No longer: somebody else knows it',
} as const;
type Kept = keyof typeof KEPT;

interface NewSecretDialogProps {
  siteId: string;
  before: Secret;
  onMade(secret: Secret): void;
  /** Somebody else has made another one meanwhile. */
  onStale(): void;
  onClose(): void;
}

/** Asks how long the old secret still counts, and makes the next one. */
export function NewSecretDialog({ siteId, before, onMade, onStale, onClose }: NewSecretDialogProps) {
  const { api } = useDesk();
  const form = useForm<{ keepHours: Kept }>({ keepHours: '24' });
  const { keepHours } = form.values;
  const make = async () => {
    const made = await form.submit(async () => {
      const wanted = { generation: before.generation, keepHours: Number(keepHours) };
      const answer = await api.post<Secret>(`/sites/${siteId}/identity/rotate`, wanted);
      if (!answer.ok && answer.error.code === 'changed_meanwhile') onStale();
      return answer;
    });
    if (made === null) return;
    onMade(made);
    onClose();
  };
  return (
    <Dialog
      title="New secret"
      says="Your server has to sign with it from then on. Give it the new one while the old one still counts."
      verb="Make a new secret"
      danger={keepHours === '0'}
      busy={form.busy}
      failure={form.failure}
      onConfirm={() => void make()}
      onClose={onClose}
    >
      <SelectField
        label="The old secret still counts for"
        help={
          keepHours === '0'
            ? 'Who was signed in by it is signed out of the chat until your server signs with the new one.'
            : undefined
        }
        value={keepHours}
        options={optionsOf(KEPT)}
        onPick={(value) => form.set('keepHours', value)}
      />
      {before.previousUntil !== null && (
        <p class="settings-notice">
          The one before, which counts until {fullTime(before.previousUntil)}, ends now.
        </p>
      )}
    </Dialog>
  );
}
